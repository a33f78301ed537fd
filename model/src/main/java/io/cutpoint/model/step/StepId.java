package io.cutpoint.model.step;

/// The name of a step in state files, counters and messages: lower case, words joined by dashes.
public record StepId(String name) {}
