package io.cutpoint.generator.world;

/// What a host is for.
public enum Role {
  /// Somebody works at it.
  WORKSTATION,
  /// Files or an application of all.
  SERVER,
  /// The domain's accounts and names.
  CONTROLLER
}
