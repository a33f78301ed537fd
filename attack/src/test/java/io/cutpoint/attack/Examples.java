package io.cutpoint.attack;

import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.detection.StageVerdict;
import io.cutpoint.model.detection.Status;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Attributes;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.text.Untrusted;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rules and events in one line each: a rule is its tags between spaces and, after `@`, its log source; an event is an
/// activity and `NAME=value` between semicolons.
final class Examples {

  private Examples() {}

  static RuleReference rule(String text) {
    return rule(text, null);
  }

  static RuleReference rule(String text, @Nullable Stage stated) {
    List<String> tactics = new ArrayList<>();
    List<String> techniques = new ArrayList<>();
    LogSource source = new LogSource(null, null, null);
    for (String word : text.strip().split("\\s+")) {
      if (word.startsWith("@")) {
        String[] parts = (word.substring(1) + "//").split("/", -1);
        source = new LogSource(orNull(parts[0]), orNull(parts[1]), orNull(parts[2]));
      } else if (word.matches("T\\d{4}.*")) {
        techniques.add(word);
      } else if (!word.isEmpty()) {
        tactics.add(word);
      }
    }
    return new RuleReference(new RuleKey("test", "rule", "0"), "A rule", Level.HIGH, Status.TEST, tactics, techniques, source, stated);
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  static Fact event(String text) {
    String[] parts = text.split(";");
    Activity activity = Activity.OTHER;
    for (Activity one : Activity.values()) {
      activity = one.id().equals(parts[0].strip()) ? one : activity;
    }
    Map<Attribute, Untrusted> attributes = new EnumMap<>(Attribute.class);
    for (int i = 1; i < parts.length; i++) {
      String[] pair = parts[i].strip().split("=", 2);
      attributes.put(Attribute.valueOf(pair[0]), Untrusted.of(pair[1]));
    }
    return new Fact(new EventId(1, 2), 5, 5, activity, -1, Untrusted.NONE, Untrusted.of("MKT01"), Attributes.of(attributes), List.of(0), List.of());
  }

  /// Such as `3`, `4?` (suspected at most), `5|7`, `7a`, `7b?`.
  static String code(StageVerdict verdict) {
    StringBuilder out = new StringBuilder().append(verdict.stage().number());
    out.append(switch (verdict.part()) {
      case NONE -> "";
      case THROUGH -> "a";
      case OUT -> "b";
    });
    verdict.alternatives().forEach(stage -> out.append('|').append(stage.number()));
    return verdict.suspectedAtMost() ? out.append('?').toString() : out.toString();
  }
}
