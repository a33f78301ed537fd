package io.cutpoint.engine.output;

import io.cutpoint.model.text.SafeText;
import io.cutpoint.model.text.Untrusted;

/// Writes JSON in which every text passes [SafeText]; one line unless the caller breaks it.
public final class JsonText {

  private final StringBuilder out = new StringBuilder();
  private boolean first = true;

  public JsonText() {}

  private void comma() {
    if (!first) {
      out.append(',');
    }
    first = false;
  }

  /// Begins an object.
  public JsonText object() {
    comma();
    out.append('{');
    first = true;
    return this;
  }

  /// Ends an object.
  public JsonText endObject() {
    out.append('}');
    first = false;
    return this;
  }

  /// Begins an array.
  public JsonText array() {
    comma();
    out.append('[');
    first = true;
    return this;
  }

  /// Ends an array.
  public JsonText endArray() {
    out.append(']');
    first = false;
    return this;
  }

  /// The name of the next value; a name of ours, or one that passed the same escapes.
  public JsonText name(String name) {
    comma();
    out.append('"').append(SafeText.to(SafeText.Target.JSON, name)).append("\":");
    first = true;
    return this;
  }

  /// A text.
  public JsonText value(String text) {
    comma();
    out.append('"').append(SafeText.to(SafeText.Target.JSON, text)).append('"');
    return this;
  }

  /// A text of a log.
  public JsonText value(Untrusted text) {
    comma();
    out.append('"').append(SafeText.to(SafeText.Target.JSON, text)).append('"');
    return this;
  }

  /// A whole number.
  public JsonText value(long number) {
    comma();
    out.append(number);
    return this;
  }

  /// A number with this many decimals, always with a point.
  public JsonText value(double number, int decimals) {
    comma();
    out.append(java.math.BigDecimal.valueOf(number).setScale(decimals, java.math.RoundingMode.HALF_EVEN).toPlainString());
    return this;
  }

  /// True or false.
  public JsonText value(boolean value) {
    comma();
    out.append(value);
    return this;
  }

  /// Nothing.
  public JsonText nothing() {
    comma();
    out.append("null");
    return this;
  }

  /// JSON that was made here before.
  public JsonText raw(String json) {
    comma();
    out.append(json);
    return this;
  }

  /// What was written.
  @Override
  public String toString() {
    return out.toString();
  }
}
