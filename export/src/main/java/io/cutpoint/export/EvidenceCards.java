package io.cutpoint.export;

import io.cutpoint.export.Steps.Step;
import io.cutpoint.match.Explanation;
import io.cutpoint.match.Explanation.Passage;
import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.Evidence;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.ValueKind;
import io.cutpoint.model.text.Untrusted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The records behind the steps: their own fields, with the parts marked that made the rule true.
final class EvidenceCards {

  /// Fields of one record that are shown; those that matched come before others are cut.
  private static final int MAX_FIELDS = 60;

  /// Bytes of one value that are shown around what matched.
  private static final int AROUND = 160;

  /// Tests that are named as reasons.
  private static final int MAX_REASONS = 12;

  private EvidenceCards() {}

  /// Writes the cards of these steps as far as rows are left.
  static void write(Markup to, Steps steps, List<Step> shown, EvidenceReader evidence, RowBudget rows, int most) throws IOException {
    Set<EventId> wanted = new LinkedHashSet<>();
    shown.forEach(step -> wanted.addAll(step.samples()));
    int[] left = {most};
    long[] omitted = {0};
    Set<String> anchored = new LinkedHashSet<>();
    evidence.read(wanted, true, item -> {
      Step step = steps.of(item.detection().id());
      if (step == null) {
        return;
      }
      int fields = item.record() == null ? 0 : Math.min(item.record().originals(), MAX_FIELDS);
      int taken = rows.take(fields, left[0]);
      if (taken < fields) {
        omitted[0]++;
        return;
      }
      left[0] -= taken;
      card(to, step, item, anchored.add(step.anchor()));
    });
    if (omitted[0] > 0) {
      to.element("p", "more", Amounts.counted(omitted[0], "more record") + " of these steps would not fit: cutpoint detections show ID");
    }
  }

  private static void card(Markup to, Step step, EvidenceReader.Item item, boolean isFirst) throws IOException {
    Detection detection = item.detection();
    RuleReference rule = detection.rule();
    if (isFirst) {
      to.open("details", "class", "record", "id", step.anchor());
    } else {
      to.open("details", "class", "record");
    }
    to.open("summary");
    to.open("time", "datetime", Amounts.exact(detection.fact().timeNanos())).text(Amounts.clock(detection.fact().timeNanos())).close();
    to.element("b", "", rule.title());
    Report.level(to, rule.level(), step.isReconstructed());
    to.element("span", "muted", detection.fact().host());
    to.close();
    List<Explanation.Test> reasons = item.explanation() == null ? List.of() : item.explanation().reasons();
    reasons(to, item, reasons);
    if (item.record() != null) {
      fields(to, item.record(), reasons);
    }
    origin(to, item, step);
    to.close();
  }

  private static void reasons(Markup to, EvidenceReader.Item item, List<Explanation.Test> reasons) throws IOException {
    if (item.explanation() == null) {
      to.element("p", "why", "No rule matched this record: it was found from the process tree.");
      return;
    }
    if (!item.explanation().held()) {
      to.element("p", "why", "What the rule matched is not in the part of the record that was kept (values over 4,096 bytes are cut).");
      return;
    }
    List<String> lines = reasons.stream().map(EvidenceCards::sentence).distinct().toList();
    if (lines.isEmpty()) {
      to.element("p", "why", "The rule asks for nothing that could be marked: only for what is not there.");
      return;
    }
    to.open("p", "class", "why").text("The rule is true because").close();
    to.open("ul", "class", "why");
    for (String line : lines.subList(0, Math.min(lines.size(), MAX_REASONS))) {
      to.open("li").text(Untrusted.of(line), 300).close();
    }
    if (lines.size() > MAX_REASONS) {
      to.element("li", "muted", "and " + Amounts.counted(lines.size() - MAX_REASONS, "other test"));
    }
    to.close();
  }

  private static String sentence(Explanation.Test test) {
    return switch (test) {
      case Explanation.FieldTest field -> field.field() + " " + field.wanted();
      case Explanation.KeywordTest keyword -> "some value " + keyword.wanted();
    };
  }

  private static void fields(Markup to, EventView record, List<Explanation.Test> reasons) throws IOException {
    TreeMap<Integer, List<int[]>> marks = new TreeMap<>();
    for (Explanation.Test test : reasons) {
      for (Passage passage : test.passages()) {
        marks.computeIfAbsent(passage.entry(), _ -> new ArrayList<>()).add(new int[] {passage.from(), passage.to()});
      }
    }
    to.open("table", "class", "fields");
    to.constant("<thead><tr><th scope=\"col\">Field</th><th scope=\"col\">Value</th></tr></thead>");
    to.open("tbody");
    int shown = 0;
    int originals = record.originals();
    for (int i = 0; i < record.count(); i++) {
      boolean isMarked = marks.containsKey(i);
      boolean isOwn = i < originals;
      // What normalisation made is shown only where a rule asked for it.
      if (isMarked || (isOwn && shown < MAX_FIELDS && record.kind(i) != ValueKind.JSON)) {
        shown++;
        field(to, record, i, isOwn, marks.getOrDefault(i, List.of()));
      }
    }
    to.close(2);
    if (originals > MAX_FIELDS && originals > shown) {
      to.element("p", "more", Amounts.counted(originals - (long) shown, "more field") + ": cutpoint detections show ID");
    }
  }

  private static void field(Markup to, EventView record, int i, boolean isOwn, List<int[]> marks) throws IOException {
    if (marks.isEmpty()) {
      to.open("tr");
    } else {
      to.open("tr", "class", "marked");
    }
    to.open("th", "scope", "row").text(Untrusted.of(record.name(i)), 128);
    if (!isOwn) {
      to.element("span", "made", " as rules read it");
    }
    to.close();
    to.open("td");
    Untrusted value = Untrusted.of(record.bytes(i), record.offset(i), record.length(i));
    if (record.kind(i) == ValueKind.NULL) {
      to.element("span", "muted", "null");
    } else if (value.isEmpty()) {
      to.element("span", "muted", "empty");
    } else {
      value(to, value, merged(marks));
    }
    to.close(2);
  }

  /// The value with its marks; of a long one its beginning and what lies around the marks.
  private static void value(Markup to, Untrusted value, List<int[]> marks) throws IOException {
    byte[] bytes = value.toBytes();
    to.open("code");
    int room = Report.MAX_TEXT_BYTES;
    int at = 0;
    for (int[] mark : marks) {
      if (room <= 0) {
        break;
      }
      at = between(to, bytes, at, mark[0], at == 0 ? AROUND * 2 : AROUND, Math.min(room, AROUND * 4));
      int end = Math.min(mark[1], mark[0] + room);
      to.open("mark").text(Untrusted.of(bytes, mark[0], mark[1] - mark[0]), end - mark[0]).close();
      room -= end - mark[0] + AROUND;
      at = mark[1];
    }
    int rest = bytes.length - at;
    if (marks.isEmpty()) {
      to.text(Untrusted.of(bytes, 0, bytes.length), Report.MAX_TEXT_BYTES);
    } else if (rest > 0) {
      to.text(Untrusted.of(bytes, at, rest), Math.max(AROUND, Math.min(room, AROUND * 4)));
    }
    to.close();
  }

  /// Writes what lies between two places, only its two ends where that is long.
  private static int between(Markup to, byte[] bytes, int from, int until, int head, int most) throws IOException {
    int length = until - from;
    if (length <= most) {
      to.text(Untrusted.of(bytes, from, Math.max(0, length)), Integer.MAX_VALUE);
      return until;
    }
    Untrusted first = Untrusted.of(bytes, from, length, head);
    to.text(Untrusted.of(bytes, from, first.length()), Integer.MAX_VALUE);
    int start = until - AROUND;
    while (start < until && (bytes[start] & 0xC0) == 0x80) {
      start++;
    }
    to.element("span", "cut", " … " + Amounts.counted(start - from - (long) first.length(), "byte") + " … ");
    to.text(Untrusted.of(bytes, start, until - start), Integer.MAX_VALUE);
    return until;
  }

  /// Places in order, those that touch as one.
  private static List<int[]> merged(List<int[]> marks) {
    List<int[]> merged = new ArrayList<>();
    for (int[] mark : marks.stream().sorted(Comparator.<int[]>comparingInt(m -> m[0]).thenComparingInt(m -> m[1])).toList()) {
      if (!merged.isEmpty() && mark[0] <= merged.getLast()[1]) {
        merged.getLast()[1] = Math.max(merged.getLast()[1], mark[1]);
      } else {
        merged.add(mark.clone());
      }
    }
    return merged;
  }

  private static void origin(Markup to, EvidenceReader.Item item, Step step) throws IOException {
    Detection detection = item.detection();
    RuleReference rule = detection.rule();
    List<Evidence> copies = detection.fact().evidence();
    @Nullable Evidence copy = item.copy() < copies.size() ? copies.get(item.copy()) : null;
    to.open("dl", "class", "origin");
    Report.term(to, "Stage", step.stage().title() + ": " + step.reason());
    Report.term(to, "Rule", rule.key().id() + " (" + rule.key().origin() + ")");
    if (!rule.techniques().isEmpty() || !rule.tactics().isEmpty()) {
      Report.term(to, "ATT&CK", java.util.stream.Stream.concat(rule.techniques().stream(), rule.tactics().stream()).collect(Collectors.joining(", ")));
    }
    if (copy != null) {
      Report.term(to, "Record", copy.source().name() + ", record " + copy.record() + ", byte " + copy.at().offset() + (copies.size() > 1 ? ", and " + Amounts.counted(copies.size() - 1L, "other copy") : ""));
      Report.term(to, "SHA-256", copy.sha256());
    }
    Report.term(to, "All of it", "cutpoint detections show DET-" + detection.id().toString().substring(0, 8).toUpperCase(Locale.ROOT));
    to.close();
  }
}
