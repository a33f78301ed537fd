package io.cutpoint.attack;

import io.cutpoint.attack.StageTable.Entry;
import io.cutpoint.attack.StageTable.Place;
import io.cutpoint.attack.StageTable.Weight;
import io.cutpoint.model.Part;
import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.detection.StageVerdict;
import io.cutpoint.model.detection.StageVerdict.Step;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Fact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Decides which stage a detection means, from its rule and its own event alone; stateless and immutable.
///
/// The order of resolution:
///
/// 1. the stage that the rule states itself;
/// 2. what the event shows: its own rows of the table, and rows of a technique or tactic that ask for a circumstance;
/// 3. the rows of the rule's techniques;
/// 4. the rows of its tactics, where its techniques have none or tell only how and not how far (evasion, plain
///    execution, injection);
/// 5. context: never here, since it needs other detections; what it may choose stands in the alternatives;
/// 6. the lowest candidate.
///
/// Several techniques or tactics give several candidates, and ties are broken so: rows that may confirm a stage come
/// before suspected ones, these before rows that tell only how; stages that such an event cannot show fall out where
/// others are left; stages that all candidates agree on come before the rest; of what is left the lowest.
/// Installation never stands alone where a candidate is a service or task. What was found in a file, and not seen at
/// work, never confirms that it acted.
///
/// Cost: a few dozen comparisons for each detection.
/// Abuse: file names of parents and programs move a detection between Exploitation, suspected or not, and actions on
/// objectives; they never make it disappear.
/// Source: design/linking.md, section 1, "From evidence to a stage".
public final class StageResolver {

  /// Stages that take more than a file that lies there.
  private static final Set<Stage> ACTING = EnumSet.of(Stage.EXPLOITATION, Stage.COMMAND_AND_CONTROL, Stage.ACTIONS_ON_OBJECTIVES);

  private final AttackFacts facts;
  private final StageTable table;

  /// With the facts and the tables that come with this module.
  public StageResolver() {
    this(AttackFacts.shipped());
  }

  /// With other facts of ATT&CK.
  public StageResolver(AttackFacts facts) {
    this.facts = facts;
    this.table = StageTable.shipped();
  }

  /// One technique or tactic with the row that it led to.
  private record Candidate(String subject, Entry entry, Step step, List<Place> places) {

    Candidate(String subject, Entry entry, Step table) {
      this(subject, entry, entry.when().isEmpty() ? table : Step.EVENT, entry.places());
    }

    Candidate with(List<Place> fewer) {
      return new Candidate(subject, entry, step, fewer);
    }

    boolean has(Stage stage) {
      return places.stream().anyMatch(place -> place.stage() == stage);
    }

    Part part(Stage stage) {
      return places.stream().filter(place -> place.stage() == stage).map(Place::part).findFirst().orElse(Part.NONE);
    }
  }

  /// The stage of a detection.
  ///
  /// @param fact the event that the rule was true for
  /// @param scene what is known around it
  public StageVerdict resolve(RuleReference rule, Fact fact, Scene scene) {
    List<Technique> techniques =
        rule.techniques().stream().map(facts::technique).flatMap(Optional::stream).distinct().toList();
    List<String> ids = techniques.stream().map(Technique::id).toList();

    Stage stated = rule.stated();
    if (stated != null) {
      return stated(stated, rule, fact, scene, techniques);
    }
    Optional<Entry> event = table.event(rule, ids, fact, scene);
    if (event.isPresent()) {
      return choose(List.of(new Candidate("the event", event.get(), Step.EVENT)), rule, fact, scene);
    }
    List<Candidate> candidates = candidates(techniques, rule, fact, scene);
    if (!candidates.isEmpty()) {
      return choose(candidates, rule, fact, scene);
    }
    Optional<Entry> source = table.source(rule, fact, scene);
    if (source.isPresent()) {
      return choose(List.of(new Candidate("the rule has no known ATT&CK tag, and the event", source.get(), Step.EVENT)), rule, fact, scene);
    }
    return new StageVerdict(Stage.EXPLOITATION, Part.NONE, List.of(Stage.INSTALLATION, Stage.COMMAND_AND_CONTROL, Stage.ACTIONS_ON_OBJECTIVES),
        true, Step.LOWEST, "the rule has no known ATT&CK tag and the event shows no stage, so it is the lowest that something running on a host can mean");
  }

  private StageVerdict stated(Stage stage, RuleReference rule, Fact fact, Scene scene, List<Technique> techniques) {
    Part part = Part.NONE;
    if (stage == Stage.ACTIONS_ON_OBJECTIVES) {
      part =
          candidates(techniques, rule, fact, scene).stream()
              .map(candidate -> candidate.part(stage))
              .filter(one -> one != Part.NONE)
              .findFirst()
              .orElse(Part.THROUGH);
    }
    return new StageVerdict(stage, part, List.of(), false, Step.RULE, "the rule itself states the stage " + stage.title());
  }

  /// Those of the strongest kind: of the techniques, unless they only tell how and the tactics tell more.
  private List<Candidate> candidates(List<Technique> techniques, RuleReference rule, Fact fact, Scene scene) {
    List<Candidate> ofTechniques = new ArrayList<>();
    Set<Tactic> said = EnumSet.noneOf(Tactic.class);
    Set<Tactic> unsaid = EnumSet.noneOf(Tactic.class);
    for (Technique technique : techniques) {
      Optional<Entry> entry = table.subject(technique.id(), rule, fact, scene);
      entry.ifPresent(row -> ofTechniques.add(new Candidate("technique " + technique.id() + name(technique), row, Step.TECHNIQUE)));
      (entry.isPresent() ? said : unsaid).addAll(technique.tactics());
    }
    List<Candidate> best = strongest(ofTechniques);
    if (!best.isEmpty() && best.getFirst().entry().weight() != Weight.TREE) {
      return best;
    }
    Set<Tactic> tactics = new TreeSet<>();
    rule.tactics().stream().map(Tactic::of).flatMap(Optional::stream).forEach(tactics::add);
    if (tactics.isEmpty()) {
      tactics.addAll(unsaid);
    }
    if (!best.isEmpty()) {
      // What the techniques have said already, and bare execution, would make "how" into "how far".
      tactics.removeAll(said);
      tactics.remove(Tactic.EXECUTION);
    }
    List<Candidate> ofTactics = new ArrayList<>();
    for (Tactic tactic : tactics) {
      table
          .subject(tactic.id(), rule, fact, scene)
          .ifPresent(row -> ofTactics.add(new Candidate("tactic " + tactic.id() + " (" + tactic.title() + ")", row, Step.TACTIC)));
    }
    List<Candidate> more = strongest(ofTactics);
    boolean tellsMore = best.isEmpty() || (!more.isEmpty() && more.getFirst().entry().weight() != Weight.TREE);
    return tellsMore ? more : best;
  }

  private static String name(Technique technique) {
    return technique.name().equals(technique.id()) ? "" : " (" + technique.name() + ")";
  }

  private static List<Candidate> strongest(List<Candidate> candidates) {
    Optional<Weight> most = candidates.stream().map(candidate -> candidate.entry().weight()).max(Comparator.naturalOrder());
    return candidates.stream().filter(candidate -> candidate.entry().weight() == most.orElse(Weight.FIRM)).toList();
  }

  private StageVerdict choose(List<Candidate> given, RuleReference rule, Fact fact, Scene scene) {
    List<Candidate> candidates = given;
    Optional<Entry> shows = given.getFirst().entry().weight() == Weight.TREE ? Optional.empty() : table.shows(rule, fact, scene);
    String remark = "";
    boolean narrowed = false;
    if (shows.isPresent()) {
      Set<Stage> possible = shows.get().places().stream().map(Place::stage).collect(Collectors.toCollection(() -> EnumSet.noneOf(Stage.class)));
      List<Candidate> left =
          given.stream()
              .map(candidate -> candidate.with(candidate.places().stream().filter(place -> possible.contains(place.stage())).toList()))
              .filter(candidate -> !candidate.places().isEmpty())
              .toList();
      if (!left.isEmpty() && !stages(left).equals(stages(given))) {
        candidates = left;
        narrowed = true;
        remark = "; what such an event cannot show is left out: it " + shows.get().meaning();
      }
    }
    TreeSet<Stage> pool = stages(candidates);
    TreeSet<Stage> agreed = new TreeSet<>(pool);
    candidates.forEach(candidate -> agreed.removeIf(stage -> !candidate.has(stage)));
    boolean split = agreed.isEmpty();
    if (!split) {
      pool = agreed;
    }
    Stage stage = pool.first();
    Candidate first = candidates.stream().filter(candidate -> candidate.has(stage)).findFirst().orElseThrow();
    TreeSet<Stage> others = new TreeSet<>(pool);
    boolean leavesServiceOrTask =
        fact.activity() == Activity.SERVICE_INSTALL
            || fact.activity() == Activity.TASK_CREATE
            || candidates.stream().anyMatch(one -> one.has(Stage.INSTALLATION) && one.has(Stage.ACTIONS_ON_OBJECTIVES));
    if (stage == Stage.INSTALLATION && leavesServiceOrTask) {
      others.add(Stage.ACTIONS_ON_OBJECTIVES);
    }
    others.remove(stage);
    Step step = first.step();
    if (split) {
      step = Step.LOWEST;
      remark += "; of the stages that the rule's tags mean it is the lowest";
    } else if (narrowed) {
      step = Step.EVENT;
    }
    boolean suspected = first.entry().weight() != Weight.FIRM;
    if (ACTING.contains(stage) && Circumstance.STATIC_FINDING.holds(rule, fact, scene)) {
      suspected = true;
      remark += "; what was found in a file has not acted yet";
    }
    return new StageVerdict(stage, first.part(stage), List.copyOf(others), suspected, step, reason(first, rule, fact) + remark);
  }

  private static TreeSet<Stage> stages(List<Candidate> candidates) {
    return candidates.stream()
        .flatMap(candidate -> candidate.places().stream())
        .map(Place::stage)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String reason(Candidate candidate, RuleReference rule, Fact fact) {
    String why = candidate.entry().when().stream().map(term -> term.phrase(rule, fact)).collect(Collectors.joining(" and "));
    String said = candidate.subject() + " " + candidate.entry().meaning();
    if (candidate.entry().weight() == Weight.TREE) {
      said += "; alone it is suspected " + candidate.places().getFirst().stage().title() + " at most";
    }
    return why.isEmpty() ? said : said + ", because " + why;
  }
}
