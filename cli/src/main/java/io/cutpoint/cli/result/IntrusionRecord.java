package io.cutpoint.cli.result;

import io.cutpoint.model.Stage;
import io.cutpoint.model.event.EventTimes;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.intrusion.StageState;
import io.cutpoint.model.text.Untrusted;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What people are shown of an intrusion: a line of `intrusions.ndjson`.
///
/// @param json the whole line
/// @param id 32 hexadecimal digits
/// @param score 0 to 100
/// @param status how far it came, in words
/// @param furthest the furthest confirmed stage, else the furthest suspected one
/// @param firstNanos nanoseconds since 1601, or [EventView#NO_TIME]
/// @param lastNanos likewise
/// @param hosts computers that took part
/// @param users accounts that took part
/// @param story what happened, in order
/// @param stages what is known of each stage
public record IntrusionRecord(
    Json json,
    String id,
    double score,
    Untrusted status,
    Stage furthest,
    long firstNanos,
    long lastNanos,
    List<Untrusted> hosts,
    List<Untrusted> users,
    List<Sentence> story,
    Map<Stage, StageRecord> stages) {

  /// A sentence of the story.
  public record Sentence(long timeNanos, Untrusted text) {}

  /// A stage.
  ///
  /// @param reason why it is in this state
  /// @param hunt where to look for more, or empty
  public record StageRecord(StageState state, long firstNanos, Untrusted reason, Untrusted hunt) {}

  /// Reads a line.
  public static IntrusionRecord of(Json json) {
    Map<Stage, StageRecord> stages = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.CHAIN) {
      Json one = json.get("stages").get(stage.id());
      stages.put(stage, new StageRecord(state(one.get("state").text().raw()), time(one.get("first")), one.get("reason").text(), one.get("hunt").text()));
    }
    List<Sentence> story = new ArrayList<>();
    for (Json sentence : json.get("story").items()) {
      story.add(sentence instanceof Json.Text text ? new Sentence(EventView.NO_TIME, text.value()) : new Sentence(time(sentence.get("time")), sentence.get("text").text()));
    }
    return new IntrusionRecord(
        json,
        json.get("id").text().toString(),
        json.get("score").number(),
        json.get("status").text(),
        Stage.of(json.get("furthestStage").text().raw()).orElse(Stage.RECONNAISSANCE),
        time(json.get("first")),
        time(json.get("last")),
        texts(json.get("hosts")),
        texts(json.get("users")),
        List.copyOf(story),
        stages);
  }

  /// The time that a text names, or [EventView#NO_TIME].
  public static long time(Json text) {
    byte[] written = text.text().toBytes();
    return EventTimes.parse(written, 0, written.length);
  }

  /// The states alone.
  public Map<Stage, StageState> states() {
    Map<Stage, StageState> states = new EnumMap<>(Stage.class);
    stages.forEach((stage, one) -> states.put(stage, one.state()));
    return states;
  }

  private static List<Untrusted> texts(Json list) {
    return list.items().stream().map(item -> item instanceof Json.Members ? item.get("value").text() : item.text()).toList();
  }

  private static StageState state(String id) {
    for (StageState state : StageState.values()) {
      if (state.id().equals(id)) {
        return state;
      }
    }
    return StageState.NONE;
  }
}
