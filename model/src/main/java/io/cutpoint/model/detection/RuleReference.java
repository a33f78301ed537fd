package io.cutpoint.model.detection;

import io.cutpoint.model.Stage;
import io.cutpoint.model.event.LogSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a detection carries of the rule that made it. Texts were written by the rule's author and are not escaped.
///
/// @param key which rule
/// @param title one line for people
/// @param level how grave
/// @param status how far tried
/// @param tactics ATT&CK tactics as the rule's tags name them, without `attack.`, dashes for underscores, such as
///     `credential-access`, in the order of the tags
/// @param techniques ATT&CK techniques of the tags, upper case, such as `T1003.001`
/// @param logSource what the rule applies to
/// @param stated the stage that the rule states itself by a top-level key `cutpoint: {stage: ..}`
public record RuleReference(
    RuleKey key,
    String title,
    Level level,
    Status status,
    List<String> tactics,
    List<String> techniques,
    LogSource logSource,
    @Nullable Stage stated) {
  public RuleReference {
    tactics = List.copyOf(tactics);
    techniques = List.copyOf(techniques);
  }
}
