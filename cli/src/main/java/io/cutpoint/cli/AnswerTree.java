package io.cutpoint.cli;

import io.cutpoint.cli.result.Json;
import io.cutpoint.cli.terminal.Lines;
import io.cutpoint.cli.terminal.Paint;
import io.cutpoint.cli.terminal.Terminal;
import io.cutpoint.engine.RuleAnswer;
import io.cutpoint.match.Explanation;
import io.cutpoint.match.Explanation.Passage;
import io.cutpoint.model.event.Event;
import io.cutpoint.model.event.ValueKind;
import io.cutpoint.model.text.Figures;
import io.cutpoint.model.text.SafeText;
import io.cutpoint.model.text.Untrusted;
import io.cutpoint.sigma.Predicate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Prints why a rule is true for an event or is not: the condition as a tree, `+` before what held and `-` before what
/// did not, and below each test the values that it looked at, what was matched in colour or underlined on a line of its own.
///
/// Such a line is of `^` and spaces alone and has its first `^` where the first line of a value has `=` or a name, and
/// its other lines have spaces. No text of a log can begin there without more behind it, so nothing passes for a mark.
///
/// Many alternatives on one field are told together; all of them only where everything is asked for.
final class AnswerTree {

  private static final int INDENT = 2;
  /// Bytes of one value that are shown, and before its first match.
  private static final int SHOWN_BYTES = 600;
  private static final int BEFORE_BYTES = 120;
  private static final int JSON_BYTES = 4096;
  private static final int WANTED_BYTES = 400;
  /// Values of one field, and alternatives, that are shown unless all are asked for.
  private static final int VALUES = 4;
  private static final int ALTERNATIVES = 6;

  private final Terminal terminal;
  private final RuleAnswer answer;
  private final boolean everything;
  private final boolean coloured;

  AnswerTree(Terminal terminal, RuleAnswer answer, boolean everything) {
    this.terminal = terminal;
    this.answer = answer;
    this.everything = everything;
    this.coloured = !terminal.paint(Paint.HINT, "x").equals("x");
  }

  /// Prints the tree.
  ///
  /// @param indent columns before it
  void print(int indent) {
    node(answer.explanation(), indent, "");
  }

  private void node(Explanation node, int indent, String name) {
    String before = name.isEmpty() ? "" : name + ": ";
    switch (node) {
      case Explanation.AllOf all -> {
        head(node, indent, before + "all of");
        all.parts().forEach(part -> node(part, indent + INDENT, ""));
      }
      case Explanation.AnyOf any -> any(any, indent, before);
      case Explanation.Not not -> {
        head(node, indent, before + "not");
        node(not.part(), indent + INDENT, "");
      }
      case Explanation.Selection selection -> {
        if (selection.body() instanceof Explanation.Selection || !name.isEmpty()) {
          head(node, indent, before + selection.name());
          node(selection.body(), indent + INDENT, "");
        } else {
          node(selection.body(), indent, selection.name());
        }
      }
      case Explanation.FieldTest test -> {
        head(node, indent, before + test.field() + " " + wanted(test));
        values(test.field(), test.predicate(), test.passages(), indent + 2 * INDENT);
      }
      case Explanation.KeywordTest test -> {
        head(node, indent, before + "some value " + wanted(test));
        keyword(test, indent + 2 * INDENT);
      }
    }
  }

  private void any(Explanation.AnyOf any, int indent, String before) {
    String field = commonField(any);
    if (field == null) {
      head(any, indent, before + "one of");
      List<Explanation> parts = shown(any.parts());
      parts.forEach(part -> node(part, indent + INDENT, ""));
      more(any.parts().size() - parts.size(), indent + INDENT);
      return;
    }
    head(any, indent, before + field + ": one of " + Figures.grouped(any.parts().size()));
    List<Explanation> parts = shown(any.parts());
    List<Passage> passages = new ArrayList<>();
    for (Explanation part : any.parts()) {
      passages.addAll(((Explanation.FieldTest) part).passages());
    }
    for (Explanation part : parts) {
      head(part, indent + INDENT, wanted((Explanation.FieldTest) part));
    }
    more(any.parts().size() - parts.size(), indent + INDENT);
    values(field, ((Explanation.FieldTest) any.parts().getFirst()).predicate(), passages, indent + 2 * INDENT);
  }

  /// What held first, then what did not, as many as are shown.
  private List<Explanation> shown(List<Explanation> parts) {
    if (everything || parts.size() <= ALTERNATIVES) {
      return parts;
    }
    List<Explanation> shown = new ArrayList<>(parts.stream().filter(Explanation::held).limit(ALTERNATIVES).toList());
    parts.stream().filter(part -> !part.held()).limit(ALTERNATIVES - shown.size()).forEach(shown::add);
    return shown;
  }

  private void more(int left, int indent) {
    if (left > 0) {
      terminal.print(" ".repeat(indent) + terminal.paint(Paint.FAINT, "  and " + Figures.grouped(left) + " more: -v prints them"));
    }
  }

  /// The field that all parts test, or null.
  private static @Nullable String commonField(Explanation.AnyOf any) {
    String field = null;
    for (Explanation part : any.parts()) {
      if (!(part instanceof Explanation.FieldTest test) || (field != null && !field.equals(test.field()))) {
        return null;
      }
      field = test.field();
    }
    return field;
  }

  private void head(Explanation node, int indent, String text) {
    Paint paint = node.held() ? Paint.GOOD : Paint.GRAVE;
    Marked line = new Marked(indent, terminal.paint(paint, node.held() ? "+" : "-") + " ", 2);
    line.add(SafeText.to(SafeText.Target.TERMINAL, Untrusted.of(text), WANTED_BYTES), false);
    line.end();
  }

  private static String wanted(Explanation.Test test) {
    return test.wanted();
  }

  private void values(String field, Predicate predicate, List<Passage> passages, int indent) {
    absent(field, indent);
    if (predicate instanceof Predicate.FieldReference reference) {
      absent(reference.other(), indent);
    }
    List<Integer> entries = new ArrayList<>(answer.entries(field));
    if (predicate instanceof Predicate.FieldReference reference) {
      entries.addAll(answer.entries(reference.other()));
    }
    List<Integer> matched = entries.stream().filter(entry -> passages.stream().anyMatch(passage -> passage.entry() == entry)).toList();
    List<Integer> all = new ArrayList<>(matched);
    entries.stream().filter(entry -> !matched.contains(entry)).forEach(all::add);
    int most = everything ? all.size() : Math.min(VALUES, all.size());
    for (int entry : all.subList(0, most)) {
      value(entry, passages, indent, entries.size() > 1 && !answer.event().name(entry).equals(field) ? answer.event().name(entry) : "");
    }
    if (all.size() > most) {
      terminal.print(" ".repeat(indent) + terminal.paint(Paint.FAINT, "and " + Figures.counted(all.size() - most, "more value")));
    }
  }

  private void absent(String field, int indent) {
    String text = switch (answer.absence(field)) {
      case NONE -> "";
      case MISSING -> "the event has no " + field;
      case OTHER_CASE -> "the event has no " + field + " but " + answer.otherCase(field).orElse("") + ": names keep their case";
      case IMPOSSIBLE -> "events of " + answer.kind() + " never have " + field;
    };
    if (!text.isEmpty()) {
      String start = " ".repeat(indent);
      for (String line : Lines.wrap(SafeText.to(SafeText.Target.TERMINAL, text), terminal.width() - indent)) {
        terminal.print(start + terminal.paint(Paint.WARM, line));
      }
    }
  }

  private void keyword(Explanation.KeywordTest test, int indent) {
    List<Integer> entries = test.passages().stream().map(Passage::entry).distinct().toList();
    int most = everything ? entries.size() : Math.min(VALUES, entries.size());
    for (int entry : entries.subList(0, most)) {
      value(entry, test.passages(), indent, answer.event().name(entry));
    }
  }

  private void value(int entry, List<Passage> passages, int indent, String name) {
    Event event = answer.event();
    String before = name.isEmpty() ? "= " : SafeText.to(SafeText.Target.TERMINAL, Untrusted.of(name), 80) + " = ";
    if (event.kind(entry) == ValueKind.NULL || event.length(entry) == 0) {
      terminal.print(" ".repeat(indent) + before + terminal.paint(Paint.FAINT, event.kind(entry) == ValueKind.NULL ? "null" : "(empty)"));
      return;
    }
    Marked line = new Marked(indent, before, Lines.width(before));
    byte[] bytes = event.bytes(entry);
    int begin = event.offset(entry);
    boolean[] marks = new boolean[event.length(entry) + 1];
    int first = event.length(entry);
    for (Passage passage : passages) {
      if (passage.entry() == entry) {
        java.util.Arrays.fill(marks, passage.from(), passage.to(), true);
        first = Math.min(first, passage.from());
      }
    }
    int from = first == event.length(entry) || first <= BEFORE_BYTES ? 0 : boundary(bytes, begin, first - BEFORE_BYTES);
    int to = Math.min(event.length(entry), from + SHOWN_BYTES);
    to = to == event.length(entry) ? to : boundary(bytes, begin, to);
    if (from > 0) {
      line.add("...", false);
    }
    int at = from;
    while (at < to) {
      int end = at;
      while (end < to && marks[end] == marks[at]) {
        end++;
      }
      line.add(SafeText.to(SafeText.Target.TERMINAL, Untrusted.of(bytes, begin + at, end - at)), marks[at]);
      at = end;
    }
    if (to < event.length(entry)) {
      line.add("... (" + Figures.grouped(event.length(entry)) + " bytes)", false);
    }
    line.end();
  }

  /// The place, or a few bytes before it, where a character begins.
  private static int boundary(byte[] bytes, int begin, int at) {
    int start = at;
    while (start > Math.max(0, at - 3) && (bytes[begin + start] & 0xC0) == 0x80) {
      start--;
    }
    return start;
  }

  /// Text with marked parts, broken into lines wherever they are full, each with its marks below it.
  private final class Marked {
    private final int indent;
    private final StringBuilder line = new StringBuilder();
    private final StringBuilder marks = new StringBuilder();
    private int used;

    /// @param before how the first line begins, behind the indent; may be painted
    /// @param width of what is before
    Marked(int indent, String before, int width) {
      this.indent = indent;
      line.append(" ".repeat(indent)).append(before);
      used = indent + width;
    }

    void add(String text, boolean marked) {
      StringBuilder part = new StringBuilder();
      for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
        String one = Character.toString(text.codePointAt(i));
        if (used + Lines.width(one) > terminal.width()) {
          line.append(painted(part, marked));
          part.setLength(0);
          end();
          line.append(" ".repeat(indent + INDENT));
          used = indent + INDENT;
        }
        if (marked && !coloured) {
          marks.append(" ".repeat(used - marks.length())).append("^".repeat(Lines.width(one)));
        }
        part.append(one);
        used += Lines.width(one);
      }
      line.append(painted(part, marked));
    }

    private String painted(StringBuilder part, boolean marked) {
      return marked ? terminal.paint(Paint.HINT, part.toString()) : part.toString();
    }

    /// Prints the line and its marks.
    void end() {
      terminal.print(line.toString());
      if (!marks.isEmpty()) {
        terminal.print(marks.replace(indent, indent + 1, "^").toString());
      }
      line.setLength(0);
      marks.setLength(0);
    }
  }

  /// The tree as JSON.
  static Json json(RuleAnswer answer) {
    return json(answer, answer.explanation());
  }

  private static Json json(RuleAnswer answer, Explanation node) {
    Map<String, Json> members = new LinkedHashMap<>();
    switch (node) {
      case Explanation.AllOf all -> parts(members, "all", node, all.parts().stream().map(part -> json(answer, part)).toList());
      case Explanation.AnyOf any -> parts(members, "any", node, any.parts().stream().map(part -> json(answer, part)).toList());
      case Explanation.Not not -> parts(members, "not", node, List.of(json(answer, not.part())));
      case Explanation.Selection selection -> {
        parts(members, "selection", node, List.of(json(answer, selection.body())));
        members.put("name", text(selection.name()));
      }
      case Explanation.FieldTest test -> {
        head(members, "field", node);
        members.put("field", text(test.field()));
        members.put("wanted", text(test.wanted()));
        String absence = switch (answer.absence(test.field())) {
          case NONE -> "";
          case MISSING -> "missing";
          case OTHER_CASE -> "other-case";
          case IMPOSSIBLE -> "impossible";
        };
        if (!absence.isEmpty()) {
          members.put("absent", text(absence));
        }
        List<Integer> entries = new ArrayList<>(answer.entries(test.field()));
        if (test.predicate() instanceof Predicate.FieldReference reference) {
          entries.addAll(answer.entries(reference.other()));
        }
        members.put("values", values(answer, entries, test.passages()));
      }
      case Explanation.KeywordTest test -> {
        head(members, "keyword", node);
        members.put("wanted", text(test.wanted()));
        members.put("values", values(answer, test.passages().stream().map(Passage::entry).distinct().toList(), test.passages()));
      }
    }
    return new Json.Members(members);
  }

  private static void head(Map<String, Json> members, String kind, Explanation node) {
    members.put("kind", text(kind));
    members.put("held", new Json.Literal(String.valueOf(node.held())));
  }

  private static void parts(Map<String, Json> members, String kind, Explanation node, List<Json> parts) {
    head(members, kind, node);
    members.put("parts", new Json.Items(parts));
  }

  private static Json values(RuleAnswer answer, List<Integer> entries, List<Passage> passages) {
    Event event = answer.event();
    List<Json> values = new ArrayList<>();
    for (int entry : entries) {
      Map<String, Json> value = new LinkedHashMap<>();
      value.put("name", text(event.name(entry)));
      value.put("value", event.kind(entry) == ValueKind.NULL ? Json.NOTHING : new Json.Text(Untrusted.of(event.bytes(entry), event.offset(entry), event.length(entry), JSON_BYTES)));
      List<Json> matched = new ArrayList<>();
      for (Passage passage : passages) {
        if (passage.entry() == entry) {
          Map<String, Json> place = new LinkedHashMap<>();
          place.put("from", new Json.Literal(String.valueOf(passage.from())));
          place.put("to", new Json.Literal(String.valueOf(passage.to())));
          matched.add(new Json.Members(place));
        }
      }
      value.put("matched", new Json.Items(matched));
      values.add(new Json.Members(value));
    }
    return new Json.Items(values);
  }

  static Json text(String text) {
    return new Json.Text(Untrusted.of(text));
  }
}
