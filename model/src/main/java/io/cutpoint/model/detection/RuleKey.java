package io.cutpoint.model.detection;

/// Which rule, across packs and versions: ids alone are missing or repeated.
///
/// @param origin the pack: `built-in`, the name of a rule folder, file or archive, or `reconstruction`
/// @param id the rule file's own id, or its file name where it has none
/// @param contentHash the first 16 hexadecimal digits of the SHA-256 of the rule's text
public record RuleKey(String origin, String id, String contentHash) implements Comparable<RuleKey> {
  @Override
  public int compareTo(RuleKey other) {
    int c = id.compareTo(other.id);
    if (c == 0) {
      c = origin.compareTo(other.origin);
    }
    return c != 0 ? c : contentHash.compareTo(other.contentHash);
  }
}
