package io.cutpoint.engine.output;

import io.cutpoint.model.Part;
import io.cutpoint.model.Stage;
import io.cutpoint.model.event.EventTimes;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.intrusion.Band;
import io.cutpoint.model.intrusion.Intrusion;
import io.cutpoint.model.intrusion.Link;
import io.cutpoint.model.intrusion.StageSummary;
import io.cutpoint.provenance.TreeLine;
import io.cutpoint.respond.Briefing;
import java.util.List;

/// Lines of `intrusions.ndjson`.
public final class IntrusionLines {

  private IntrusionLines() {}

  /// Processes of one intrusion that are listed.
  private static final int MAX_PROCESSES = 500;

  /// The line of an intrusion, without its end.
  ///
  /// @param briefing the answers to what is asked of it
  /// @param tree its processes, in the order in which they are printed
  /// @param refused the strongest links that were too weak, strongest first
  public static String line(Intrusion intrusion, Briefing briefing, List<TreeLine> tree, List<Link> refused) {
    JsonText json = new JsonText().object();
    json.name("id").value(intrusion.id().toString());
    json.name("aliases").array();
    intrusion.aliases().forEach(alias -> json.value(alias.toString()));
    json.endArray();
    json.name("score").value(intrusion.score(), 1);
    json.name("band").value(Band.of(intrusion.score()).id());
    json.name("status").value(intrusion.status());
    json.name("furthestStage").value(intrusion.furthest().id());
    json.name("first").value(EventTimes.text(intrusion.firstNanos()));
    json.name("last").value(EventTimes.text(intrusion.lastNanos()));
    json.name("hosts").array();
    intrusion.hosts().forEach(host -> json.value(host.value()));
    json.endArray();
    json.name("users").array();
    intrusion.users().forEach(user -> json.value(user.value()));
    json.endArray();
    json.name("story").array();
    intrusion.story().forEach(sentence -> {
      json.object();
      json.name("time").value(EventTimes.text(sentence.timeNanos()));
      json.name("text").value(sentence.text());
      json.name("detections").array();
      sentence.detections().forEach(id -> json.value(id.toString()));
      json.endArray();
      json.endObject();
    });
    json.endArray();
    json.name("stages").object();
    for (Stage stage : Stage.CHAIN) {
      StageSummary summary = intrusion.stages().get(stage);
      if (summary == null) {
        throw new IllegalArgumentException("wanted all stages, found none for " + stage);
      }
      json.name(stage.id()).object();
      json.name("state").value(summary.state().id());
      time(json.name("first"), summary.firstNanos());
      time(json.name("last"), summary.lastNanos());
      json.name("mass").value(summary.mass(), 3);
      json.name("reason").value(summary.reason());
      if (!summary.hunt().isEmpty()) {
        json.name("hunt").value(summary.hunt());
      }
      json.endObject();
    }
    json.endObject();
    json.name("detections").array();
    intrusion.members().forEach(member -> {
      json.object();
      json.name("id").value(member.id().toString());
      json.name("stage").value(member.stage().id());
      if (member.part() != Part.NONE) {
        json.name("part").value(member.part().id());
      }
      json.name("reason").value(member.reason());
      json.endObject();
    });
    json.endArray();
    links(json.name("links"), intrusion.links());
    links(json.name("refusedLinks"), refused);
    json.name("contributions").array();
    intrusion.contributions().forEach(part -> {
      json.object();
      json.name("factor").value(part.factor());
      json.name("points").value(part.points(), 2);
      json.name("reason").value(part.reason());
      json.endObject();
    });
    json.endArray();
    json.name("processes").array();
    tree.stream().limit(MAX_PROCESSES).forEach(line -> process(json, line));
    json.endArray();
    if (tree.size() > MAX_PROCESSES) {
      json.name("processesOmitted").value(tree.size() - MAX_PROCESSES);
    }
    json.name("campaign").nothing();
    BriefingFields.write(json, briefing);
    if (intrusion.omitted() > 0) {
      json.name("omitted").value(intrusion.omitted());
    }
    return json.endObject().toString();
  }

  private static void links(JsonText json, List<Link> links) {
    json.array();
    links.forEach(link -> {
      json.object();
      json.name("from").value(link.from().toString());
      json.name("to").value(link.to().toString());
      json.name("strength").value(link.strength(), 3);
      json.name("entity").object();
      json.name("type").value(link.entity().type());
      json.name("value").value(link.entity().value());
      json.endObject();
      json.name("reason").value(link.reason());
      json.endObject();
    });
    json.endArray();
  }

  private static void process(JsonText json, TreeLine line) {
    json.object();
    json.name("depth").value(line.depth());
    json.name("host").value(line.host());
    json.name("image").value(line.image());
    json.name("commandLine").value(line.commandLine());
    json.name("user").value(line.user());
    time(json.name("start"), line.startNanos());
    json.name("by").value(line.by());
    json.name("entry").value(line.isEntry());
    json.name("seed").value(line.isSeed());
    json.name("matched").value(line.isMatched());
    json.name("reconstructed").value(line.isReconstructed());
    json.endObject();
  }

  private static void time(JsonText json, long nanos) {
    if (nanos == EventView.NO_TIME) {
      json.nothing();
    } else {
      json.value(EventTimes.text(nanos));
    }
  }
}
