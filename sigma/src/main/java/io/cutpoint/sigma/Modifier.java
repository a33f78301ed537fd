package io.cutpoint.sigma;

import io.cutpoint.sigma.Predicate.Order;
import io.cutpoint.sigma.Predicate.Unit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What may stand after a field's name, `field|modifier`.
///
/// Source: sigma-specification 2.1.0, appendix modifiers; `neq` and the parts of a time after its version 2 rules.
enum Modifier {
  CONTAINS("contains"),
  STARTSWITH("startswith"),
  ENDSWITH("endswith"),
  ALL("all"),
  NEQ("neq"),
  CASED("cased"),
  RE("re"),
  IGNORECASE("i", "ignorecase"),
  MULTILINE("m", "multiline"),
  DOTALL("s", "dotall"),
  CIDR("cidr"),
  EXISTS("exists"),
  FIELDREF("fieldref"),
  WINDASH("windash"),
  BASE64("base64"),
  BASE64OFFSET("base64offset"),
  UTF16LE("wide", "utf16le"),
  UTF16BE("utf16be"),
  UTF16("utf16"),
  EXPAND("expand"),
  GT("gt"),
  GTE("gte"),
  LT("lt"),
  LTE("lte"),
  MINUTE("minute"),
  HOUR("hour"),
  DAY("day"),
  WEEK("week"),
  MONTH("month"),
  YEAR("year");

  private static final Map<String, Modifier> BY_NAME = new HashMap<>();

  static {
    for (Modifier modifier : values()) {
      for (String name : modifier.names) {
        BY_NAME.put(name, modifier);
      }
    }
  }

  private final String[] names;

  Modifier(String... names) {
    this.names = names;
  }

  /// The modifier of this name, or null.
  static @Nullable Modifier of(String name) {
    return BY_NAME.get(name);
  }

  /// The word in rules.
  String word() {
    return names[0];
  }

  /// The comparison that `gt` and its like stand for.
  Order order() {
    return switch (this) {
      case GT -> Order.GREATER;
      case GTE -> Order.GREATER_OR_EQUAL;
      case LT -> Order.LESS;
      case LTE -> Order.LESS_OR_EQUAL;
      default -> Order.EQUAL;
    };
  }

  /// The part of a time that the modifier names.
  Unit unit() {
    return Unit.valueOf(name());
  }
}
