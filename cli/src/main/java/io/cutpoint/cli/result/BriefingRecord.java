package io.cutpoint.cli.result;

import io.cutpoint.model.Stage;
import io.cutpoint.model.text.Untrusted;
import io.cutpoint.respond.Advice;
import io.cutpoint.respond.Briefing;
import io.cutpoint.respond.Channel;
import io.cutpoint.respond.Coverage;
import io.cutpoint.respond.CutPoint;
import io.cutpoint.respond.Loss;
import io.cutpoint.respond.Milestone;
import io.cutpoint.respond.Pulse;
import io.cutpoint.respond.WayIn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads `facts` and `cutPoints` of a line of `intrusions.ndjson` back into the briefing that they were written from.
///
/// The ids of the detections that prove them stay behind, for nobody asks for them here. What a later version says in
/// words that are not known is left out.
public final class BriefingRecord {

  private BriefingRecord() {}

  /// The briefing, or nothing where an older version wrote the line.
  // NullAway does not read the annotation of a nested type from a compiled record.
  @SuppressWarnings("NullAway")
  public static Optional<Briefing> of(IntrusionRecord intrusion) {
    Json facts = intrusion.json().get("facts");
    Json zero = facts.get("patientZero");
    if (zero.get("time").text().isEmpty()) {
      return Optional.empty();
    }
    Json pulse = facts.get("pulse");
    return Optional.of(
        new Briefing(
            facts.get("waysIn").items().stream().map(BriefingRecord::wayIn).toList(),
            zero.get("host").text(),
            zero.get("cameInHere").isTrue(),
            zero.get("user").text(),
            IntrusionRecord.time(zero.get("time")),
            facts.get("channels").items().stream().map(BriefingRecord::channel).toList(),
            milestones(facts.get("milestones").items()),
            facts.get("hosts").items().stream().map(BriefingRecord::host).toList(),
            facts.get("accounts").items().stream().map(Json::text).toList(),
            losses(facts.get("losses").items()),
            new Pulse(pulse.get("stopped").isTrue(), pulse.get("traffic").isTrue(), IntrusionRecord.time(pulse.get("last")), IntrusionRecord.time(pulse.get("evidenceEnds"))),
            (int) facts.get("steps").whole(),
            (int) facts.get("unmatchedSteps").whole(),
            cutPoints(intrusion.json().get("cutPoints").items()),
            effect(facts.get("cutTogether")),
            advice(facts.get("nextTime")).orElse(null),
            facts.get("blind").items().stream().flatMap(stage -> stage(stage).stream()).toList(),
            setting(facts.get("setting")).orElse(null)));
  }

  private static WayIn wayIn(Json way) {
    return new WayIn(word(WayIn.Kind.values(), WayIn.Kind::id, way.get("kind")).orElse(WayIn.Kind.OTHER), way.get("proved").isTrue(), way.get("host").text(), IntrusionRecord.time(way.get("time")),
        way.get("user").text(), way.get("file").text(), way.get("hash").text(), way.get("url").text(), way.get("address").text(), way.get("program").text(),
        IntrusionRecord.time(way.get("ran")), way.get("rule").text().raw(), List.of());
  }

  private static Channel channel(Json channel) {
    return new Channel(channel.get("proved").isTrue(), channel.get("sharedProvider").isTrue(), channel.get("address").text(), channel.get("domain").text(), channel.get("port").text(),
        channel.get("host").text(), channel.get("program").text(), IntrusionRecord.time(channel.get("first")), IntrusionRecord.time(channel.get("last")), List.of());
  }

  private static List<Milestone> milestones(List<Json> all) {
    List<Milestone> out = new ArrayList<>();
    for (Json one : all) {
      word(Milestone.Kind.values(), Milestone.Kind::id, one.get("kind")).ifPresent(kind -> out.add(
          new Milestone(kind, one.get("proved").isTrue(), IntrusionRecord.time(one.get("time")), one.get("afterSeconds").whole(), one.get("host").text(), one.get("what").text().raw(), List.of())));
    }
    return out;
  }

  private static Briefing.HitHost host(Json host) {
    Untrusted name = host.get("value").text();
    return new Briefing.HitHost(name.key(), name, host.get("domainController").isTrue());
  }

  private static List<Loss> losses(List<Json> all) {
    List<Loss> out = new ArrayList<>();
    for (Json one : all) {
      word(Loss.Kind.values(), Loss.Kind::id, one.get("kind")).ifPresent(kind -> out.add(
          new Loss(kind, one.get("proved").isTrue(), one.get("what").text().raw(), one.get("host").text(), one.get("program").text(), IntrusionRecord.time(one.get("time")), List.of())));
    }
    return out;
  }

  private static List<CutPoint> cutPoints(List<Json> all) {
    List<CutPoint> out = new ArrayList<>();
    for (Json one : all) {
      Optional<CutPoint.Action> action = word(CutPoint.Action.values(), CutPoint.Action::id, one.get("action"));
      Optional<Stage> stage = stage(one.get("stage"));
      if (action.isPresent() && stage.isPresent()) {
        out.add(new CutPoint(stage.get(), action.get(), one.get("kind").text().raw(), one.get("value").text(), one.get("host").text(), one.get("proved").isTrue(), one.get("closesEntry").isTrue(),
            effect(one.get("effect"))));
      }
    }
    return out;
  }

  private static CutPoint.Effect effect(Json effect) {
    return new CutPoint.Effect(effect.get("stopped").whole(), effect.get("of").whole());
  }

  private static Optional<Advice> advice(Json advice) {
    return stage(advice.get("stage")).map(stage -> new Advice(stage, advice.get("course").text().raw(), advice.get("text").text().raw(), effect(advice.get("effect"))));
  }

  private static Optional<Coverage.Setting> setting(Json setting) {
    return setting.get("missing").text().isEmpty()
        ? Optional.empty()
        : Optional.of(new Coverage.Setting(setting.get("id").text().raw(), setting.get("missing").text().raw(), setting.get("switchOn").text().raw(), (int) setting.get("rulesBlinded").whole(),
            setting.get("hosts").items().stream().map(Json::text).toList(), (int) setting.get("hostCount").whole()));
  }

  private static Optional<Stage> stage(Json id) {
    return Stage.of(id.text().raw());
  }

  private static <T> Optional<T> word(T[] all, Function<T, String> id, Json written) {
    for (T one : all) {
      if (id.apply(one).equals(written.text().raw())) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }
}
