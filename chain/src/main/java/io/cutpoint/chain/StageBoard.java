package io.cutpoint.chain;

import io.cutpoint.model.Part;
import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.event.EventId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// How much evidence an intrusion has for each stage.
///
/// Mass `M = 1 - product over contributions, strongest first, j = 0, 1, 2, .. of (1 - E_j / 2^j)`, at most three per
/// rule and one per rule, host and process tree, and one per event: several rules that were true for the same event saw
/// one thing. What confirms is a mass of its own: what rules saw alone, without evidence that is suspected at most,
/// without stages that context chose, and each episode counted once whatever its repeats.
///
/// A reconstructed step proves its stage only where something else than its seeds' own suspicion shows that this is an
/// attack at all: what rules saw of all stages together is enough to confirm one, or a way in from outside was found. Else a
/// step that restates what its only seed saw (somebody's program started on another host) would prove the seed.
/// Abuse: an attacker can make a stage look confirmed only by doing what rules of three kinds see; repeating one
/// thing adds nothing.
/// Source: design/linking.md, section 2.
final class StageBoard {

  /// A stage with so much firm mass is confirmed.
  static final double CONFIRMED = 0.5;
  /// The same where two kinds of log tell of it by different rules.
  static final double CONFIRMED_BY_TWO = 0.3;
  static final double SUSPECTED = 0.2;
  /// A reconstructed step at least so sure confirms its stage, in what is an attack.
  static final double SURE = 0.7;

  private static final int PER_RULE = 3;

  private final List<StageChoice> choices;
  private final EnumMap<Stage, Evidenced> stages = new EnumMap<>(Stage.class);
  private final double through;
  private final double out;

  /// What is known of one stage.
  static final class Evidenced {
    double mass;
    boolean isConfirmed;
    String reason = "";
    final List<StageChoice> choices = new ArrayList<>();
  }

  StageBoard(List<StageChoice> choices) {
    this.choices = choices;
    // What is suspected at most tells how and not how far: an attack it is all the same.
    boolean isAttack = Witnesses.of(choices, choice -> true).confirm() || choices.stream().anyMatch(StageBoard::isWayIn);
    for (Stage stage : Stage.CHAIN) {
      Evidenced evidenced = new Evidenced();
      for (StageChoice choice : choices) {
        if (choice.stage() == stage) {
          evidenced.choices.add(choice);
        }
      }
      judge(evidenced, isAttack);
      stages.put(stage, evidenced);
    }
    List<StageChoice> last = of(Stage.ACTIONS_ON_OBJECTIVES).choices;
    through = mass(last.stream().filter(c -> c.part() != Part.OUT).toList(), c -> true, false);
    out = mass(last.stream().filter(c -> c.part() == Part.OUT).toList(), c -> true, false);
  }

  /// What rules saw.
  ///
  /// @param mass of it
  /// @param sensors how many kinds of log tell of it
  /// @param rules how many rules
  private record Witnesses(double mass, int sensors, int rules) {

    static Witnesses of(List<StageChoice> choices, Predicate<StageChoice> counts) {
      Predicate<StageChoice> isSeen = choice -> counts.test(choice) && !choice.placed().isReconstructed();
      EnumSet<Sensor> sensors = EnumSet.noneOf(Sensor.class);
      TreeSet<RuleKey> rules = new TreeSet<>();
      for (StageChoice choice : choices) {
        if (isSeen.test(choice)) {
          sensors.add(choice.placed().episode.sensor());
          rules.add(choice.placed().episode.rule().key());
        }
      }
      return new Witnesses(StageBoard.mass(choices, isSeen, true), sensors.size(), rules.size());
    }

    boolean confirmByMass() {
      return mass >= CONFIRMED;
    }

    boolean confirm() {
      return confirmByMass() || (sensors >= 2 && rules >= 2 && mass >= CONFIRMED_BY_TWO);
    }
  }

  /// Whether a step tells for sure how something came in from outside.
  private static boolean isWayIn(StageChoice choice) {
    return isSure(choice) && choice.stage().compareTo(Stage.EXPLOITATION) <= 0;
  }

  private static boolean isSure(StageChoice choice) {
    return choice.placed().isReconstructed() && choice.placed().confidence >= SURE && choice.mayConfirm();
  }

  private static void judge(Evidenced evidenced, boolean isAttack) {
    evidenced.mass = mass(evidenced.choices, c -> true, false);
    Witnesses witnesses = Witnesses.of(evidenced.choices, StageChoice::mayConfirm);
    StageChoice sure = null;
    for (StageChoice choice : evidenced.choices) {
      if (isSure(choice) && (sure == null || choice.placed().confidence > sure.placed().confidence)) {
        sure = choice;
      }
    }
    if (witnesses.confirmByMass()) {
      evidenced.isConfirmed = true;
      evidenced.reason = "Proved by " + count(witnesses.rules(), "rule") + ", most of all by " + title(evidenced.choices) + ".";
    } else if (witnesses.confirm()) {
      evidenced.isConfirmed = true;
      evidenced.reason = "Proved by " + witnesses.sensors() + " kinds of log, most of all by " + title(evidenced.choices) + ".";
    } else if (sure != null && isAttack) {
      evidenced.isConfirmed = true;
      evidenced.reason = "Proved by what came from what: " + sure.placed().episode.rule().title() + ".";
    } else if (sure != null && evidenced.mass >= SUSPECTED) {
      evidenced.reason = "Suspected because of " + title(evidenced.choices) + "; it happened, but neither a way in nor enough rules show that it was an attack.";
    } else if (evidenced.mass >= SUSPECTED) {
      evidenced.reason = "Suspected because of " + title(evidenced.choices) + "; that alone does not prove it.";
    } else if (!evidenced.choices.isEmpty()) {
      evidenced.reason = "Only weak signs, such as " + title(evidenced.choices) + ".";
    }
  }

  private static String title(List<StageChoice> choices) {
    StageChoice best = choices.getFirst();
    for (StageChoice choice : choices) {
      boolean firmer = choice.mayConfirm() && !best.mayConfirm();
      boolean same = choice.mayConfirm() == best.mayConfirm();
      if (firmer || (same && choice.placed().once > best.placed().once)) {
        best = choice;
      }
    }
    return "\"" + best.placed().episode.rule().title() + "\"";
  }

  static String count(long n, String what) {
    return n == 1 ? "1 " + what : n + " " + what + "s";
  }

  private record Weight(double value, RuleKey rule, String place, EventId event) {
    static final Comparator<Weight> ORDER = Comparator.<Weight>comparingDouble(p -> -p.value)
        .thenComparing(Weight::rule).thenComparing(Weight::place).thenComparing(Weight::event);
  }

  private static double mass(List<StageChoice> choices, Predicate<StageChoice> counts, boolean once) {
    List<Weight> parts = new ArrayList<>();
    for (StageChoice choice : choices) {
      if (counts.test(choice)) {
        Episode e = choice.placed().episode;
        String place = e.host() + '\0' + (e.tree().isOwn() ? e.tree().key() : Programs.imageClass(e.first().fact()));
        // What could mean several stages proves each of them less.
        double worth = once ? choice.placed().once / (1 + choice.openAlternatives()) : choice.placed().value;
        parts.add(new Weight(worth, e.rule().key(), place, e.first().fact().id()));
      }
    }
    parts.sort(Weight.ORDER);
    Map<RuleKey, TreeSet<String>> seen = new TreeMap<>();
    TreeSet<EventId> events = new TreeSet<>();
    double none = 1;
    double half = 1;
    for (Weight part : parts) {
      if (!events.add(part.event)) {
        continue;
      }
      TreeSet<String> places = seen.computeIfAbsent(part.rule, unused -> new TreeSet<>());
      if (places.size() < PER_RULE && places.add(part.place)) {
        none *= 1 - part.value * half;
        half /= 2;
      }
    }
    return 1 - none;
  }

  Evidenced of(Stage stage) {
    return java.util.Objects.requireNonNull(stages.get(stage));
  }

  List<StageChoice> choices() {
    return choices;
  }

  double through() {
    return through;
  }

  double out() {
    return out;
  }

  boolean isConfirmed(Stage stage) {
    return of(stage).isConfirmed;
  }

  boolean isSuspected(Stage stage) {
    return !of(stage).isConfirmed && of(stage).mass >= SUSPECTED;
  }

  /// The furthest confirmed stage, else the furthest suspected one, else the furthest of any member.
  Stage furthest() {
    for (int pass = 0; pass < 3; pass++) {
      for (Stage stage : Stage.CHAIN.reversed()) {
        Evidenced evidenced = of(stage);
        boolean here = pass == 0 ? evidenced.isConfirmed : pass == 1 ? evidenced.mass >= SUSPECTED : !evidenced.choices.isEmpty();
        if (here) {
          return stage;
        }
      }
    }
    throw new IllegalStateException("wanted an intrusion with members, found none");
  }

  /// The most confirmed stages that firm evidence shows in the order of the chain and of time.
  int longestChain() {
    int[] best = new int[Stage.CHAIN.size()];
    int i = 0;
    while (i < choices.size()) {
      long t = choices.get(i).placed().episode.t0();
      EnumSet<Stage> now = EnumSet.noneOf(Stage.class);
      for (; i < choices.size() && choices.get(i).placed().episode.t0() == t; i++) {
        StageChoice choice = choices.get(i);
        if (choice.mayConfirm() && isConfirmed(choice.stage())) {
          now.add(choice.stage());
        }
      }
      for (Stage stage : now) {
        int longest = 0;
        for (int s = 0; s < stage.ordinal(); s++) {
          longest = Math.max(longest, best[s]);
        }
        best[stage.ordinal()] = Math.max(best[stage.ordinal()], longest + 1);
      }
    }
    int longest = 0;
    for (int one : best) {
      longest = Math.max(longest, one);
    }
    return longest;
  }
}
