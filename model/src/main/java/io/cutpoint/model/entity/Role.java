package io.cutpoint.model.entity;

/// What an entity does in an event. The computer that records an event is often not the one that acts.
public enum Role {
  /// It acts.
  ACTOR("actor"),
  /// It is acted upon.
  TARGET("target"),
  /// It wrote the record and has no other part.
  RECORDER("recorder"),
  /// It is used or touched: a file, a hash, a name, an address that is neither actor nor target.
  OBJECT("object"),
  /// It started the acting process.
  PARENT("parent");

  private final String id;

  Role(String id) {
    this.id = id;
  }

  /// The word in files.
  public String id() {
    return id;
  }
}
