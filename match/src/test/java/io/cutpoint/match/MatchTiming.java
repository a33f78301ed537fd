package io.cutpoint.match;

import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.event.LogSourceSet;
import io.cutpoint.model.event.SourceId;
import io.cutpoint.model.event.ValueKind;
import io.cutpoint.oracle.Re2Syntax;
import io.cutpoint.oracle.ReferenceMatcher;
import io.cutpoint.sigma.Rule;
import io.cutpoint.sigma.RuleReader;
import io.cutpoint.sigma.RuleSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Measures matching by hand; not a test. Arguments: the rules, a file of events, their log sources as
/// `product/category/service` with `*` for none, separated by commas, and `check` to compare with the reference.
///
/// System properties: `rounds` to measure, `cached` values per matcher.
///
/// An event is a line; its values are separated by the character 1E, name and value by 1F; a line end in a value is
/// written 1D.
final class MatchTiming {

  private MatchTiming() {}

  public static void main(String[] args) throws IOException {
    long start = System.nanoTime();
    RuleSet set = new RuleReader(new Re2Syntax(), Map.of()).load(List.of(Path.of(args[0])));
    List<Rule> rules = set.rules();
    long read = System.nanoTime();
    FieldDictionary dictionary = FieldDictionary.of(RuleCompiler.fields(rules));
    Program program = RuleCompiler.compile(rules, dictionary, new Re2Engine(), new MatchLimits(200, 200_000, 1_000, 4_096, 65_536, 5_000, 256L << 20, Integer.getInteger("cached", 4096)));
    long compiled = System.nanoTime();
    System.out.printf("%d rules, read %d ms, compiled %d ms, %d problems, %d without anchor%n",
        rules.size(), (read - start) / 1_000_000, (compiled - read) / 1_000_000, program.problems().size(), program.rulesWithoutAnchor());
    List<LogSource> sources = new ArrayList<>();
    for (String source : args[2].split(",")) {
      String[] parts = source.split("/");
      sources.add(new LogSource(part(parts[0]), part(parts[1]), part(parts[2])));
    }
    LogSourceSet set1 = LogSourceSet.of(sources);
    List<EventView> events = new ArrayList<>();
    long bytes = 0;
    for (String line : Files.readAllLines(Path.of(args[1]))) {
      EventView event = event(line, dictionary, set1);
      events.add(event);
      bytes += line.length();
    }
    Matcher matcher = program.matcher();
    long[] matches = new long[1];
    long before = System.nanoTime();
    matcher.match(events.getFirst(), i -> {});
    System.out.printf("partition laid out in %d ms: %s%n", (System.nanoTime() - before) / 1_000_000, program.partition(set1));
    if (args.length > 3 && args[3].equals("check")) {
      check(rules, events, matcher);
      return;
    }
    for (int round = 0; round < Integer.getInteger("rounds", 12); round++) {
      int repeat = Math.max(1, 40_000 / events.size());
      matches[0] = 0;
      long from = cpuNanos();
      for (int k = 0; k < repeat; k++) {
        for (EventView event : events) {
          matcher.match(event, i -> matches[0]++);
        }
      }
      long nanos = cpuNanos() - from;
      System.out.printf("%.3f us/event, %d events of %d bytes, %.2f matches each%n",
          nanos / 1000.0 / repeat / events.size(), events.size(), bytes / events.size(), matches[0] / (double) repeat / events.size());
    }
  }

  /// The processor time of this thread where Linux tells it, else the time that passed.
  private static long cpuNanos() throws IOException {
    Path statistics = Path.of("/proc/thread-self/schedstat");
    return Files.exists(statistics) ? Long.parseLong(Files.readString(statistics).split(" ")[0]) : System.nanoTime();
  }

  private static void check(List<Rule> rules, List<EventView> events, Matcher matcher) {
    ReferenceMatcher reference = new ReferenceMatcher();
    long pairs = 0;
    long nanos = 0;
    for (EventView event : events) {
      List<Integer> found = new ArrayList<>();
      matcher.match(event, found::add);
      List<Integer> wanted = new ArrayList<>();
      long from = System.nanoTime();
      for (int r = 0; r < rules.size(); r++) {
        if (reference.matches(rules.get(r), event)) {
          wanted.add(r);
        }
      }
      nanos += System.nanoTime() - from;
      pairs += wanted.size();
      if (!found.equals(wanted)) {
        System.out.println("DIFFERS " + found + " wanted " + wanted);
      }
    }
    System.out.printf("%d events, %d matches compared; reference %.1f us/event%n", events.size(), pairs, nanos / 1000.0 / events.size());
  }

  private static String part(String text) {
    return text.equals("*") ? null : text;
  }

  private static EventView event(String line, FieldDictionary dictionary, LogSourceSet sources) {
    FlatEvent event = new FlatEvent();
    byte[] raw = line.getBytes(StandardCharsets.UTF_8);
    event.begin(new SourceId(0, "timing"), 0, 0, raw, 0, raw.length, 0);
    event.logSources(sources);
    int at = 0;
    while (at < raw.length) {
      int equals = at;
      while (raw[equals] != 0x1f) {
        equals++;
      }
      int end = equals;
      while (end < raw.length && raw[end] != 0x1e) {
        raw[end] = raw[end] == 0x1d ? (byte) '\n' : raw[end];
        end++;
      }
      String name = new String(raw, at, equals - at, StandardCharsets.UTF_8);
      event.add(dictionary.id(name), name, ValueKind.TEXT, raw, equals + 1, end - equals - 1);
      at = end + 1;
    }
    event.endOriginals();
    return event;
  }
}
