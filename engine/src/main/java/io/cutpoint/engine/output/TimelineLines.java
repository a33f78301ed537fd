package io.cutpoint.engine.output;

import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.Evidence;
import io.cutpoint.model.entity.Mention;
import io.cutpoint.model.event.EventTimes;
import io.cutpoint.model.text.SafeText;
import io.cutpoint.model.text.Untrusted;

/// Lines of `timeline.csv`: Timesketch's columns first, then ours.
public final class TimelineLines {

  /// The first line.
  public static final String HEADER =
      "datetime,timestamp_desc,message,host,stage,level,rule,rule_id,outcome,entities,source,record,detection,intrusion";

  private TimelineLines() {}

  /// The line of a detection, without its last column and its end.
  public static String line(Detection detection) {
    var fact = detection.fact();
    Evidence primary = fact.evidence().getFirst();
    StringBuilder entities = new StringBuilder();
    for (Mention mention : detection.mentions()) {
      if (!entities.isEmpty()) {
        entities.append(" | ");
      }
      entities.append(mention.role().id()).append(' ').append(mention.entity().type()).append(' ').append(mention.entity().value().raw());
    }
    String stage = detection.verdict().stage().title();
    String message = stage + ": " + detection.rule().title();
    return String.join(",",
        csv(EventTimes.text(fact.timeNanos())),
        "Event Logged",
        csv(message),
        SafeText.to(SafeText.Target.CSV, fact.host()),
        csv(detection.verdict().stage().id()),
        csv(detection.rule().level().id()),
        csv(detection.rule().title()),
        csv(detection.rule().key().id()),
        csv(detection.outcome().id()),
        SafeText.to(SafeText.Target.CSV, Untrusted.of(entities.toString()), 4096),
        csv(primary.source().name()),
        Long.toString(primary.record()),
        detection.id().toString());
  }

  private static String csv(String text) {
    return SafeText.to(SafeText.Target.CSV, text);
  }
}
