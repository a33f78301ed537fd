package io.cutpoint.engine;

import io.cutpoint.match.TableReader;
import io.cutpoint.match.TableReader.MalformedTables;
import io.cutpoint.match.TableWriter;
import io.cutpoint.model.correlation.Condition;
import io.cutpoint.model.correlation.Condition.Comparison;
import io.cutpoint.model.correlation.Condition.Operator;
import io.cutpoint.model.correlation.Condition.Presence;
import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.correlation.Correlation.Referenced;
import io.cutpoint.model.detection.RuleKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Writes and reads correlations.
final class CorrelationTables {

  private static final int MAX_DEPTH = 1_000;

  private static final int NUMERIC = 0;
  private static final int RULE = 1;
  private static final int ALL = 2;
  private static final int ANY = 3;
  private static final int NOT = 4;

  private CorrelationTables() {}

  static void write(UsedCorrelations correlations, TableWriter out) {
    Collection<Correlation> all = correlations.all();
    out.number(all.size());
    all.forEach(one -> write(one, out));
    Collection<RuleKey> tooLow = correlations.tooLow();
    out.number(tooLow.size());
    tooLow.forEach(key -> ReferenceTables.write(key, out));
  }

  /// @throws MalformedTables where a correlation lacks one that it refers to
  static UsedCorrelations read(TableReader in) {
    int n = in.count();
    List<Correlation> all = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      all.add(correlation(in));
    }
    Set<RuleKey> tooLow = new TreeSet<>();
    for (int i = in.count(); i > 0; i--) {
      tooLow.add(ReferenceTables.key(in));
    }
    try {
      return UsedCorrelations.of(all, tooLow);
    } catch (IllegalArgumentException incomplete) {
      throw new MalformedTables("wanted correlations with all that they refer to: " + incomplete.getMessage());
    }
  }

  private static void write(Correlation one, TableWriter out) {
    ReferenceTables.write(one.reference(), out);
    out.text(one.file());
    out.number(one.type().ordinal());
    out.number(one.rules().size());
    for (Referenced rule : one.rules()) {
      ReferenceTables.write(rule.key(), out);
      out.flag(rule.isCorrelation());
      ReferenceTables.write(rule.groupFields(), out);
      ReferenceTables.write(rule.valueFields(), out);
    }
    ReferenceTables.write(one.groupBy(), out);
    out.wide(one.timespanNanos());
    switch (one.condition()) {
      case Condition.Numeric(List<Comparison> comparisons) -> {
        out.number(NUMERIC);
        out.number(comparisons.size());
        for (Comparison comparison : comparisons) {
          out.number(comparison.operator().ordinal());
          out.text(comparison.number().toString());
        }
      }
      case Condition.Rules(Presence presence) -> write(presence, out);
    }
    ReferenceTables.write(one.fields(), out);
    out.text(one.percentile().toString());
    out.flag(one.generate());
  }

  private static Correlation correlation(TableReader in) {
    var reference = ReferenceTables.reference(in);
    String file = in.text();
    Correlation.Type type = Correlation.Type.values()[in.below(Correlation.Type.values().length)];
    int n = in.count();
    List<Referenced> rules = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      rules.add(new Referenced(ReferenceTables.key(in), in.flag(), ReferenceTables.texts(in), ReferenceTables.texts(in)));
    }
    List<String> groupBy = ReferenceTables.texts(in);
    long timespan = in.wide();
    Condition condition = condition(in);
    return new Correlation(reference, file, type, rules, groupBy, timespan, condition, ReferenceTables.texts(in), ReferenceTables.decimal(in.text()), in.flag());
  }

  private static Condition condition(TableReader in) {
    int kind = in.below(NOT + 1);
    if (kind != NUMERIC) {
      return new Condition.Rules(presence(kind, in, 0));
    }
    int n = in.count();
    List<Comparison> comparisons = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      comparisons.add(new Comparison(Operator.values()[in.below(Operator.values().length)], ReferenceTables.decimal(in.text())));
    }
    if (comparisons.isEmpty()) {
      throw new MalformedTables("wanted a comparison, found none");
    }
    return new Condition.Numeric(comparisons);
  }

  private static void write(Presence presence, TableWriter out) {
    switch (presence) {
      case Presence.Rule(int place) -> {
        out.number(RULE);
        out.number(place);
      }
      case Presence.All(List<Presence> parts) -> writeAll(ALL, parts, out);
      case Presence.Any(List<Presence> parts) -> writeAll(ANY, parts, out);
      case Presence.Not(Presence part) -> {
        out.number(NOT);
        write(part, out);
      }
    }
  }

  private static void writeAll(int kind, List<Presence> parts, TableWriter out) {
    out.number(kind);
    out.number(parts.size());
    parts.forEach(part -> write(part, out));
  }

  private static Presence presence(int kind, TableReader in, int depth) {
    if (depth > MAX_DEPTH) {
      throw new MalformedTables("wanted conditions at most " + MAX_DEPTH + " deep, found a deeper one");
    }
    return switch (kind) {
      case RULE -> new Presence.Rule(in.number());
      case ALL -> new Presence.All(presences(in, depth));
      case ANY -> new Presence.Any(presences(in, depth));
      case NOT -> new Presence.Not(presence(in.below(NOT + 1), in, depth + 1));
      default -> throw new MalformedTables("wanted an expression over rules, found " + kind);
    };
  }

  private static List<Presence> presences(TableReader in, int depth) {
    int n = in.count();
    List<Presence> parts = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      parts.add(presence(in.below(NOT + 1), in, depth + 1));
    }
    return parts;
  }
}
