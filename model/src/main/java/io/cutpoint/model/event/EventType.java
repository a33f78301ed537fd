package io.cutpoint.model.event;

/// What kind of record an event is: the log that it was written to, and its number there.
///
/// A router makes one for each kind that it meets and hands out the same instance for the same kind, so that those
/// behind it can keep what they know about a kind in an array indexed by [#index()]. Not for comparing across routers.
///
/// @param channel the name of the log in lower case
/// @param id the number, or -1 where the record has none that is a number
/// @param index a number from 0 that belongs to this kind alone within its router, or [#NO_INDEX]
public record EventType(String channel, int id, int index) {

  /// The index of a kind that the router had no room for: only hostile logs have so many.
  public static final int NO_INDEX = -1;
}
