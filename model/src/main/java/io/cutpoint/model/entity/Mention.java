package io.cutpoint.model.entity;

/// An entity in its role in one event.
public record Mention(Entity entity, Role role) {}
