package io.cutpoint.engine;

import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.rules.BuiltInRules;
import io.cutpoint.sigma.RuleFile;
import io.cutpoint.sigma.RuleProblem;
import io.cutpoint.sigma.RuleReader;
import io.cutpoint.sigma.RuleSet;
import io.cutpoint.sigma.RuleSourceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// The packs of rules that were added for good: folders below `rules` in the data folder.
///
/// A pack holds copies of the rule files of one folder, archive or file, and of the events beside them, under the
/// names that they had. Adding a pack
/// again replaces it as a whole: it is written beside the others under a name that begins with a dot, and then takes
/// the old one's place.
/// Abuse: names inside archives are chosen by whoever made them; a name that would leave the pack is refused. Sizes and
/// numbers have the limits of [RuleReader].
public final class RuleLibrary {

  private static final String FOLDER = "rules";
  private static final String UNFINISHED = ".adding-";
  private static final String REPLACED = ".replaced-";
  private static final int MAX_NAME = 100;

  private final Path root;

  /// @param dataDir the data folder, which need not be there
  public RuleLibrary(Path dataDir) {
    this.root = dataDir.resolve(FOLDER);
  }

  /// What adding has done.
  ///
  /// @param pack the folder with the copies
  /// @param rules how many rules in it can be used
  /// @param skipped how many were refused or skipped
  /// @param replaced whether a pack of this name was there before
  /// @param problems of all files, named as in the source
  public record Added(Path pack, int rules, int skipped, boolean replaced, List<RuleProblem> problems) {
    public Added {
      problems = List.copyOf(problems);
    }
  }

  /// The packs in the order of their names; none where nothing was added.
  public List<Path> packs() throws AnalysisException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(root)) {
      return children.filter(child -> !child.getFileName().toString().startsWith(".")).sorted().toList();
    } catch (IOException failure) {
      throw new AnalysisException(AnalysisException.Kind.IO, root + ": the added rules cannot be read: " + failure.getMessage(), failure);
    }
  }

  /// Copies the rules of a folder, archive or file. Nothing is changed where it has no rule that can be used.
  ///
  /// @throws AnalysisException where the source cannot be read, holds no rules, or the data folder cannot be written
  public Added add(Path source) throws AnalysisException {
    RuleReader reader = new RuleReader(new Re2Regexes(), Map.of());
    RuleSet read;
    try {
      // With the rules that come along, since filters and correlations may name them.
      read = reader.load(BuiltInRules.files(), List.of(source));
    } catch (RuleSourceException unreadable) {
      throw new AnalysisException(AnalysisException.Kind.IO, String.valueOf(unreadable.getMessage()), unreadable);
    }
    long rules = read.rules().stream().filter(rule -> isAdded(rule.reference())).count()
        + read.correlations().stream().filter(correlation -> isAdded(correlation.reference())).count();
    if (rules + read.filters() == 0) {
      throw new AnalysisException(AnalysisException.Kind.CONFIGURATION,
          source + ": wanted Sigma rules, found none that can be used" + (read.problems().isEmpty() ? "" : "; first problem: " + read.problems().getFirst()));
    }
    List<RuleProblem> problems = new ArrayList<>(read.problems());
    String name = name(source);
    Path pack = root.resolve(name);
    Path unfinished = root.resolve(UNFINISHED + name);
    try {
      Files.createDirectories(root);
      if (Files.isDirectory(source) && root.toRealPath().startsWith(source.toRealPath())) {
        throw new AnalysisException(AnalysisException.Kind.CONFIGURATION, source + ": holds the added rules themselves; name the folder of the new rules");
      }
      Folders.delete(unfinished);
      Files.createDirectories(unfinished);
      try (SampleLibrary samples = new SampleLibrary()) {
        reader.files(source, file -> copy(file, source, unfinished, samples, problems));
      }
      boolean replaced = Files.exists(pack);
      replace(unfinished, pack);
      int skipped = (int) problems.stream().filter(p -> p.kind() != RuleProblem.Kind.WARNING).map(p -> p.file() + ":" + p.line()).distinct().count();
      return new Added(pack, (int) rules, skipped, replaced, problems);
    } catch (IOException | UncheckedIOException failure) {
      throw new AnalysisException(AnalysisException.Kind.IO, root + ": the rules cannot be written: " + failure.getMessage(), failure);
    }
  }

  private static boolean isAdded(RuleReference rule) {
    return !rule.key().origin().equals(BuiltInRules.ORIGIN);
  }

  /// The pack's name: that of the source without the ending of an archive, in letters that every file system takes.
  private static String name(Path source) {
    Path last = source.toAbsolutePath().normalize().getFileName();
    String name = last == null ? "rules" : last.toString();
    if (name.toLowerCase(Locale.ROOT).endsWith(".zip")) {
      name = name.substring(0, name.length() - 4);
    }
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < name.length() && safe.length() < MAX_NAME; i++) {
      char c = name.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
      if (plain || (c == '.' && !safe.isEmpty())) {
        safe.append(c);
      } else if (c != '.') {
        safe.append('_');
      }
    }
    return safe.isEmpty() ? "rules" : safe.toString();
  }

  private static void copy(RuleFile file, Path source, Path into, SampleLibrary samples, List<RuleProblem> problems) {
    try {
      Path target = into.resolve(below(file.name(), source)).normalize();
      Path parent = target.getParent();
      if (!target.startsWith(into) || target.equals(into) || parent == null) {
        problems.add(refused(file, "wanted a name inside the pack, found one that leads out of it"));
        return;
      }
      Files.createDirectories(parent);
      Files.write(target, file.bytes());
      samples.copyBeside(file.name(), target);
    } catch (InvalidPathException | FileAlreadyExistsException impossible) {
      problems.add(refused(file, "wanted a name that a file here can have, found another"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static RuleProblem refused(RuleFile file, String message) {
    return new RuleProblem(file.name(), 0, 0, RuleProblem.Kind.REFUSED, message);
  }

  /// The file's name below the source that was given.
  private static String below(String name, Path source) {
    String prefix = source.toString().replace('\\', '/');
    String rest = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    while (rest.startsWith("/") || rest.startsWith("!")) {
      rest = rest.substring(1);
    }
    return rest.isEmpty() ? String.valueOf(source.getFileName()) : rest;
  }

  private void replace(Path unfinished, Path pack) throws IOException {
    Path old = root.resolve(REPLACED + pack.getFileName());
    Folders.delete(old);
    boolean replaced = Files.exists(pack);
    if (replaced) {
      Files.move(pack, old);
    }
    try {
      move(unfinished, pack);
    } catch (IOException failure) {
      if (replaced) {
        Files.move(old, pack);
      }
      throw failure;
    }
    Folders.delete(old);
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException onThisFileSystem) {
      Files.move(from, to);
    }
  }
}
