package io.cutpoint.model.intrusion;

/// One stage of an intrusion.
///
/// @param state what is known
/// @param firstNanos when it was first seen, nanoseconds since 1601; [io.cutpoint.model.event.EventView#NO_TIME]
///     where it was not
/// @param lastNanos when it was last seen
/// @param mass how much evidence there is, 0 to 1
/// @param reason a sentence for people
/// @param hunt where to look for more, or empty
public record StageSummary(StageState state, long firstNanos, long lastNanos, double mass, String reason, String hunt) {}
