package io.cutpoint.engine;

import io.cutpoint.match.TableReader;
import io.cutpoint.match.TableWriter;
import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.detection.Status;
import io.cutpoint.model.event.LogSource;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes and reads what detections carry of a rule, and what the other tables of rules have in common.
final class ReferenceTables {

  private ReferenceTables() {}

  static void write(RuleReference rule, TableWriter out) {
    write(rule.key(), out);
    out.text(rule.title());
    out.number(rule.level().ordinal());
    out.number(rule.status().ordinal());
    write(rule.tactics(), out);
    write(rule.techniques(), out);
    write(rule.logSource(), out);
    out.number(rule.stated() == null ? 0 : rule.stated().ordinal() + 1);
  }

  static RuleReference reference(TableReader in) {
    RuleKey key = key(in);
    String title = in.text();
    Level level = Level.values()[in.below(Level.values().length)];
    Status status = Status.values()[in.below(Status.values().length)];
    List<String> tactics = texts(in);
    List<String> techniques = texts(in);
    LogSource source = source(in);
    int stage = in.below(Stage.values().length + 1);
    return new RuleReference(key, title, level, status, tactics, techniques, source, stage == 0 ? null : Stage.values()[stage - 1]);
  }

  static void write(RuleKey key, TableWriter out) {
    out.text(key.origin());
    out.text(key.id());
    out.text(key.contentHash());
  }

  static RuleKey key(TableReader in) {
    return new RuleKey(in.text(), in.text(), in.text());
  }

  static void write(List<String> texts, TableWriter out) {
    out.number(texts.size());
    texts.forEach(out::text);
  }

  static List<String> texts(TableReader in) {
    int n = in.count();
    List<String> texts = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      texts.add(in.text());
    }
    return texts;
  }

  static void write(LogSource source, TableWriter out) {
    write(source.product(), out);
    write(source.category(), out);
    write(source.service(), out);
  }

  static LogSource source(TableReader in) {
    return new LogSource(part(in), part(in), part(in));
  }

  private static void write(@Nullable String part, TableWriter out) {
    out.flag(part != null);
    if (part != null) {
      out.text(part);
    }
  }

  private static @Nullable String part(TableReader in) {
    return in.flag() ? in.text() : null;
  }

  /// The number that a text of the tables is.
  static BigDecimal decimal(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException unfit) {
      throw new TableReader.MalformedTables("wanted a number, found " + text);
    }
  }
}
