package io.cutpoint.provenance;

import io.cutpoint.model.Part;
import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Evidence;
import io.cutpoint.model.event.EventId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A step of an attack that was found from a seed, by the event that proves it.
///
/// @param kind the last part of the id `cutpoint.reconstruction.<kind>`
/// @param stage the stage that it means
/// @param part the part, for the last stage
/// @param event the event that proves it
/// @param evidence where its record stands, or null where the fact came without
/// @param orderNanos where the event stands in time
/// @param timeNanos when it was written, as it says
/// @param node the process that the step is about, or [ProcessForest#NONE]
/// @param isMatched whether some rule was true for the event all the same
/// @param confidence of the weakest edge between the seed and this event: 1 a GUID, .8 an id and a time, .7 the same
///     path, hash or channel, .4 time alone
/// @param reason a sentence for people; what it quotes of logs is escaped
/// @param path the way from this event to the seed, one sentence for each edge
public record ReconstructedStep(
    Kind kind,
    Stage stage,
    Part part,
    EventId event,
    @Nullable Evidence evidence,
    long orderNanos,
    long timeNanos,
    int node,
    boolean isMatched,
    double confidence,
    String reason,
    List<String> path) {
  public ReconstructedStep {
    path = List.copyOf(path);
  }

  /// What kind of step.
  public enum Kind {
    DELIVERY("delivery"),
    FIRST_RUN("first-run"),
    SERVICE_EXPLOITED("service-exploited"),
    REMOTE_ENTRY("remote-entry"),
    CHANNEL("channel"),
    PERSISTENCE("persistence"),
    SHORT_LIVED_SERVICE("short-lived-service"),
    LATERAL_MOVEMENT("lateral-movement");

    private final String id;

    Kind(String id) {
      this.id = id;
    }

    /// The word in a rule's id.
    public String id() {
      return id;
    }
  }
}
