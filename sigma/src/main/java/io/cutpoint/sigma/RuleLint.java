package io.cutpoint.sigma;

import io.cutpoint.sigma.LintFinding.Severity;
import io.cutpoint.sigma.Nodes.Entry;
import io.cutpoint.sigma.Predicate.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// Looks at rule files as their authors wrote them, for what a reader of rules does not need and other people do:
/// ids, tags, wildcards in the place of modifiers.
///
/// What keeps a rule from being used is not told here but by [RuleReader]; the two belong together. Files that are no
/// rules are left alone. One instance looks at all files, since ids must be different; not for two threads.
/// Bounded as the reader is ([Limits]), and by [#MAX_FINDINGS] of one file.
public final class RuleLint {

  /// Findings that are kept of one file.
  static final int MAX_FINDINGS = 200;

  /// Tactics of ATT&CK 19 as tags write them.
  private static final Set<String> TACTICS = Set.of(
      "reconnaissance", "resource-development", "initial-access", "execution", "persistence", "privilege-escalation", "stealth",
      "defense-impairment", "credential-access", "discovery", "lateral-movement", "collection", "command-and-control", "exfiltration", "impact");

  /// Modifiers whose values are no patterns.
  private static final Set<Modifier> NO_PATTERN = Set.of(Modifier.RE, Modifier.CIDR, Modifier.EXISTS, Modifier.FIELDREF);

  /// Modifiers with which values that differ in case are different values.
  private static final Set<Modifier> CASE_COUNTS =
      Set.of(Modifier.CASED, Modifier.RE, Modifier.FIELDREF, Modifier.BASE64, Modifier.BASE64OFFSET, Modifier.UTF16, Modifier.UTF16LE, Modifier.UTF16BE);

  private final Map<String, String> fileOfId = new HashMap<>();
  private final Map<String, Place> places = new HashMap<>();
  private final List<LintFinding> findings = new ArrayList<>();
  private String file = "";
  private int ofFile;

  public RuleLint() {}

  /// A place in a file.
  ///
  /// @param line from 1, or 0 where no line can be named
  /// @param column from 1, or 0
  public record Place(int line, int column) {
    /// No place that can be named.
    public static final Place NONE = new Place(0, 0);
  }

  /// Looks at one file.
  public void file(RuleFile rules) {
    Problems toldByReader = new Problems(rules.name());
    String text = YamlDocuments.text(rules.bytes(), toldByReader);
    if (text == null) {
      return;
    }
    file = rules.name();
    ofFile = 0;
    for (Node document : YamlDocuments.compose(text, toldByReader)) {
      if (document instanceof MappingNode mapping) {
        document(mapping, Nodes.entries(mapping));
      }
    }
  }

  /// What was found so far, by place.
  public List<LintFinding> findings() {
    return findings.stream().sorted().toList();
  }

  /// Where a rule says its log source, or [Place#NONE].
  public Place logSource(Rule rule) {
    return place(rule, "logsource");
  }

  /// Where a rule has its condition, or [Place#NONE].
  public Place condition(Rule rule) {
    return place(rule, "condition");
  }

  /// Where a rule first names a field; its detection where a filter names it, or [Place#NONE].
  public Place field(Rule rule, String field) {
    Place found = place(rule, "field " + field);
    return found.equals(Place.NONE) ? place(rule, "detection") : found;
  }

  private Place place(Rule rule, String what) {
    return places.getOrDefault(rule.file() + "\n" + rule.reference().title() + "\n" + what, Place.NONE);
  }

  private void document(MappingNode document, List<Entry> entries) {
    Node detection = Nodes.get(entries, "detection");
    boolean correlation = Nodes.entry(entries, "correlation") != null;
    Node filter = Nodes.get(entries, "filter");
    Entry action = Nodes.entry(entries, "action");
    boolean rule = detection != null || (Nodes.entry(entries, "title") != null && Nodes.entry(entries, "logsource") != null);
    if (!rule && !correlation && filter == null) {
      return;
    }
    String title = String.valueOf(Nodes.text(Nodes.get(entries, "title")));
    keep(title, "logsource", Nodes.get(entries, "logsource"));
    keep(title, "detection", detection);
    if (action == null) {
      head(document, entries, filter != null);
    }
    Node searches = filter == null ? detection : filter;
    if (searches instanceof MappingNode mapping) {
      for (Entry entry : Nodes.entries(mapping)) {
        switch (entry.name()) {
          case "condition" -> keep(title, "condition", entry.value());
          case "rules", "timeframe" -> {}
          default -> search(title, entry.value());
        }
      }
      if (filter != null) {
        polarity(mapping);
      }
    }
  }

  private void keep(String title, String what, @Nullable Node at) {
    if (at != null) {
      places.putIfAbsent(file + "\n" + title + "\n" + what, new Place(at.getStartMark().getLine() + 1, at.getStartMark().getColumn() + 1));
    }
  }

  private void head(MappingNode document, List<Entry> entries, boolean filter) {
    Node id = Nodes.get(entries, "id");
    String text = Nodes.text(id);
    if (text == null || text.isBlank()) {
      add(Severity.WARNING, document, "id-missing", "wanted an id, by which people and tools name the rule, found none");
    } else {
      if (!isUuid(text)) {
        add(Severity.WARNING, id, "id-form", "wanted a UUID as id, found " + Nodes.shown(text));
      }
      String earlier = fileOfId.putIfAbsent(text.toLowerCase(Locale.ROOT), file);
      if (earlier != null) {
        add(Severity.WARNING, id, "id-duplicate", "wanted an id of its own, found the id of " + (earlier.equals(file) ? "another rule of this file" : earlier));
      }
    }
    wanted(document, entries, "description", Severity.NOTE);
    wanted(document, entries, "date", Severity.NOTE);
    if (filter) {
      return;
    }
    wanted(document, entries, "status", Severity.WARNING);
    wanted(document, entries, "level", Severity.WARNING);
    Node tags = Nodes.get(entries, "tags");
    List<ScalarNode> all = scalars(tags);
    if (all.isEmpty()) {
      add(Severity.WARNING, document, "tags-missing", "wanted tags such as attack.execution, by which a match gets its stage, found none");
    }
    all.forEach(this::tag);
  }

  private void wanted(MappingNode document, List<Entry> entries, String key, Severity severity) {
    Node node = Nodes.get(entries, key);
    String text = Nodes.text(node);
    if (text == null || text.isBlank()) {
      add(severity, node == null ? document : node, key + "-missing", "wanted `" + key + "`, found none");
    }
  }

  private void tag(ScalarNode node) {
    String tag = node.getValue().toLowerCase(Locale.ROOT);
    int dot = tag.indexOf('.');
    if (dot <= 0 || dot == tag.length() - 1) {
      add(Severity.WARNING, node, "tag-form", "wanted a tag of the form namespace.name, found " + Nodes.shown(node.getValue()));
      return;
    }
    if (!tag.startsWith("attack.")) {
      return;
    }
    Tags read = new Tags();
    read.add(tag);
    for (String tactic : read.tactics()) {
      if (tactic.equals("defense-evasion")) {
        add(Severity.WARNING, node, "tag-deprecated", "wanted a tactic of ATT&CK 19, found defense-evasion, which is stealth or defense-impairment there");
      } else if (!TACTICS.contains(tactic)) {
        add(Severity.WARNING, node, "tag-unknown", "wanted a tactic or a technique of ATT&CK, found " + Nodes.shown(node.getValue()));
      }
    }
  }

  /// A filter is added with `and`: what it should leave out must be negated.
  private void polarity(MappingNode filter) {
    Node condition = Nodes.get(Nodes.entries(filter), "condition");
    String text = Nodes.text(condition);
    if (text != null && !text.toLowerCase(Locale.ROOT).contains("not ")) {
      add(Severity.WARNING, condition, "filter-polarity",
          "wanted `not` in the condition of a filter, which is added to rules with `and`, found " + Nodes.shown(text) + ": the rules match only what it selects");
    }
  }

  private void search(String title, Node node) {
    switch (node) {
      case MappingNode mapping -> {
        List<Entry> entries = Nodes.entries(mapping);
        for (Entry entry : entries) {
          item(title, entry.key(), entry.value(), entries);
        }
      }
      case SequenceNode sequence -> sequence.getValue().forEach(element -> search(title, element));
      default -> {}
    }
  }

  private void item(String title, ScalarNode key, Node value, List<Entry> beside) {
    String[] words = key.getValue().split("\\|", -1);
    keep(title, "field " + words[0], key);
    List<Modifier> chain = new ArrayList<>();
    for (int i = 1; i < words.length; i++) {
      Modifier modifier = Modifier.of(words[i]);
      if (modifier == null) {
        return;
      }
      chain.add(modifier);
    }
    List<ScalarNode> values = scalars(value);
    // A second key of the same field must differ from the first in something, and `all` is what people take.
    boolean second = Nodes.entry(beside, key.getValue().replace("|all", "")) != null;
    if (chain.contains(Modifier.ALL) && values.size() == 1 && !second) {
      add(Severity.WARNING, key, "all-single", "wanted several values for the modifier `all`, found one");
    }
    Set<String> seen = new HashSet<>();
    boolean cased = chain.stream().anyMatch(CASE_COUNTS::contains);
    for (ScalarNode one : values) {
      boolean text = Scalars.resolve(one) instanceof Scalars.Text;
      if (!seen.add((text ? "'" : "") + (cased ? one.getValue() : CaseFolding.fold(one.getValue())))) {
        add(Severity.WARNING, one, "value-duplicate", "wanted every value once, found " + Nodes.shown(one.getValue()) + " again");
      }
      if (text && chain.contains(Modifier.RE)) {
        regex(one);
      } else if (text && !words[0].isEmpty() && chain.stream().noneMatch(NO_PATTERN::contains) && one.getValue().length() <= Limits.PATTERN_CHARS) {
        wildcards(one, chain);
      }
    }
  }

  private void wildcards(ScalarNode node, List<Modifier> chain) {
    List<Token> tokens = PatternText.parse(node.getValue());
    int star = escapedStar(node.getValue());
    if (star >= 0) {
      add(Severity.WARNING, node, "wildcard-escaped", "wanted `\\\\*` for a backslash and any text, found `\\*` in "
          + Nodes.shown(node.getValue()) + ", which is a star as it stands");
    }
    if (tokens.size() < 2) {
      return;
    }
    boolean before = tokens.getFirst() instanceof Token.Any;
    boolean after = tokens.getLast() instanceof Token.Any;
    boolean inside = tokens.subList(before ? 1 : 0, tokens.size() - (after ? 1 : 0)).stream().anyMatch(token -> token instanceof Token.Any || token instanceof Token.One);
    boolean opened = chain.contains(Modifier.CONTAINS) || (before && chain.contains(Modifier.ENDSWITH)) || (after && chain.contains(Modifier.STARTSWITH));
    if (opened && (before || after)) {
      add(Severity.WARNING, node, "wildcard-needless", "wanted a value without `*` where the modifier already allows any text, found " + Nodes.shown(node.getValue()));
    } else if ((before || after) && !inside && chain.stream().allMatch(modifier -> modifier == Modifier.ALL || modifier == Modifier.CASED || modifier == Modifier.NEQ)) {
      add(Severity.WARNING, node, "wildcard-modifier", "wanted the modifier `" + (before && after ? "contains" : before ? "endswith" : "startswith")
          + "`, found the wildcards of " + Nodes.shown(node.getValue()));
    }
  }

  /// Where a star stands behind one backslash that is no escaped backslash itself, or -1.
  private static int escapedStar(String text) {
    for (int i = 0; i + 1 < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        if (text.charAt(i + 1) == '*') {
          return i;
        }
        i += text.charAt(i + 1) == '\\' ? 1 : 0;
      }
    }
    return -1;
  }

  private void regex(ScalarNode node) {
    String pattern = node.getValue();
    boolean openEnd = pattern.endsWith(".*") && !pattern.endsWith("\\.*");
    if (pattern.length() > 2 && (pattern.startsWith(".*") || openEnd)) {
      add(Severity.NOTE, node, "regex-open", "wanted an expression without `.*` at its ends, which a search allows anyway, found " + Nodes.shown(pattern));
    }
    boolean plain = pattern.chars().noneMatch(c -> "\\^$.|?*+()[]{}".indexOf(c) >= 0);
    if (plain) {
      add(Severity.WARNING, node, "regex-literal", "wanted `contains` for a text without any operator, found the expression " + Nodes.shown(pattern));
    }
  }

  private static List<ScalarNode> scalars(@Nullable Node node) {
    List<ScalarNode> scalars = new ArrayList<>();
    switch (node) {
      case ScalarNode one when !(Scalars.resolve(one) instanceof Scalars.Null) -> scalars.add(one);
      case SequenceNode several -> several.getValue().forEach(element -> {
        if (element instanceof ScalarNode scalar) {
          scalars.add(scalar);
        }
      });
      case null, default -> {}
    }
    return scalars;
  }

  private static boolean isUuid(String text) {
    if (text.length() != 36) {
      return false;
    }
    for (int i = 0; i < 36; i++) {
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      char c = text.charAt(i);
      if (dash ? c != '-' : c >= 0x80 || Character.digit(c, 16) < 0) {
        return false;
      }
    }
    return true;
  }

  private void add(Severity severity, @Nullable Node at, String check, String message) {
    if (ofFile++ < MAX_FINDINGS) {
      int line = at == null ? 0 : at.getStartMark().getLine() + 1;
      int column = at == null ? 0 : at.getStartMark().getColumn() + 1;
      findings.add(new LintFinding(file, line, column, severity, check, message));
    } else if (ofFile == MAX_FINDINGS + 1) {
      findings.add(new LintFinding(file, 0, 0, severity, "more", "the file has more findings than " + MAX_FINDINGS + ", which are not listed"));
    }
  }
}
