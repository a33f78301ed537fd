package io.cutpoint.model.step;

/// The most that a step keeps, and what happens beyond.
///
/// @param name a short word, the reason under which the step counts what it drops
/// @param most how many
public record Bound(String name, long most) {}
