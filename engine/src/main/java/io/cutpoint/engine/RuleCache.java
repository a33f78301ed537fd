package io.cutpoint.engine;

import io.cutpoint.engine.CompiledRules.Used;
import io.cutpoint.engine.CompiledRules.Wanted;
import io.cutpoint.engine.facts.CorrelationFields;
import io.cutpoint.match.MatchLimits;
import io.cutpoint.match.Program;
import io.cutpoint.match.TableReader;
import io.cutpoint.match.TableWriter;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.sigma.Expression;
import io.cutpoint.sigma.RuleProblem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Compiled rules in one file of the data folder, so that a run need not read them from their text again.
///
/// The file's name is the hash of everything that the compiled rules depend on: the bytes of all rule files, of
/// `rules.yaml`, of the values of placeholders and of the program itself, and the options. Times of files are not trusted. The content is guarded by
/// a checksum; its tables are copied as they are where a run needs them, its texts when somebody asks for them.
///
/// A file that is damaged, cut short or of another version is passed over and written anew. It is written under
/// another name and then moved, so that others see the old one, the new one or none. Where it cannot be written, the
/// run goes on without. Only the newest [#MAX_FILES] are kept.
///
/// Abuse: who may write to the data folder may change the rules anyway. The texts are veiled against virus scanners
/// ([TableWriter]).
final class RuleCache {

  static final String FOLDER = "cache";
  private static final String PREFIX = "rules-";
  private static final String ENDING = ".bin";
  private static final String UNFINISHED = ".tmp";

  /// Changes whenever the same rules are written in another way.
  private static final int FORMAT = 5;

  /// `CUTRULES` in little endian.
  private static final long MAGIC = 0x53454C5552545543L;

  private static final int HEADER = Long.BYTES + 4 * Integer.BYTES;

  static final int MAX_FILES = 8;
  static final long MAX_FILE_BYTES = 64L << 20;

  /// What a crashed run has left behind is removed after this time.
  private static final long UNFINISHED_MILLIS = 3_600_000;

  private final Path folder;
  private final Wanted wanted;
  private @Nullable Path file;
  private final Consumer<String> told;

  /// @param told hears in sentences what becomes of the cache
  RuleCache(Wanted wanted, Consumer<String> told) {
    this.folder = wanted.dataDir().resolve(FOLDER);
    this.wanted = wanted;
    this.told = told;
    this.file = file();
  }

  private @Nullable Path file() {
    try {
      return folder.resolve(PREFIX + key(wanted) + ENDING);
    } catch (IOException | AnalysisException unreadable) {
      // Reading the rules says what is wrong, in its own words.
      told.accept("the rules cannot be looked up in the cache: " + unreadable.getMessage());
      return null;
    }
  }

  /// The compiled rules, or null where they are not here.
  @Nullable CompiledRules find() {
    if (file == null) {
      return null;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() > MAX_FILE_BYTES) {
        throw new TableReader.MalformedTables("wanted at most " + MAX_FILE_BYTES + " bytes, found " + channel.size());
      }
      // One read into memory outside the heap: mapping takes 15 ms longer from a cold start.
      ByteBuffer all = ByteBuffer.allocateDirect((int) channel.size());
      while (all.hasRemaining() && channel.read(all) >= 0) {
        // Reads on to the end.
      }
      CompiledRules rules = read(new TableReader(checked(all.flip())));
      told.accept("rules from the cache, " + file);
      return rules;
    } catch (NoSuchFileException none) {
      return null;
    } catch (TableReader.MalformedTables damaged) {
      told.accept("the rule cache is damaged and is written anew, " + file + ": " + damaged.getMessage());
      return null;
    } catch (IOException unreadable) {
      told.accept("the rule cache cannot be read, " + file + ": " + unreadable.getMessage());
      return null;
    }
  }

  private static ByteBuffer checked(ByteBuffer all) {
    ByteBuffer head = all.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (head.remaining() < HEADER || head.getLong() != MAGIC || head.getInt() != FORMAT) {
      throw new TableReader.MalformedTables("wanted compiled rules of format " + FORMAT + ", found something else");
    }
    int length = head.getInt();
    int sum = head.getInt();
    head.getInt();
    if (length != head.remaining()) {
      throw new TableReader.MalformedTables("wanted " + length + " bytes, found " + head.remaining());
    }
    if (sum(head.slice()) != sum) {
      throw new TableReader.MalformedTables("wanted the checksum of the header, found another");
    }
    return head;
  }

  private static int sum(ByteBuffer bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return (int) sum.getValue();
  }

  /// Writes rules that were compiled since, unless their files have changed while they were read.
  void keepIfUnchanged(CompiledRules rules) {
    if (file != null && !file.equals(file())) {
      told.accept("rule files have changed while they were read, so these rules are not kept");
      file = null;
    }
    keep(rules);
  }

  /// Writes the compiled rules, if that can be done.
  void keep(CompiledRules rules) {
    if (file == null) {
      return;
    }
    Path unfinished = null;
    try {
      Files.createDirectories(folder);
      unfinished = Files.createTempFile(folder, PREFIX, UNFINISHED);
      TableWriter out = new TableWriter();
      write(rules, out);
      ByteBuffer body = out.buffer();
      if (body.remaining() > MAX_FILE_BYTES - HEADER) {
        told.accept("these rules are too many for the cache: " + body.remaining() + " bytes");
        Files.deleteIfExists(unfinished);
        return;
      }
      ByteBuffer head = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
      head.putLong(MAGIC).putInt(FORMAT).putInt(body.remaining()).putInt(sum(body.duplicate())).putInt(0).flip();
      try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
        for (ByteBuffer part : new ByteBuffer[] {head, body}) {
          while (part.hasRemaining()) {
            channel.write(part);
          }
        }
      }
      move(unfinished, file);
      told.accept("rules written to the cache, " + file);
      prune();
    } catch (IOException failure) {
      told.accept("the rule cache cannot be written, " + folder + ": " + failure.getMessage());
      try {
        if (unfinished != null) {
          Files.deleteIfExists(unfinished);
        }
      } catch (IOException stays) {
        told.accept("left behind: " + stays.getMessage());
      }
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException onThisFileSystem) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// Removes all but the newest files, and what crashed runs have left.
  private void prune() throws IOException {
    record Entry(Path path, FileTime time) {}
    List<Entry> kept = new ArrayList<>();
    List<Entry> unfinished = new ArrayList<>();
    try (Stream<Path> children = Files.list(folder)) {
      for (Path child : children.toList()) {
        String name = String.valueOf(child.getFileName());
        if (name.startsWith(PREFIX) && (name.endsWith(ENDING) || name.endsWith(UNFINISHED))) {
          try {
            (name.endsWith(ENDING) ? kept : unfinished).add(new Entry(child, Files.getLastModifiedTime(child)));
          } catch (NoSuchFileException gone) {
            // Another run has removed or finished it.
          }
        }
      }
    }
    kept.sort(Comparator.comparing(Entry::time).reversed().thenComparing(Entry::path));
    long now = kept.isEmpty() ? 0 : kept.getFirst().time.toMillis();
    for (Entry old : kept.subList(Math.min(MAX_FILES, kept.size()), kept.size())) {
      Files.deleteIfExists(old.path);
    }
    for (Entry left : unfinished) {
      if (now - left.time.toMillis() > UNFINISHED_MILLIS) {
        Files.deleteIfExists(left.path);
      }
    }
  }

  // What the rules depend on.

  private static String key(Wanted wanted) throws IOException, AnalysisException {
    ContentHash hash = new ContentHash();
    hash.add(FORMAT);
    Installation.addTo(hash);
    hash.add(wanted.builtIn() ? 1 : 0);
    hash.add(wanted.minLevel().id());
    Path adjustments = wanted.dataDir().resolve(RuleAdjustments.FILE);
    hash.add(adjustments.toString());
    if (Files.exists(adjustments)) {
      addFile(adjustments, hash);
    }
    hash.add(wanted.placeholders() == null ? 0 : 1);
    if (wanted.placeholders() != null) {
      hash.add(wanted.placeholders().toString());
      addFile(wanted.placeholders(), hash);
    }
    List<Path> all = new ArrayList<>(new RuleLibrary(wanted.dataDir()).packs());
    all.addAll(wanted.paths());
    for (Path path : all) {
      // Problems name the path as it was given, and rules their origin by its last part.
      hash.add(path.toString());
      hash.add(path.toAbsolutePath().normalize().toString());
      if (Files.isDirectory(path)) {
        addFolder(path, hash);
      } else {
        addFile(path, hash);
      }
    }
    return hash.hex();
  }

  private static void addFile(Path file, ContentHash hash) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      hash.add(channel, 0);
    }
  }

  /// All files that could be rule files, also those that reading leaves out.
  private static void addFolder(Path folder, ContentHash hash) throws IOException {
    TreeMap<String, Path> files = new TreeMap<>();
    Path root = folder.toRealPath();
    Files.walkFileTree(root, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        String name = file.toString();
        if (ends(name, ".yml") || ends(name, ".yaml")) {
          files.put(root.relativize(file).toString(), file);
        }
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
        // Which places cannot be read is a part of what reading finds.
        hash.add("unreadable " + root.relativize(file));
        return FileVisitResult.CONTINUE;
      }
    });
    for (var entry : files.entrySet()) {
      hash.add(entry.getKey());
      try {
        hash.add(ByteBuffer.wrap(Files.readAllBytes(entry.getValue())));
      } catch (IOException unreadable) {
        hash.add("unreadable");
      }
    }
  }

  private static boolean ends(String name, String ending) {
    return name.regionMatches(true, name.length() - ending.length(), ending, 0, ending.length());
  }

  // The content. A rule set gets a further part here for whatever a run needs of it: the parts are read one by one.

  private static void write(CompiledRules rules, TableWriter out) {
    out.number(rules.parsed());
    out.number(rules.skipped());
    out.number(rules.problems().size());
    rules.problems().forEach(problem -> Program.write(problem, out));
    rules.adjustments().write(out);
    out.number(rules.logSources().size());
    rules.logSources().forEach(source -> ReferenceTables.write(source, out));
    out.number(rules.correlations().count());
    TableWriter correlations = new TableWriter();
    CorrelationTables.write(rules.correlations(), correlations);
    out.part(correlations);
    rules.correlated().write(out);
    TableWriter conditions = new TableWriter();
    int[] conditionPlaces = writeAll(rules.conditions(), conditions, condition -> ConditionTables.write(condition, conditions));
    TableWriter used = new TableWriter();
    out.numbers(writeAll(rules.used(), used, one -> write(one, used)));
    out.part(used);
    out.numbers(conditionPlaces);
    out.part(conditions);
    TableWriter program = new TableWriter();
    rules.program().write(program);
    out.part(program);
  }

  /// Where each begins.
  private static <T> int[] writeAll(List<T> all, TableWriter out, Consumer<T> one) {
    int[] places = new int[all.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = out.size();
      one.accept(all.get(i));
    }
    return places;
  }

  private static CompiledRules read(TableReader in) {
    int parsed = in.number();
    int skipped = in.number();
    int n = in.count();
    List<RuleProblem> problems = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      problems.add(Program.problem(in));
    }
    RuleAdjustments adjustments = RuleAdjustments.read(in);
    n = in.count();
    Set<LogSource> sources = new TreeSet<>();
    for (int i = 0; i < n; i++) {
      sources.add(ReferenceTables.source(in));
    }
    int correlationCount = in.count();
    TableReader correlationTables = in.part();
    UsedCorrelations correlations = UsedCorrelations.later(correlationCount, () -> CorrelationTables.read(correlationTables));
    CorrelationFields correlated = CorrelationFields.read(in);
    List<Used> used = new Stored<>(in.numbers(), in.part(), RuleCache::used);
    List<Expression> conditions = new Stored<>(in.numbers(), in.part(), ConditionTables::read);
    Program program = Program.read(in.part(), new Re2Regexes(), MatchLimits.DEFAULT);
    if (program.rules() != used.size() || program.rules() != conditions.size()) {
      throw new TableReader.MalformedTables("wanted " + program.rules() + " rules, found " + used.size() + " and " + conditions.size() + " conditions");
    }
    return new CompiledRules(used, problems, parsed, skipped, adjustments, sources, correlations, correlated, conditions, program);
  }

  /// Things that are read when they are asked for, for one thread.
  private static final class Stored<T> extends AbstractList<T> {
    private final int[] places;
    private final TableReader in;
    private final Function<TableReader, T> one;
    private final Map<Integer, T> known = new HashMap<>();

    Stored(int[] places, TableReader in, Function<TableReader, T> one) {
      this.places = places;
      this.in = in;
      this.one = one;
    }

    @Override
    public T get(int i) {
      return known.computeIfAbsent(i, place -> one.apply(in.at(places[place])));
    }

    @Override
    public int size() {
      return places.length;
    }
  }

  private static void write(Used used, TableWriter out) {
    ReferenceTables.write(used.reference(), out);
    out.text(used.file());
    ReferenceTables.write(used.fields(), out);
  }

  private static Used used(TableReader in) {
    return new Used(ReferenceTables.reference(in), in.text(), ReferenceTables.texts(in));
  }
}
