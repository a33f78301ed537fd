package io.cutpoint.sigma;

import io.cutpoint.sigma.Expression.AllOf;
import io.cutpoint.sigma.Expression.AnyOf;
import io.cutpoint.sigma.Expression.Not;
import io.cutpoint.sigma.Expression.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.ScalarNode;

/// Reads a condition: `or` below `and` below `not` below `1 of`, `any of`, `all of` below parentheses.
///
///     or     = and { "or" and }
///     and    = not { "and" not }
///     not    = "not" not | "(" or ")" | ("1" | "any" | "all") "of" ("them" | pattern) | name
///
/// Words are split first, so a name may begin with an operator (`notepad_sel`). Operators are read in any case, names
/// as they are. `them` means all blocks whose names do not begin with `_`; a pattern meets such a name only when it
/// begins with `_` itself.
///
/// Source: sigma-specification 2.1.0, "Condition"; `any of` as in pySigma.
final class ConditionReader {

  private record Word(String text, int at) {
    boolean is(String operator) {
      return text.equalsIgnoreCase(operator);
    }
  }

  private final ScalarNode node;
  private final Map<String, Selection> selections;
  private final Set<String> used;
  private final Problems problems;
  private final List<Word> words = new ArrayList<>();
  private int at;
  private int nodes;

  private ConditionReader(ScalarNode node, Map<String, Selection> selections, Set<String> used, Problems problems) {
    this.node = node;
    this.selections = selections;
    this.used = used;
    this.problems = problems;
  }

  /// The expression, or null with a problem. Names of the blocks that it uses are added to `used`.
  static @Nullable Expression read(
      ScalarNode node, Map<String, Selection> selections, Set<String> used, Problems problems) {
    ConditionReader reader = new ConditionReader(node, selections, used, problems);
    if (!reader.split()) {
      return null;
    }
    Expression condition = reader.or(0);
    if (condition != null && reader.at < reader.words.size()) {
      return reader.unexpected("`and`, `or` or the end");
    }
    return condition;
  }

  private boolean split() {
    String text = node.getValue();
    if (text.length() > Limits.CONDITION_CHARS) {
      problems.refuse(node, "wanted a condition of at most " + Limits.CONDITION_CHARS + " characters, found " + text.length());
      return false;
    }
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        i++;
      } else if (c == '(' || c == ')') {
        words.add(new Word(String.valueOf(c), i++));
      } else if (isName(c)) {
        int end = i;
        while (end < text.length() && isName(text.charAt(end))) {
          end++;
        }
        words.add(new Word(text.substring(i, end), i));
        i = end;
      } else {
        problems.refuse(node, i, c == '|'
            ? "wanted a condition without `|`, found an aggregation, which correlation rules have replaced"
            : "wanted a name, an operator or a parenthesis, found " + Nodes.shown(text.substring(i, text.offsetByCodePoints(i, 1))));
        return false;
      }
    }
    return true;
  }

  private static boolean isName(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '*';
  }

  private @Nullable Expression or(int depth) {
    Expression first = and(depth);
    if (first == null || !isNext("or")) {
      return first;
    }
    List<Expression> parts = new ArrayList<>(List.of(first));
    while (isNext("or")) {
      at++;
      Expression part = and(depth);
      if (part == null) {
        return null;
      }
      parts.add(part);
    }
    return new AnyOf(parts);
  }

  private @Nullable Expression and(int depth) {
    Expression first = not(depth);
    if (first == null || !isNext("and")) {
      return first;
    }
    List<Expression> parts = new ArrayList<>(List.of(first));
    while (isNext("and")) {
      at++;
      Expression part = not(depth);
      if (part == null) {
        return null;
      }
      parts.add(part);
    }
    return new AllOf(parts);
  }

  private @Nullable Expression not(int depth) {
    if (depth > Limits.CONDITION_DEPTH) {
      problems.refuse(node, "wanted a condition with at most " + Limits.CONDITION_DEPTH + " nested parts, found more");
      return null;
    }
    if (++nodes > Limits.CONDITION_NODES) {
      return tooLong();
    }
    if (at >= words.size()) {
      return unexpected("a name");
    }
    Word word = words.get(at);
    if (word.is("not")) {
      at++;
      Expression part = not(depth + 1);
      return part == null ? null : new Not(part);
    }
    if (word.is("(")) {
      at++;
      Expression inner = or(depth + 1);
      if (inner == null) {
        return null;
      }
      if (!isNext(")")) {
        return unexpected("`)`");
      }
      at++;
      return inner;
    }
    if (at + 1 < words.size() && words.get(at + 1).is("of")) {
      return quantified(word);
    }
    if (word.is(")") || word.is("and") || word.is("or")) {
      return unexpected("a name");
    }
    Selection selection = selections.get(word.text());
    if (selection == null) {
      return unexpected(word.text().indexOf('*') >= 0 ? "`1 of` or `all of` before a pattern" : "the name of a block under `detection`");
    }
    at++;
    used.add(word.text());
    return selection;
  }

  private @Nullable Expression quantified(Word quantity) {
    boolean all = quantity.is("all");
    if (!all && !quantity.is("1") && !quantity.is("any")) {
      return unexpected("`1`, `any` or `all` before `of`");
    }
    at += 2;
    if (at >= words.size()) {
      return unexpected("`them` or a pattern");
    }
    Word pattern = words.get(at);
    boolean them = pattern.is("them");
    List<Expression> parts = new ArrayList<>();
    for (Selection selection : selections.values()) {
      String name = selection.name();
      boolean hidden = name.startsWith("_");
      boolean meant = them ? !hidden : (!hidden || pattern.text().startsWith("_")) && fits(pattern.text(), name);
      if (meant) {
        parts.add(selection);
        used.add(name);
      }
    }
    if (parts.isEmpty()) {
      return unexpected("a pattern that fits the name of a block under `detection`");
    }
    nodes += parts.size();
    if (nodes > Limits.CONDITION_NODES) {
      return tooLong();
    }
    at++;
    return parts.size() == 1 ? parts.getFirst() : all ? new AllOf(parts) : new AnyOf(parts);
  }

  private @Nullable Expression tooLong() {
    problems.refuse(node, "wanted a condition with at most " + Limits.CONDITION_NODES + " names and operators, found more");
    return null;
  }

  /// Whether the name fits a pattern in which `*` stands for any characters.
  static boolean fits(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = n;
      } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  private boolean isNext(String operator) {
    return at < words.size() && words.get(at).is(operator);
  }

  private @Nullable Expression unexpected(String wanted) {
    if (at < words.size()) {
      problems.refuse(node, words.get(at).at(), "wanted " + wanted + ", found " + Nodes.shown(words.get(at).text()));
    } else {
      problems.refuse(node, node.getValue().length(), "wanted " + wanted + ", found the end of the condition");
    }
    return null;
  }
}
