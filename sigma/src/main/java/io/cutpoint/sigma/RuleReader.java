package io.cutpoint.sigma;

import io.cutpoint.model.correlation.Correlation;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.sigma.CorrelationParser.Draft;
import io.cutpoint.sigma.Nodes.Entry;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/// Reads Sigma rules from files, folders and archives.
///
/// All problems of all files are collected, each with its place; what is sound is used. Bad content never throws,
/// whatever the bytes; a limit of depth, size or number gives a problem ([Limits]).
///
/// A rule needs a title, a log source and a detection. Without `level` it counts as `medium`, without `status` as
/// `experimental`, without `id` its file's name stands for it. Documents with `action` are worked into the rules of their file.
/// Filters are worked into the rules that they name, wherever these were read; correlations find theirs likewise. A
/// file of a folder or archive that has none of these is not a rule file and passes silently.
///
/// Immutable; any number of threads may read with one reader.
public final class RuleReader {

  private final RegexSyntax syntax;
  private final Map<String, List<String>> placeholders;

  /// @param syntax what regular expressions must satisfy
  /// @param placeholders the values of `%name%` under the modifier `expand`, by name; each may hold wildcards
  public RuleReader(RegexSyntax syntax, Map<String, List<String>> placeholders) {
    this.syntax = syntax;
    this.placeholders = Map.copyOf(placeholders);
  }

  /// The rules of these files, each of which must hold rules.
  public RuleSet read(List<RuleFile> files) {
    Reading reading = new Reading();
    for (RuleFile file : files) {
      reading.file(file, true);
    }
    return reading.result();
  }

  /// The rules below these paths: folders with everything in them, archives (zip), or single files.
  ///
  /// Files ending in `.yml` or `.yaml` are read in the order of their names, except in folders named `deprecated` or
  /// `unsupported`. The last part of each given path is the origin of its rules.
  ///
  /// @throws RuleSourceException where a given path itself cannot be read
  public RuleSet load(List<Path> paths) {
    return load(List.of(), paths);
  }

  /// As [#load(List)]: a path without any file of rules is a problem. Together with these files, so that filters and correlations find rules of both.
  ///
  /// @throws RuleSourceException where a given path itself cannot be read
  public RuleSet load(List<RuleFile> files, List<Path> paths) {
    Reading reading = new Reading();
    for (RuleFile file : files) {
      reading.file(file, true);
    }
    for (Path path : paths) {
      int[] count = {0};
      RuleSources.read(path, found -> {
        count[0]++;
        switch (found) {
          case RuleSources.Readable(RuleFile file, boolean alone) -> reading.file(file, alone);
          case RuleSources.Unreadable(RuleProblem problem) -> reading.problems.add(problem);
        }
      });
      if (count[0] == 0) {
        reading.problems.add(new RuleProblem(path.toString(), 0, 0, RuleProblem.Kind.REFUSED, "wanted files of rules (.yml or .yaml), found none"));
      }
    }
    return reading.result();
  }

  /// Hands over the files that [#load] would read of this path, as bytes. What cannot be read is left out; `load` tells
  /// why.
  ///
  /// @throws RuleSourceException where the path itself cannot be read
  public void files(Path path, Consumer<RuleFile> to) {
    RuleSources.read(path, found -> {
      if (found instanceof RuleSources.Readable(RuleFile file, boolean alone)) {
        to.accept(file);
      }
    });
  }

  /// One call: what was read so far.
  private final class Reading {

    private final RuleParser parser = new RuleParser(syntax, placeholders);
    private final SortedMap<RuleKey, Rule> rules = new TreeMap<>();
    private final List<Filter> filters = new ArrayList<>();
    private final Map<RuleKey, Draft> drafts = new LinkedHashMap<>();
    private final List<RuleProblem> problems = new ArrayList<>();
    private final MessageDigest sha256 = sha256();
    private int parsed;

    RuleSet result() {
      CorrelationLinks links = new CorrelationLinks(rules.values(), drafts.values(), problems);
      List<Rule> filtered = links.filtered(rules.values(), filters);
      List<Correlation> correlations = links.resolved(drafts.values());
      problems.sort(Comparator.comparing(RuleProblem::file).thenComparingInt(RuleProblem::line)
          .thenComparingInt(RuleProblem::column).thenComparing(RuleProblem::kind).thenComparing(RuleProblem::message));
      return new RuleSet(filtered, correlations, filters.size(), problems, parsed);
    }

    void file(RuleFile file, boolean alone) {
      Problems own = new Problems(file.name());
      String text = YamlDocuments.text(file.bytes(), own);
      boolean hasRules = text != null && (alone || mentionsRules(text))
          && documents(file, YamlDocuments.compose(text, own), alone, own);
      if (!own.all().isEmpty() && (alone || hasRules || text == null || looksLikeRules(text))) {
        problems.addAll(own.all());
      }
    }

    /// Whether one of the documents was taken for a rule.
    private boolean documents(RuleFile file, List<Node> documents, boolean alone, Problems own) {
      RuleCollection collection = new RuleCollection();
      int number = 0;
      boolean hasRules = false;
      for (Node document : documents) {
        number++;
        if (!(document instanceof MappingNode mapping)) {
          if (alone) {
            own.refuse(document, "wanted a rule, found " + Nodes.found(document));
          }
          continue;
        }
        MappingNode rule = collection.resolve(mapping, Nodes.entries(mapping), own);
        hasRules |= rule != null && document(file, rule, number, alone, own);
      }
      if (alone && documents.isEmpty() && own.all().isEmpty()) {
        own.refuse((Node) null, "wanted a rule, found an empty file");
      }
      return hasRules;
    }

    private boolean document(RuleFile file, MappingNode document, int number, boolean alone, Problems own) {
      List<Entry> entries = Nodes.entries(document);
      if (Nodes.entry(entries, "correlation") instanceof Entry correlation) {
        Draft draft = CorrelationParser.parse(file, document, entries, correlation, hash(file.bytes(), number), own);
        if (draft != null) {
          draft(draft, own);
        }
      } else if (Nodes.entry(entries, "filter") instanceof Entry filter) {
        Filter read = filter.value() instanceof MappingNode body ? parser.filter(file, document, entries, body, own) : null;
        if (read != null) {
          parsed++;
          filters.add(read);
        } else if (!(filter.value() instanceof MappingNode)) {
          own.refuse(filter.value(), "wanted a mapping under `filter`, found " + Nodes.found(filter.value()));
        }
      } else if (alone || isMeantAsRule(entries)) {
        RuleParser.Outcome outcome = parser.parse(file, document, entries, hash(file.bytes(), number), own);
        if (outcome.sound()) {
          parsed++;
        }
        if (outcome.rule() != null) {
          Rule earlier = rules.putIfAbsent(outcome.rule().reference().key(), outcome.rule());
          if (earlier != null) {
            own.warn(document, "wanted every rule once, found the same as in " + earlier.file() + " again");
          }
        }
      } else {
        return false;
      }
      return true;
    }

    private void draft(Draft draft, Problems own) {
      parsed++;
      Draft earlier = drafts.putIfAbsent(draft.header().key(), draft);
      if (earlier != null) {
        own.warn(draft.document(), "wanted every rule once, found the same as in " + earlier.file().name() + " again");
      }
    }

    /// The file's text; for the second and later documents with their number after it.
    private String hash(byte[] bytes, int number) {
      sha256.update(bytes);
      if (number > 1) {
        sha256.update(("#" + number).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      }
      return HexFormat.of().formatHex(sha256.digest(), 0, 8);
    }
  }

  private static boolean isMeantAsRule(List<Entry> entries) {
    return Nodes.entry(entries, "detection") != null
        || (Nodes.entry(entries, "title") != null && Nodes.entry(entries, "logsource") != null);
  }

  /// Whether it is worth while to parse the file.
  private static boolean mentionsRules(String text) {
    return text.contains("detection") || text.contains("correlation") || text.contains("filter") || text.contains("logsource");
  }

  /// Whether a line begins with a key that only rules have, so that faults of the file are worth a problem.
  private static boolean looksLikeRules(String text) {
    return startsLine(text, "detection:") || startsLine(text, "correlation:") || startsLine(text, "filter:")
        || startsLine(text, "logsource:");
  }

  private static boolean startsLine(String text, String key) {
    for (int at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1)) {
      if (at == 0 || text.charAt(at - 1) == '\n' || text.charAt(at - 1) == '\r') {
        return true;
      }
    }
    return false;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("wanted SHA-256, which every Java has", e);
    }
  }
}
