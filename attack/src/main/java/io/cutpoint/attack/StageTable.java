package io.cutpoint.attack;

import io.cutpoint.model.Part;
import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.RuleReference;
import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Fact;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The resource `stages.tsv`, whose head says what its columns mean. Immutable.
///
/// Source: design/linking.md, section 1, "From evidence to a stage".
final class StageTable {

  private static final class Shipped {
    static final StageTable TABLE = new StageTable(Tables.read("stages.tsv"));
  }

  /// How much a row says.
  enum Weight {
    /// How, but not how far: the stage is that of the process tree.
    TREE,
    /// The stage, but one such detection never confirms it.
    SUSPECTED,
    FIRM
  }

  /// A stage with its part.
  record Place(Stage stage, Part part) {
    static Place of(String code, Tables.Row row) {
      return switch (code) {
        case "1", "2", "3", "4", "5", "6" -> new Place(Stage.CHAIN.get(code.charAt(0) - '1'), Part.NONE);
        case "7a" -> new Place(Stage.ACTIONS_ON_OBJECTIVES, Part.THROUGH);
        case "7b" -> new Place(Stage.ACTIONS_ON_OBJECTIVES, Part.OUT);
        default -> throw row.wrong("stages 1 to 6, 7a or 7b");
      };
    }
  }

  /// One condition; all of a row's hold or the row is passed over.
  sealed interface Term {
    boolean holds(RuleReference rule, Fact fact, Scene scene);

    /// The clause for a reason, of words of the table only; asked where the condition holds.
    String phrase(RuleReference rule, Fact fact);
  }

  record Shown(Circumstance circumstance) implements Term {
    @Override
    public boolean holds(RuleReference rule, Fact fact, Scene scene) {
      return circumstance.holds(rule, fact, scene);
    }

    @Override
    public String phrase(RuleReference rule, Fact fact) {
      return circumstance.phrase();
    }
  }

  record OfActivity(Set<Activity> activities) implements Term {
    @Override
    public boolean holds(RuleReference rule, Fact fact, Scene scene) {
      return activities.contains(fact.activity());
    }

    @Override
    public String phrase(RuleReference rule, Fact fact) {
      return "the event is a " + fact.activity().id().replace('-', ' ');
    }
  }

  record OfSource(Set<String> words) implements Term {
    @Override
    public boolean holds(RuleReference rule, Fact fact, Scene scene) {
      return !word(rule).isEmpty();
    }

    private String word(RuleReference rule) {
      LogSource source = rule.logSource();
      return has(source.category()) ? text(source.category()) : has(source.service()) ? text(source.service()) : has(source.product()) ? text(source.product()) : "";
    }

    private boolean has(@Nullable String word) {
      return word != null && words.contains(word);
    }

    private static String text(@Nullable String word) {
      return word == null ? "" : word;
    }

    @Override
    public String phrase(RuleReference rule, Fact fact) {
      return "the rule reads a log of " + word(rule);
    }
  }

  record OfAction(Set<String> actions) implements Term {
    @Override
    public boolean holds(RuleReference rule, Fact fact, Scene scene) {
      return actions.contains(action(fact));
    }

    @Override
    public String phrase(RuleReference rule, Fact fact) {
      return "its action is " + action(fact);
    }

    private static String action(Fact fact) {
      return Entities.fold(fact.attributes().or(Attribute.EVENT_TYPE).raw());
    }
  }

  record OfTarget(Set<String> programs) implements Term {
    @Override
    public boolean holds(RuleReference rule, Fact fact, Scene scene) {
      return programs.contains(target(fact));
    }

    @Override
    public String phrase(RuleReference rule, Fact fact) {
      return "the process acted upon is " + target(fact);
    }

    private static String target(Fact fact) {
      return Programs.name(fact.attributes().or(Attribute.TARGET_IMAGE));
    }
  }

  /// One row.
  ///
  /// @param subjects ids of techniques or tactics, or empty for all
  record Entry(List<String> subjects, List<Term> when, List<Place> places, Weight weight, String meaning) {

    boolean isAbout(String technique) {
      return subjects.contains(technique) || subjects.contains(Technique.parentId(technique));
    }

    boolean holds(RuleReference rule, Fact fact, Scene scene) {
      for (Term term : when) {
        if (!term.holds(rule, fact, scene)) {
          return false;
        }
      }
      return true;
    }
  }

  private final List<Entry> event = new ArrayList<>();
  private final List<Entry> shows = new ArrayList<>();
  private final List<Entry> source = new ArrayList<>();
  private final TreeMap<String, List<Entry>> bySubject = new TreeMap<>();

  private StageTable(List<Tables.Row> rows) {
    for (Tables.Row row : rows) {
      Entry entry = entry(row);
      switch (row.cell(0)) {
        case "event" -> event.add(entry);
        case "shows" -> shows.add(entry);
        case "source" -> source.add(entry);
        case "technique", "tactic" -> entry.subjects().forEach(id -> bySubject.computeIfAbsent(id, unused -> new ArrayList<>()).add(entry));
        default -> throw row.wrong("event, technique, tactic, shows or source");
      }
    }
  }

  static StageTable shipped() {
    return Shipped.TABLE;
  }

  private static Entry entry(Tables.Row row) {
    List<Place> places = new ArrayList<>();
    for (String code : row.list(3)) {
      places.add(Place.of(code, row));
    }
    Weight weight =
        switch (row.cell(4)) {
          case "firm" -> Weight.FIRM;
          case "suspected" -> Weight.SUSPECTED;
          case "tree" -> Weight.TREE;
          default -> throw row.wrong("firm, suspected or tree");
        };
    if (places.isEmpty()) {
      throw row.wrong("at least one stage");
    }
    return new Entry(row.cell(1).equals("*") ? List.of() : row.list(1), terms(row), List.copyOf(places), weight, row.cell(5));
  }

  private static List<Term> terms(Tables.Row row) {
    List<Term> terms = new ArrayList<>();
    for (String term : row.cell(2).split("\\+")) {
      if (term.equals("always")) {
        continue;
      }
      int equals = term.indexOf('=');
      String name = equals < 0 ? term : term.substring(0, equals);
      Set<String> words = Set.of(term.substring(equals + 1).split("\\|"));
      terms.add(
          switch (name) {
            case "activity" -> new OfActivity(activities(words, row));
            case "source" -> new OfSource(words);
            case "action" -> new OfAction(words);
            case "target" -> new OfTarget(words);
            default -> new Shown(Circumstance.of(name).orElseThrow(() -> row.wrong("a circumstance")));
          });
    }
    return List.copyOf(terms);
  }

  private static Set<Activity> activities(Set<String> words, Tables.Row row) {
    Set<Activity> activities = EnumSet.noneOf(Activity.class);
    for (Activity activity : Activity.values()) {
      if (words.contains(activity.id())) {
        activities.add(activity);
      }
    }
    if (activities.size() != words.size()) {
      throw row.wrong("activities");
    }
    return activities;
  }

  /// What the event itself decides, whatever the rule says: the first row that holds.
  Optional<Entry> event(RuleReference rule, List<String> techniques, Fact fact, Scene scene) {
    return event.stream()
        .filter(entry -> entry.subjects().isEmpty() || techniques.stream().anyMatch(entry::isAbout))
        .filter(entry -> entry.holds(rule, fact, scene))
        .findFirst();
  }

  /// The first row that holds for a technique or tactic; the rows of a sub-technique come before its parent's.
  Optional<Entry> subject(String id, RuleReference rule, Fact fact, Scene scene) {
    Optional<Entry> own = first(bySubject.getOrDefault(id, List.of()), rule, fact, scene);
    String parent = Technique.parentId(id);
    return own.isPresent() || parent.equals(id) ? own : first(bySubject.getOrDefault(parent, List.of()), rule, fact, scene);
  }

  /// The stages that such an event can show at all, where the table limits them.
  Optional<Entry> shows(RuleReference rule, Fact fact, Scene scene) {
    return first(shows, rule, fact, scene);
  }

  /// What to make of an event whose rule names neither technique nor tactic.
  Optional<Entry> source(RuleReference rule, Fact fact, Scene scene) {
    return first(source, rule, fact, scene);
  }

  /// All technique and tactic ids that have rows.
  Set<String> subjects() {
    return java.util.Collections.unmodifiableSet(bySubject.keySet());
  }

  private static Optional<Entry> first(List<Entry> entries, RuleReference rule, Fact fact, Scene scene) {
    return entries.stream().filter(entry -> entry.holds(rule, fact, scene)).findFirst();
  }
}
