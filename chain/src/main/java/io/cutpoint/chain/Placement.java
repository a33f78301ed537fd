package io.cutpoint.chain;

import io.cutpoint.model.event.EventId;

/// What became of an episode when it was linked.
sealed interface Placement {

  /// The episode.
  Episode episode();

  /// It opened an intrusion.
  record Opened(Episode episode, EventId intrusion) implements Placement {}

  /// It joined one.
  record Joined(Episode episode, EventId intrusion, double strength) implements Placement {}

  /// It had waited, and a seed pulled it in.
  record Pulled(Episode episode, EventId intrusion, double strength) implements Placement {}

  /// It waits for a seed.
  record Held(Episode episode) implements Placement {}

  /// It is worth too little for more than context.
  record Context(Episode episode) implements Placement {}

  /// It brought two intrusions together.
  record Merged(Episode episode, EventId survivor, EventId absorbed) implements Placement {}
}
