package io.cutpoint.oracle.vectors;

import io.cutpoint.model.event.LogSource;
import io.cutpoint.oracle.Re2Syntax;
import io.cutpoint.sigma.Rule;
import io.cutpoint.sigma.RuleFile;
import io.cutpoint.sigma.RuleReader;
import io.cutpoint.sigma.RuleSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/// Random rules over few fields and few words, with every modifier and every form of condition; the same seed gives the
/// same rules. They are written as YAML and go through the rule reader, so each has a form that a file can have.
public final class RandomRules {

  /// The names that the rules read.
  public static final List<String> FIELDS = List.of("F", "G", "N", "H.i", "TwoWords", "Two Words");

  /// The log source of rules that see generic names.
  public static final LogSource GENERIC = new LogSource("random", "generic", null);

  /// The log source of rules that see original names.
  public static final LogSource ORIGINAL = new LogSource("random", null, "original");

  private static final List<String> REGEXES = List.of(
      "cmd", "^a", "b$", "^b$", "a.b", "[a-z]+\\.exe", "(?i)CMD", "user=[0-9]{3}$", "\\\\srv\\\\", "^$", ".*a.*b", "\\s/c\\s", "s", "k", "i",
      "\\bwho", "(cmd|whoami)", "a{3,}", "[^a-z]", "\uD83D\uDE00", "^.$", "\\d+", "4624|46");

  private static final List<String> NETWORKS =
      List.of("10.0.0.0/8", "10.0.0.1", "192.168.1.128/25", "fe80::/10", "::ffff:10.0.0.0/104", "0.0.0.0/0", "::/0", "10.0.0.2/31");

  private static final List<String> NUMBERS = List.of("24", "4624", "46", "1.5", "-7", "2", "1000", "0", "2.0", "0x18", "3");

  private final RuleReader reader =
      new RuleReader(new Re2Syntax(), Map.of("name", List.of("cmd*", "a?b", "whoami"), "one", List.of("\u0130stanbul")));
  private final RandomText text;
  private int number;

  /// The rules of this seed.
  public RandomRules(long seed) {
    text = new RandomText(new SplittableRandom(seed));
  }

  /// The next rule.
  public Rule next() {
    while (true) {
      String id = "random-" + number++;
      String yaml = yaml(id);
      RuleSet set = reader.read(List.of(new RuleFile("random", id + ".yml", yaml.getBytes(StandardCharsets.UTF_8))));
      if (set.rules().size() == 1) {
        return set.rules().getFirst();
      }
    }
  }

  /// The next so many rules.
  public List<Rule> next(int count) {
    List<Rule> rules = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      rules.add(next());
    }
    return rules;
  }

  /// A rule's text; seldom one that the reader must refuse.
  String yaml(String id) {
    StringBuilder yaml = new StringBuilder("title: ").append(id).append("\nid: ").append(id).append('\n');
    yaml.append(text.chance(50)
        ? "logsource: {product: random, category: generic}\n" : "logsource: {product: random, service: original}\n");
    yaml.append("detection:\n");
    List<String> names = new ArrayList<>();
    for (String name : List.of("sel_a", "sel_b", "filter-c", "_hidden", "notepad")) {
      if (names.isEmpty() || text.chance(45)) {
        names.add(name);
        yaml.append("  ").append(name).append(':').append(search()).append('\n');
      }
    }
    return yaml.append("  condition: ").append(condition(names, 0)).append('\n').toString();
  }

  private String condition(List<String> names, int depth) {
    int kind = text.random().nextInt(depth > 3 ? 40 : 100);
    if (kind < 40) {
      return text.pick(names);
    }
    if (kind < 50) {
      return text.pick(List.of("1 of them", "all of them", "any of them"));
    }
    if (kind < 58) {
      return text.pick(List.of("1 of sel_*", "all of sel_*", "any of *", "1 of sel*", "all of *_a"));
    }
    if (kind < 70) {
      return text.pick(List.of("not ", "NOT ")) + condition(names, depth + 1);
    }
    if (kind < 78) {
      return "(" + condition(names, depth + 1) + ")";
    }
    return condition(names, depth + 1) + text.pick(List.of(" and ", " or ", " and not ", " AND ", " or not ")) + condition(names, depth + 1);
  }

  private String search() {
    int kind = text.random().nextInt(100);
    if (kind < 60) {
      return " " + map();
    }
    if (kind < 75) {
      return " [" + map() + ", " + (text.chance(30) ? keyword() : map()) + "]";
    }
    if (kind < 90) {
      return " [" + keyword() + ", " + keyword() + "]";
    }
    return text.pick(List.of(" {'|all': [" + keyword() + ", " + keyword() + "]}", " {'|re': " + quoted(text.pick(REGEXES)) + "}"));
  }

  private String keyword() {
    return text.chance(10) ? text.pick(NUMBERS) : quoted(written(text.piece()));
  }

  private String map() {
    StringBuilder map = new StringBuilder("{");
    List<String> keys = new ArrayList<>();
    int items = 1 + text.random().nextInt(3);
    for (int i = 0; i < items; i++) {
      String item = item();
      String key = item.substring(0, item.indexOf(':'));
      if (!keys.contains(key)) {
        map.append(keys.isEmpty() ? "" : ", ").append(item);
        keys.add(key);
      }
    }
    return map.append('}').toString();
  }

  private String item() {
    String field = text.pick(FIELDS);
    int kind = text.random().nextInt(100);
    String neq = text.chance(8) ? "|neq" : "";
    if (kind < 20) {
      return key(field, (text.chance(10) ? "|cased" : "") + neq) + values(() -> text.chance(80) ? text.pick(RandomText.WHOLE) : text.value());
    }
    if (kind < 50) {
      String how = text.pick(List.of("|contains", "|contains", "|startswith", "|endswith"));
      String more = text.pick(List.of("", "", "", "|windash", "|cased", "|all", "|windash|all"));
      return key(field, how + more + neq) + values(text::piece);
    }
    if (kind < 58) {
      return key(field, neq) + (text.chance(70) ? text.pick(NUMBERS) : "[" + text.pick(NUMBERS) + ", " + quoted(written(text.value())) + "]");
    }
    if (kind < 63) {
      return key(field, text.pick(List.of("|gt", "|gte", "|lt", "|lte")) + neq) + text.pick(NUMBERS);
    }
    if (kind < 68) {
      return key(field, neq) + text.pick(List.of("null", "''", "'*'", "'?*'", "[]", "['', null]", "'??'"));
    }
    if (kind < 71) {
      return key(field, neq) + text.pick(List.of("true", "false", "yes"));
    }
    if (kind < 74) {
      return key(field, "|exists" + neq) + text.pick(List.of("true", "false"));
    }
    if (kind < 80) {
      String other = text.pick(FIELDS);
      return key(field, (text.chance(20) ? "|cased" : "") + "|fieldref" + text.pick(List.of("", "|startswith", "|endswith", "|contains")) + neq)
          + quoted(other);
    }
    if (kind < 84) {
      return key(field, "|cidr" + neq) + (text.chance(60) ? quoted(text.pick(NETWORKS)) : "[" + quoted(text.pick(NETWORKS)) + ", " + quoted(text.pick(NETWORKS)) + "]");
    }
    if (kind < 92) {
      return key(field, "|re" + text.pick(List.of("", "", "|i", "|m", "|s", "|i|m", "|contains")) + neq) + quoted(text.pick(REGEXES));
    }
    if (kind < 95) {
      return key(field, text.pick(List.of("|base64", "|base64|contains", "|base64offset|contains", "|wide|base64offset|contains", "|utf16le|base64")))
          + quoted(text.pick(List.of("cmd", " cmd ", "whoami")));
    }
    if (kind < 97) {
      return key(field, text.pick(List.of("|expand", "|contains|expand", "|expand|startswith"))) + quoted(text.pick(List.of("%name%", "%one%", "x%name%%one%", "\\%name%", "a")));
    }
    return key(field, text.pick(List.of("|hour", "|minute", "|day", "|month", "|week|gte", "|year|lt", "|hour|gte")))
        + text.pick(List.of("3", "5", "12", "31", "1", "23", "2024"));
  }

  private static String key(String field, String modifiers) {
    return "'" + field + modifiers + "': ";
  }

  private String values(java.util.function.Supplier<String> value) {
    if (text.chance(50)) {
      return quoted(written(value.get()));
    }
    StringBuilder list = new StringBuilder("[");
    int count = 1 + text.random().nextInt(4);
    for (int i = 0; i < count; i++) {
      list.append(i == 0 ? "" : ", ").append(quoted(written(value.get())));
    }
    return list.append(']').toString();
  }

  /// A value of an event as a rule might write it: some with wildcards escaped, some with other case, some with parts
  /// replaced by wildcards.
  private String written(String value) {
    String changed = text.chance(40) ? text.otherCase(value) : value;
    StringBuilder written = new StringBuilder();
    boolean escape = text.chance(60);
    changed.codePoints().forEach(c -> {
      if (text.chance(3)) {
        written.append('?');
      } else if (text.chance(2)) {
        written.append('*');
      } else {
        if (escape && (c == '*' || c == '?' || c == '\\')) {
          written.append('\\');
        }
        written.appendCodePoint(c);
      }
    });
    if (text.chance(6)) {
      written.append('*');
    }
    if (text.chance(6)) {
      written.insert(0, '*');
    }
    return written.toString();
  }

  private static String quoted(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    value.codePoints().forEach(c -> {
      if (c == '"' || c == '\\') {
        quoted.append('\\').appendCodePoint(c);
      } else if (c < 0x20) {
        quoted.append(String.format(Locale.ROOT, "\\x%02x", c));
      } else {
        quoted.appendCodePoint(c);
      }
    });
    return quoted.append('"').toString();
  }
}
