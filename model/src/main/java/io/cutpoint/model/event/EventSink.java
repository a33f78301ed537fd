package io.cutpoint.model.event;

/// Takes what a reader finds. Called by one thread at a time for one sink.
public interface EventSink {

  /// One record. The view is valid only during the call.
  void event(EventView event);

  /// One part that could not be used, or one warning.
  void problem(RecordProblem problem);
}
