package io.cutpoint.attack;

/// What is known around an event without looking at any other detection.
@FunctionalInterface
public interface Scene {

  /// Nothing is known: every private address may be anybody's.
  Scene UNKNOWN = address -> false;

  /// Whether an address, written as [io.cutpoint.model.entity.Entities#address] does, is proven or configured to be
  /// ours.
  boolean isInternal(String address);
}
