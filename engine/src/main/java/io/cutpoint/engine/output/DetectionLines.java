package io.cutpoint.engine.output;

import io.cutpoint.detect.correlate.CorrelationHit;
import io.cutpoint.model.Part;
import io.cutpoint.model.Stage;
import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.Evidence;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.entity.Mention;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.EventTimes;
import java.util.List;

/// Lines of `detections.ndjson`.
public final class DetectionLines {

  private DetectionLines() {}

  /// The line of a detection, without its end.
  ///
  /// @param fields the rendered evidence of each copy
  /// @param correlation of a correlation's detection what [#correlation] says, else no text
  public static String line(Detection detection, EventId episode, List<String> fields, String correlation) {
    var rule = detection.rule();
    var verdict = detection.verdict();
    JsonText json = new JsonText().object();
    json.name("id").value(detection.id().toString());
    json.name("time").value(EventTimes.text(detection.fact().timeNanos()));
    json.name("episode").value(episode.toString());
    json.name("rule").object();
    json.name("id").value(rule.key().id());
    json.name("title").value(rule.title());
    json.name("level").value(rule.level().id());
    json.name("origin").value(rule.key().origin());
    json.endObject();
    json.name("stage").value(verdict.stage().id());
    if (verdict.part() != Part.NONE) {
      json.name("part").value(verdict.part().id());
    }
    json.name("stageReason").value(verdict.reason());
    json.name("stageAlternatives").array();
    for (Stage stage : verdict.alternatives()) {
      json.value(stage.id());
    }
    json.endArray();
    json.name("tactics").array();
    rule.tactics().forEach(json::value);
    json.endArray();
    json.name("techniques").array();
    rule.techniques().forEach(json::value);
    json.endArray();
    json.name("logsource").object();
    if (rule.logSource().product() != null) {
      json.name("product").value(rule.logSource().product());
    }
    if (rule.logSource().category() != null) {
      json.name("category").value(rule.logSource().category());
    }
    if (rule.logSource().service() != null) {
      json.name("service").value(rule.logSource().service());
    }
    json.endObject();
    json.name("host").value(detection.fact().host());
    json.name("entities").array();
    for (Mention mention : detection.mentions()) {
      Entity entity = mention.entity();
      json.object();
      json.name("type").value(entity.type());
      json.name("value").value(entity.value());
      json.name("role").value(mention.role().id());
      json.endObject();
    }
    json.endArray();
    json.name("outcome").value(detection.outcome().id());
    json.name("evidence").array();
    List<Evidence> evidence = detection.fact().evidence();
    for (int i = 0; i < evidence.size(); i++) {
      Evidence one = evidence.get(i);
      json.object();
      json.name("source").value(one.source().name());
      json.name("offset").value(one.at().offset());
      json.name("record").value(one.record());
      json.name("sha256").value(one.sha256());
      json.name("fields").raw(fields.get(i));
      json.endObject();
    }
    json.endArray();
    if (!correlation.isEmpty()) {
      json.name("correlation").raw(correlation);
    }
    return json.endObject().toString();
  }

  /// What the line of a correlation's detection says of it: the type, the group's values, how many matches it rests on
  /// and the ids of the events that are listed.
  public static String correlation(Correlation correlation, CorrelationHit hit) {
    JsonText json = new JsonText().object();
    json.name("type").value(correlation.type().word());
    json.name("group").object();
    for (int i = 0; i < correlation.groupBy().size(); i++) {
      json.name(correlation.groupBy().get(i)).value(hit.group().get(i));
    }
    json.endObject();
    json.name("count").value(hit.count());
    json.name("approximate").value(hit.isApproximate());
    json.name("events").array();
    hit.events().forEach(event -> json.value(new EventId(event.idHi(), event.idLo()).toString()));
    json.endArray();
    return json.endObject().toString();
  }
}
