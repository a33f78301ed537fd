package io.cutpoint.model.fact;

import io.cutpoint.model.text.Untrusted;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The attributes of one event; immutable. Values are bounded where they are made.
public final class Attributes {

  /// No attributes.
  public static final Attributes NONE = new Attributes(new EnumMap<>(Attribute.class));

  private final EnumMap<Attribute, Untrusted> values;

  private Attributes(EnumMap<Attribute, Untrusted> values) {
    this.values = values;
  }

  /// A copy of these values.
  public static Attributes of(Map<Attribute, Untrusted> values) {
    EnumMap<Attribute, Untrusted> copy = new EnumMap<>(Attribute.class);
    copy.putAll(values);
    return new Attributes(copy);
  }

  /// The value, or null where the event has none.
  public @Nullable Untrusted get(Attribute attribute) {
    return values.get(attribute);
  }

  /// The value, or no text where the event has none.
  public Untrusted or(Attribute attribute) {
    return values.getOrDefault(attribute, Untrusted.NONE);
  }

  /// Whether the event has it.
  public boolean has(Attribute attribute) {
    return values.containsKey(attribute);
  }

  /// The value's [Untrusted#key()]: lower case, to compare by; empty where there is none.
  public String key(Attribute attribute) {
    Untrusted value = values.get(attribute);
    return value == null ? "" : value.key();
  }

  /// All of them in the order of [Attribute].
  public Map<Attribute, Untrusted> all() {
    return java.util.Collections.unmodifiableMap(values);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Attributes attributes && values.equals(attributes.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
