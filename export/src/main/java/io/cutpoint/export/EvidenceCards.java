package io.cutpoint.export;

import io.cutpoint.export.Steps.Step;
import io.cutpoint.match.Explanation;
import io.cutpoint.match.Explanation.Passage;
import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.Evidence;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.ValueKind;
import io.cutpoint.model.text.Figures;
import io.cutpoint.model.text.Untrusted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The records behind the steps: their own fields, with the parts marked that made the rule true.
final class EvidenceCards {

  /// Fields of one record that are shown; those that matched come first.
  private static final int MAX_FIELDS = 60;

  /// Bytes of one value that are shown around what matched.
  private static final int AROUND = 160;

  /// Tests that are named as reasons.
  private static final int MAX_REASONS = 12;

  private EvidenceCards() {}

  /// Writes the cards of these steps as far as rows are left.
  static void write(Markup to, List<Step> shown, EvidenceReader evidence, RowBudget rows, int most) throws IOException {
    int left = most;
    long omitted = 0;
    for (Step step : shown) {
      List<EvidenceReader.Item> items = new ArrayList<>();
      if (left > 0) {
        evidence.read(step.samples(), true, items::add);
      }
      int fields = items.stream().mapToInt(EvidenceCards::fields).sum();
      int taken = items.isEmpty() ? 0 : rows.take(fields, left);
      if (items.isEmpty() || taken < fields) {
        left = items.isEmpty() ? left : 0;
        omitted++;
        continue;
      }
      left -= taken;
      card(to, step, items);
    }
    if (omitted > 0) {
      to.element("p", "more", "Records of " + Figures.counted(omitted, "more step") + " would not fit: cutpoint detections show ID");
    }
  }

  private static int fields(EvidenceReader.Item item) {
    EventView record = item.record();
    return record == null ? 0 : Math.min(record.originals(), MAX_FIELDS);
  }

  private static void card(Markup to, Step step, List<EvidenceReader.Item> items) throws IOException {
    RuleReference rule = items.getFirst().detection().rule();
    to.open("details", "class", "record", "id", step.anchor());
    to.open("summary");
    to.open("time", "datetime", Amounts.exact(step.first())).text(Amounts.clock(step.first())).close();
    to.element("b", "", rule.title());
    Report.level(to, rule.level(), step.isReconstructed());
    to.element("span", "muted", step.host());
    if (step.count() > 1) {
      to.element("span", "muted", Figures.grouped(step.count()) + " times");
    }
    to.close();
    to.open("dl", "class", "origin");
    Report.term(to, "Stage", step.stage().title() + ": " + step.reason());
    Report.term(to, "Rule", rule.key().id() + " (" + rule.key().origin() + ")");
    if (!rule.techniques().isEmpty() || !rule.tactics().isEmpty()) {
      Report.term(to, "ATT&CK", Stream.concat(rule.techniques().stream(), rule.tactics().stream()).collect(Collectors.joining(", ")));
    }
    to.close();
    for (EvidenceReader.Item item : items) {
      record(to, item);
    }
    if (step.count() > items.size()) {
      to.element("p", "more", Figures.counted(step.count() - (long) items.size(), "more record") + " of this step: cutpoint detections ls");
    }
    to.close();
  }

  private static void record(Markup to, EvidenceReader.Item item) throws IOException {
    Detection detection = item.detection();
    to.open("h4");
    to.open("time", "datetime", Amounts.exact(detection.fact().timeNanos())).text(Amounts.exact(detection.fact().timeNanos()).replace('T', ' ')).close();
    to.close();
    List<Explanation.Test> reasons = item.explanation() == null ? List.of() : item.explanation().reasons();
    reasons(to, item, reasons);
    if (item.record() != null) {
      fields(to, item.record(), reasons);
    }
    origin(to, item);
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
      to.element("li", "muted", "and " + Figures.counted(lines.size() - MAX_REASONS, "other test"));
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
    // What matched comes first; what normalisation made is shown only where a rule asked for it.
    int originals = record.originals();
    int shown = 0;
    int own = 0;
    for (Map.Entry<Integer, List<int[]>> marked : marks.entrySet()) {
      if (shown < MAX_FIELDS) {
        shown++;
        own += marked.getKey() < originals ? 1 : 0;
        field(to, record, marked.getKey(), marked.getKey() < originals, marked.getValue());
      }
    }
    for (int i = 0; i < originals && shown < MAX_FIELDS; i++) {
      if (!marks.containsKey(i)) {
        shown++;
        own++;
        field(to, record, i, true, List.of());
      }
    }
    to.close(2);
    if (originals > own) {
      to.element("p", "more", Figures.counted(originals - (long) own, "more field") + ": cutpoint detections show ID");
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
    to.element("span", "cut", " … " + Figures.counted(start - from - (long) first.length(), "byte") + " … ");
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

  private static void origin(Markup to, EvidenceReader.Item item) throws IOException {
    Detection detection = item.detection();
    List<Evidence> copies = detection.fact().evidence();
    to.open("dl", "class", "origin");
    if (item.copy() < copies.size()) {
      Evidence copy = copies.get(item.copy());
      Report.term(to, "Record", copy.source().name() + ", record " + copy.record() + ", byte " + copy.at().offset()
          + (copies.size() > 1 ? ", and " + Figures.counted(copies.size() - 1L, "other copy") : ""));
      Report.term(to, "SHA-256", copy.sha256());
    }
    Report.term(to, "All of it", "cutpoint detections show DET-" + detection.id().toString().substring(0, 8).toUpperCase(Locale.ROOT));
    to.close();
  }
}
