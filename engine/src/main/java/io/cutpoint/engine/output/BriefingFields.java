package io.cutpoint.engine.output;

import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.EventTimes;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.text.Untrusted;
import io.cutpoint.respond.Advice;
import io.cutpoint.respond.Briefing;
import io.cutpoint.respond.Channel;
import io.cutpoint.respond.Coverage;
import io.cutpoint.respond.CutPoint;
import io.cutpoint.respond.Loss;
import io.cutpoint.respond.Milestone;
import io.cutpoint.respond.WayIn;
import java.util.List;

/// The fields `cutPoints` and `facts` of an intrusion's line. What is not known is absent.
final class BriefingFields {

  private static final int HOSTS = 20;

  private BriefingFields() {}

  static void write(JsonText json, Briefing briefing) {
    json.name("cutPoints").array();
    briefing.cutPoints().forEach(point -> point(json, point));
    json.endArray();
    json.name("facts").object();
    json.name("waysIn").array();
    briefing.waysIn().forEach(way -> wayIn(json, way));
    json.endArray();
    json.name("patientZero").object();
    text(json, "host", briefing.patientZero());
    text(json, "user", briefing.patientUser());
    time(json, "time", briefing.beganNanos());
    json.name("cameInHere").value(briefing.isPatientZeroByEntry());
    json.endObject();
    json.name("channels").array();
    briefing.channels().forEach(channel -> channel(json, channel));
    json.endArray();
    json.name("milestones").array();
    briefing.milestones().forEach(milestone -> milestone(json, milestone));
    json.endArray();
    json.name("hosts").array();
    briefing.hosts().forEach(host -> {
      json.object();
      json.name("value").value(host.name());
      json.name("domainController").value(host.isController());
      json.endObject();
    });
    json.endArray();
    json.name("accounts").array();
    briefing.accounts().forEach(json::value);
    json.endArray();
    json.name("losses").array();
    briefing.losses().forEach(loss -> loss(json, loss));
    json.endArray();
    json.name("pulse").object();
    json.name("stopped").value(briefing.pulse().isStopped());
    json.name("traffic").value(briefing.pulse().isTraffic());
    time(json, "last", briefing.pulse().lastNanos());
    time(json, "evidenceEnds", briefing.pulse().endNanos());
    if (briefing.pulse().secondsBeforeEnd() >= 0) {
      json.name("secondsBeforeEnd").value(briefing.pulse().secondsBeforeEnd());
    }
    json.endObject();
    json.name("steps").value(briefing.steps());
    json.name("unmatchedSteps").value(briefing.unmatched());
    effect(json.name("cutTogether"), briefing.together());
    Advice advice = briefing.nextTime();
    if (advice != null) {
      json.name("nextTime").object();
      json.name("stage").value(advice.stage().id());
      json.name("course").value(advice.course());
      json.name("text").value(advice.text());
      effect(json.name("effect"), advice.effect());
      json.endObject();
    }
    json.name("blind").array();
    briefing.blind().forEach(stage -> json.value(stage.id()));
    json.endArray();
    Coverage.Setting setting = briefing.setting();
    if (setting != null) {
      setting(json.name("setting"), setting);
    }
    json.endObject();
  }

  /// A setting that is missing.
  static void setting(JsonText json, Coverage.Setting setting) {
    json.object();
    json.name("id").value(setting.id());
    json.name("missing").value(setting.what());
    json.name("switchOn").value(setting.how());
    json.name("rulesBlinded").value(setting.rules());
    json.name("hosts").array();
    setting.hosts().stream().limit(HOSTS).forEach(json::value);
    json.endArray();
    json.name("hostCount").value(setting.hosts().size());
    json.endObject();
  }

  private static void point(JsonText json, CutPoint point) {
    json.object();
    json.name("stage").value(point.stage().id());
    json.name("action").value(point.action().id());
    json.name("kind").value(point.kind());
    json.name("value").value(point.value());
    text(json, "host", point.host());
    json.name("proved").value(point.isProved());
    json.name("closesEntry").value(point.isOfEntry());
    effect(json.name("effect"), point.effect());
    json.endObject();
  }

  private static void effect(JsonText json, CutPoint.Effect effect) {
    json.object();
    json.name("stopped").value(effect.stopped());
    json.name("of").value(effect.of());
    json.endObject();
  }

  private static void wayIn(JsonText json, WayIn way) {
    json.object();
    json.name("kind").value(way.kind().id());
    json.name("proved").value(way.isProved());
    text(json, "host", way.host());
    time(json, "time", way.timeNanos());
    text(json, "user", way.user());
    text(json, "file", way.file());
    text(json, "hash", way.hash());
    text(json, "url", way.url());
    text(json, "address", way.address());
    text(json, "program", way.program());
    time(json, "ran", way.ranNanos());
    text(json, "rule", Untrusted.of(way.what()));
    ids(json, way.detections());
    json.endObject();
  }

  private static void channel(JsonText json, Channel channel) {
    json.object();
    json.name("proved").value(channel.isProved());
    json.name("sharedProvider").value(channel.isShared());
    text(json, "address", channel.address());
    text(json, "domain", channel.domain());
    text(json, "port", channel.port());
    text(json, "host", channel.host());
    text(json, "program", channel.program());
    time(json, "first", channel.firstNanos());
    time(json, "last", channel.lastNanos());
    ids(json, channel.detections());
    json.endObject();
  }

  private static void milestone(JsonText json, Milestone milestone) {
    json.object();
    json.name("kind").value(milestone.kind().id());
    json.name("proved").value(milestone.isProved());
    time(json, "time", milestone.timeNanos());
    json.name("afterSeconds").value(milestone.afterSeconds());
    text(json, "host", milestone.host());
    text(json, "what", Untrusted.of(milestone.what()));
    ids(json, milestone.detections());
    json.endObject();
  }

  private static void loss(JsonText json, Loss loss) {
    json.object();
    json.name("kind").value(loss.kind().id());
    json.name("proved").value(loss.isProved());
    json.name("what").value(loss.what());
    text(json, "host", loss.host());
    text(json, "program", loss.program());
    time(json, "time", loss.timeNanos());
    ids(json, loss.detections());
    json.endObject();
  }

  private static void text(JsonText json, String name, Untrusted text) {
    if (!text.isEmpty()) {
      json.name(name).value(text);
    }
  }

  private static void time(JsonText json, String name, long nanos) {
    if (nanos != EventView.NO_TIME) {
      json.name(name).value(EventTimes.text(nanos));
    }
  }

  private static void ids(JsonText json, List<EventId> ids) {
    json.name("detections").array();
    ids.forEach(id -> json.value(id.toString()));
    json.endArray();
  }
}
