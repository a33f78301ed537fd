package io.cutpoint.sigma;

/// The bytes of one rule file and what to call it.
///
/// @param origin the pack it belongs to, as rule keys name it
/// @param name the file as problems name it, inside an archive after `!`
/// @param bytes the content; not copied, must stay as it is
@SuppressWarnings("ArrayRecordComponent")
public record RuleFile(String origin, String name, byte[] bytes) {

  /// The last part of the name: what a rule without an id is called.
  String shortName() {
    int slash = Math.max(name.lastIndexOf('/'), name.lastIndexOf('!'));
    return name.substring(slash + 1);
  }
}
