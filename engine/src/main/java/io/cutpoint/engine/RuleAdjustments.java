package io.cutpoint.engine;

import io.cutpoint.match.Program;
import io.cutpoint.match.TableReader;
import io.cutpoint.match.TableWriter;
import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.text.Untrusted;
import io.cutpoint.sigma.RuleProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/// What the user's `rules.yaml` changes of rules, without touching their files: a list of entries
///
/// ```yaml
/// - {rule: 6f2c…, disable: true}
/// - {rule: 6f2c…, level: low}
/// - {rule: 6f2c…, except: {host: [BACKUP-*], user: 'EXAMPLE\svc_*', image: '*\agent.exe'}}
/// ```
///
/// A rule is named by its id. An exception holds where every kind that it names has one value that fits: `host` the
/// recording computer (with or without its domain), `user` an account of the event (with or without its domain),
/// `image` the acting program or its parent; `*` stands for any text, case does not matter.
///
/// Immutable. An entry that cannot be understood is left out with a located problem, and the others hold.
/// Abuse: an exception by `image` holds for whatever bears that name; name whole paths that users cannot write to.
public final class RuleAdjustments {

  /// The file's name in the data folder.
  public static final String FILE = "rules.yaml";

  /// No adjustments.
  public static final RuleAdjustments NONE = new RuleAdjustments(FILE, new TreeMap<>(), List.of());

  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_DEPTH = 10;
  private static final int MAX_ALIASES = 0;

  private static final List<String> KEYS = List.of("rule", "disable", "level", "except", "reason");
  private static final List<String> KINDS = List.of("host", "user", "image");
  private static final List<String> LEVELS = List.of("informational", "low", "medium", "high", "critical");

  private final String file;
  private final SortedMap<String, Adjustment> byRule;
  private final List<RuleProblem> problems;

  private RuleAdjustments(String file, SortedMap<String, Adjustment> byRule, List<RuleProblem> problems) {
    this.file = file;
    this.byRule = byRule;
    this.problems = List.copyOf(problems);
  }

  /// All that the file says of one rule.
  private record Adjustment(int line, boolean disabled, @Nullable Level level, List<Exemption> exemptions) {}

  /// Patterns by kind; every kind must fit.
  private record Exemption(Map<String, List<String>> patterns) {
    boolean holds(Fact fact) {
      return patterns.entrySet().stream().allMatch(entry -> values(entry.getKey(), fact).stream().anyMatch(value -> fitsAny(entry.getValue(), value)));
    }
  }

  /// Those of the file in the data folder; [#NONE] where there is none.
  ///
  /// @throws AnalysisException where the file is there and cannot be read
  public static RuleAdjustments load(Path dataDir) throws AnalysisException {
    Path path = dataDir.resolve(FILE);
    if (!Files.exists(path)) {
      return NONE;
    }
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new AnalysisException(AnalysisException.Kind.CONFIGURATION, path + ": wanted at most " + MAX_BYTES + " bytes, found more");
      }
      return parse(path.toString(), new String(Files.readAllBytes(path), StandardCharsets.UTF_8));
    } catch (IOException failure) {
      throw new AnalysisException(AnalysisException.Kind.IO, path + ": cannot be read: " + failure.getMessage(), failure);
    }
  }

  /// Writes all of it, for [#read].
  void write(TableWriter out) {
    out.text(file);
    out.number(byRule.size());
    byRule.forEach((rule, adjustment) -> {
      out.text(rule);
      out.number(adjustment.line);
      out.flag(adjustment.disabled);
      out.number(adjustment.level == null ? 0 : adjustment.level.ordinal() + 1);
      out.number(adjustment.exemptions.size());
      for (Exemption exemption : adjustment.exemptions) {
        out.number(exemption.patterns.size());
        exemption.patterns.forEach((kind, patterns) -> {
          out.text(kind);
          out.number(patterns.size());
          patterns.forEach(out::text);
        });
      }
    });
    out.number(problems.size());
    problems.forEach(problem -> Program.write(problem, out));
  }

  /// Reads what was written.
  static RuleAdjustments read(TableReader in) {
    String file = in.text();
    SortedMap<String, Adjustment> byRule = new TreeMap<>();
    for (int n = in.count(); n > 0; n--) {
      String rule = in.text();
      int line = in.number();
      boolean disabled = in.flag();
      int level = in.below(Level.values().length + 1);
      List<Exemption> exemptions = new ArrayList<>();
      for (int k = in.count(); k > 0; k--) {
        exemptions.add(exemption(in));
      }
      byRule.put(rule, new Adjustment(line, disabled, level == 0 ? null : Level.values()[level - 1], exemptions));
    }
    List<RuleProblem> problems = new ArrayList<>();
    for (int n = in.count(); n > 0; n--) {
      problems.add(Program.problem(in));
    }
    return new RuleAdjustments(file, byRule, problems);
  }

  private static Exemption exemption(TableReader in) {
    Map<String, List<String>> patterns = new TreeMap<>();
    for (int n = in.count(); n > 0; n--) {
      String kind = in.text();
      List<String> values = new ArrayList<>();
      for (int k = in.count(); k > 0; k--) {
        values.add(in.text());
      }
      patterns.put(kind, values);
    }
    return new Exemption(patterns);
  }

  /// Reads the text of such a file.
  ///
  /// @param file its name in problems
  public static RuleAdjustments parse(String file, String text) {
    return new Reading(file).read(text);
  }

  /// The file as problems name it.
  String file() {
    return file;
  }

  /// What is wrong with the file, with places; each is a warning, since the rules still work.
  public List<RuleProblem> problems() {
    return problems;
  }

  /// Entries for rules that are not there, as warnings.
  public List<RuleProblem> unknown(List<RuleReference> rules) {
    List<String> ids = rules.stream().map(rule -> rule.key().id().toLowerCase(Locale.ROOT)).distinct().toList();
    List<RuleProblem> unknown = new ArrayList<>();
    byRule.forEach((id, adjustment) -> {
      if (!ids.contains(id)) {
        unknown.add(new RuleProblem(file, adjustment.line, 1, RuleProblem.Kind.WARNING, "wanted the id of a rule that is loaded, found " + id + didYouMean(id, ids)));
      }
    });
    return unknown;
  }

  /// Whether the rule is switched off.
  public boolean disables(RuleReference rule) {
    Adjustment adjustment = of(rule);
    return adjustment != null && adjustment.disabled;
  }

  /// Why a disabled rule is not used.
  RuleProblem disabled(RuleReference rule, String ruleFile) {
    Adjustment adjustment = of(rule);
    return new RuleProblem(ruleFile, 0, 0, RuleProblem.Kind.SKIPPED, "disabled by " + file + (adjustment == null ? "" : ":" + adjustment.line));
  }

  /// The rule with the level that the file gives it.
  public RuleReference adjust(RuleReference rule) {
    Adjustment adjustment = of(rule);
    if (adjustment == null || adjustment.level == null) {
      return rule;
    }
    return new RuleReference(rule.key(), rule.title(), adjustment.level, rule.status(), rule.tactics(), rule.techniques(), rule.logSource(), rule.stated());
  }

  /// Whether the file takes this detection out. Who asks must count what is taken out.
  public boolean excludes(Detection detection) {
    Adjustment adjustment = of(detection.rule());
    return adjustment != null && adjustment.exemptions.stream().anyMatch(exemption -> exemption.holds(detection.fact()));
  }

  private @Nullable Adjustment of(RuleReference rule) {
    return byRule.isEmpty() ? null : byRule.get(rule.key().id().toLowerCase(Locale.ROOT));
  }

  /// The line that switches a rule off.
  public static String lineToDisable(String ruleId) {
    boolean plain = !ruleId.isEmpty() && ruleId.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-');
    return "- {rule: " + (plain ? ruleId : "'" + ruleId.replace("'", "''") + "'") + ", disable: true}";
  }

  private static List<String> values(String kind, Fact fact) {
    List<String> values = new ArrayList<>();
    switch (kind) {
      case "host" -> {
        String host = folded(fact.host());
        values.add(host);
        int dot = host.indexOf('.');
        if (dot > 0) {
          values.add(host.substring(0, dot));
        }
      }
      case "user" -> {
        for (Attribute attribute : List.of(Attribute.USER, Attribute.TARGET_USER)) {
          String user = folded(fact.attributes().or(attribute));
          values.add(user);
          values.add(user.substring(user.lastIndexOf('\\') + 1));
        }
      }
      case "image" -> {
        values.add(folded(fact.attributes().or(Attribute.IMAGE)));
        values.add(folded(fact.attributes().or(Attribute.PARENT_IMAGE)));
      }
      default -> throw new IllegalArgumentException("wanted one of " + KINDS + ", found " + kind);
    }
    values.removeIf(String::isEmpty);
    return values;
  }

  private static String folded(Untrusted text) {
    return text.raw().toLowerCase(Locale.ROOT);
  }

  private static boolean fitsAny(List<String> patterns, String value) {
    return patterns.stream().anyMatch(pattern -> fits(pattern, value));
  }

  /// Whether a text fits a pattern with `*`, both in lower case; linear but for the going back to the last `*`.
  static boolean fits(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = t;
      } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  private static String didYouMean(String word, List<String> known) {
    String best = "";
    int least = Integer.MAX_VALUE;
    for (String candidate : known) {
      int distance = distance(word, candidate);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return least <= Math.max(1, Math.min(word.length(), best.length()) / 3) ? "; did you mean " + best + "?" : "";
  }

  /// Letters to add, drop or change; texts of over 64 letters are near to nothing.
  private static int distance(String a, String b) {
    if (a.length() > 64 || b.length() > 64) {
      return Integer.MAX_VALUE;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }

  /// One reading of a file.
  private static final class Reading {

    private final String file;
    private final SortedMap<String, Adjustment> byRule = new TreeMap<>();
    private final List<RuleProblem> problems = new ArrayList<>();

    Reading(String file) {
      this.file = file;
    }

    RuleAdjustments read(String text) {
      LoaderOptions options = new LoaderOptions();
      options.setNestingDepthLimit(MAX_DEPTH);
      options.setMaxAliasesForCollections(MAX_ALIASES);
      options.setCodePointLimit(MAX_BYTES);
      try {
        Node root = new Composer(new ParserImpl(new StreamReader(text), options), new Resolver(), options).getSingleNode();
        switch (root) {
          case SequenceNode entries -> entries.getValue().forEach(this::entry);
          case ScalarNode empty when empty.getValue().isEmpty() -> {}
          case null -> {}
          default -> problem(root, "wanted a list of entries {rule: .., disable: true}");
        }
      } catch (MarkedYAMLException wrong) {
        problem(wrong.getProblemMark(), "wanted YAML, found a fault: " + wrong.getProblem());
      } catch (YAMLException wrong) {
        problem((Mark) null, "wanted YAML, found a fault: " + String.valueOf(wrong.getMessage()).lines().findFirst().orElse(""));
      }
      return new RuleAdjustments(file, byRule, problems);
    }

    private void entry(Node node) {
      if (!(node instanceof MappingNode mapping)) {
        problem(node, "wanted an entry {rule: .., disable: true}");
        return;
      }
      String rule = null;
      boolean disabled = false;
      Level level = null;
      Exemption exemption = null;
      boolean sound = true;
      for (NodeTuple tuple : mapping.getValue()) {
        String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
        Node value = tuple.getValueNode();
        String text = value instanceof ScalarNode scalar ? scalar.getValue() : null;
        switch (key) {
          case "rule" -> rule = text == null || text.isBlank() ? null : text.strip().toLowerCase(Locale.ROOT);
          case "disable" -> {
            disabled = "true".equals(text);
            sound &= disabled || "false".equals(text) || problem(value, "wanted true or false");
          }
          case "level" -> {
            level = text == null ? null : Level.of(text).orElse(null);
            sound &= level != null || problem(value, "wanted a level (" + String.join(", ", LEVELS) + "), found " + shown(text) + didYouMean(String.valueOf(text), LEVELS));
          }
          case "except" -> {
            exemption = exemption(value);
            sound &= exemption != null;
          }
          case "reason" -> {}
          default -> sound &= problem(tuple.getKeyNode(), "wanted one of " + String.join(", ", KEYS) + ", found " + shown(key) + didYouMean(key, KEYS));
        }
      }
      if (rule == null) {
        problem(node, "wanted `rule: ` with the id of a rule");
      } else if (sound && !disabled && level == null && exemption == null) {
        problem(node, "wanted `disable`, `level` or `except`, found none of them");
      } else if (sound) {
        add(rule, node.getStartMark().getLine() + 1, disabled, level, exemption);
      }
    }

    private void add(String rule, int line, boolean disabled, @Nullable Level level, @Nullable Exemption exemption) {
      Adjustment before = byRule.get(rule);
      List<Exemption> exemptions = new ArrayList<>(before == null ? List.of() : before.exemptions);
      if (exemption != null) {
        exemptions.add(exemption);
      }
      Level kept = level != null || before == null ? level : before.level;
      byRule.put(rule, new Adjustment(before == null ? line : before.line, disabled || (before != null && before.disabled), kept, List.copyOf(exemptions)));
    }

    private @Nullable Exemption exemption(Node node) {
      if (!(node instanceof MappingNode mapping) || mapping.getValue().isEmpty()) {
        problem(node, "wanted `except: {host: [..], user: [..], image: [..]}`");
        return null;
      }
      Map<String, List<String>> patterns = new TreeMap<>();
      for (NodeTuple tuple : mapping.getValue()) {
        String kind = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
        if (!KINDS.contains(kind)) {
          problem(tuple.getKeyNode(), "wanted one of " + String.join(", ", KINDS) + ", found " + shown(kind) + didYouMean(kind, KINDS));
          return null;
        }
        List<String> values = new ArrayList<>();
        List<Node> nodes = tuple.getValueNode() instanceof SequenceNode several ? several.getValue() : List.of(tuple.getValueNode());
        for (Node one : nodes) {
          if (!(one instanceof ScalarNode scalar) || scalar.getValue().isBlank()) {
            problem(one, "wanted a text with or without *");
            return null;
          }
          values.add(scalar.getValue().toLowerCase(Locale.ROOT));
        }
        if (values.isEmpty()) {
          problem(tuple.getValueNode(), "wanted at least one value for " + kind);
          return null;
        }
        patterns.put(kind, List.copyOf(values));
      }
      return new Exemption(patterns);
    }

    private static String shown(@Nullable String text) {
      return text == null ? "a collection" : "`" + (text.length() > 60 ? text.substring(0, 60) + ".." : text) + "`";
    }

    private boolean problem(Node at, String message) {
      return problem(at.getStartMark(), message);
    }

    private boolean problem(@Nullable Mark at, String message) {
      problems.add(new RuleProblem(file, at == null ? 0 : at.getLine() + 1, at == null ? 0 : at.getColumn() + 1, RuleProblem.Kind.WARNING, message));
      return false;
    }
  }
}
