package io.cutpoint.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.ingest.Block;
import io.cutpoint.ingest.BlockParser;
import io.cutpoint.ingest.InputReader;
import io.cutpoint.ingest.Inputs;
import io.cutpoint.ingest.Limits;
import io.cutpoint.match.Matcher;
import io.cutpoint.match.Program;
import io.cutpoint.match.TableReader;
import io.cutpoint.match.TableWriter;
import io.cutpoint.match.MatchLimits;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.event.EventSink;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.RecordProblem;
import io.cutpoint.oracle.ReferenceMatcher;
import io.cutpoint.oracle.vectors.SharedMaterial;
import io.cutpoint.sigma.Rule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// Every public rule on every sample that is here: the compiled program, and the one that was written and read again,
/// find what the reference finds. Runs only where the samples are.
class SamplesTest {

  @TempDir Path data;

  /// Takes five minutes; `-Dcutpoint.test.args=-Dcutpoint.samples=all`.
  @Test
  @EnabledIfSystemProperty(named = "cutpoint.samples", matches = "all", disabledReason = "takes five minutes: -Dcutpoint.samples=all")
  void everyPublicRuleFindsInEverySampleWhatTheReferenceFinds() throws Exception {
    compare(List.of("data/evtx-attack-samples", "data/sigma-regression", "data/deepblue", "data/otrf", "data/benign"), 3_000);
  }

  @Test
  void everyPublicRuleFindsInSomeSamplesWhatTheReferenceFinds() throws Exception {
    compare(List.of("data/deepblue"), 40);
  }

  /// @param most events of one kind and input; more of the same kind teach nothing new
  private void compare(List<String> places, int most) throws Exception {
    Optional<Path> archive = SharedMaterial.find("data/sigma-rules/sigma.zip");
    Assumptions.assumeTrue(archive.isPresent(), "the public rules are not here");
    List<Path> paths = places.stream().map(SharedMaterial::find).flatMap(Optional::stream).toList();
    Rules rules = Rules.load(true, List.of(archive.get()), data, Level.INFORMATIONAL);
    Program program = CompiledRules.compile(rules).program();
    TableWriter out = new TableWriter();
    program.write(out);
    Matcher read = Program.read(new TableReader(out.buffer()), new Re2Regexes(), MatchLimits.DEFAULT).matcher();
    Comparing sink = new Comparing(rules.used(), program.matcher(), read, most);
    BlockParser parser = new BlockParser(program.dictionary());
    Block block = new Block();
    try (InputReader reader = new InputReader(Inputs.find(paths).inputs(), null, Limits.DEFAULT)) {
      while (reader.next(block)) {
        parser.parse(block, sink);
      }
    }
    assertThat(sink.compared).isGreaterThan(50);
    assertThat(sink.differences).isEmpty();
  }

  private static final class Comparing implements EventSink {
    private final List<Rule> rules;
    private final Matcher matcher;
    private final Matcher read;
    private final int most;
    private final ReferenceMatcher reference = new ReferenceMatcher();
    private final Map<Object, int[]> applying = new HashMap<>();
    private final Map<String, Integer> seen = new HashMap<>();
    private final List<String> differences = new ArrayList<>();
    private long compared;

    Comparing(List<Rule> rules, Matcher matcher, Matcher read, int most) {
      this.rules = rules;
      this.matcher = matcher;
      this.read = read;
      this.most = most;
    }

    @Override
    public void event(EventView event) {
      if (seen.merge(event.source().name() + event.logSources(), 1, Integer::sum) > most) {
        return;
      }
      int[] candidates = applying.computeIfAbsent(event.logSources(), sources -> {
        List<Integer> all = new ArrayList<>();
        for (int r = 0; r < rules.size(); r++) {
          if (event.logSources().satisfies(rules.get(r).reference().logSource())) {
            all.add(r);
          }
        }
        return all.stream().mapToInt(i -> i).toArray();
      });
      // First, while the values stand as the record has them: the reference has all texts written.
      List<Integer> found = found(matcher, event);
      List<Integer> wanted = new ArrayList<>();
      for (int r : candidates) {
        if (reference.matches(rules.get(r), event)) {
          wanted.add(r);
        }
      }
      compare("compiled", found, event, wanted);
      compare("read again", found(read, event), event, wanted);
      compared++;
    }

    private static List<Integer> found(Matcher matcher, EventView event) {
      List<Integer> found = new ArrayList<>();
      matcher.match(event, found::add);
      return found;
    }

    private void compare(String which, List<Integer> found, EventView event, List<Integer> wanted) {
      if (!found.equals(wanted) && differences.size() < 20) {
        differences.add(which + ": " + event.source().name() + " at " + event.position() + ": found " + titles(found) + ", wanted " + titles(wanted));
      }
    }

    private List<String> titles(List<Integer> indexes) {
      return indexes.stream().map(i -> rules.get(i).reference().title()).toList();
    }

    @Override
    public void problem(RecordProblem problem) {}
  }
}
