package io.cutpoint.chain;

import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.Outcome;
import io.cutpoint.model.intrusion.Contribution;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How urgent an intrusion is, 0 to 100, in parts that add up.
///
/// `S = 100 (1 - exp(-R / 1.2))`, R = sum of weight * mass of the stages, times the longest chain, times the kinds of
/// log. Each factor's part is what it adds to the score of those before it. Then the bounds, each a part of its own,
/// since the sum alone ranks a lone credential dump below a few harmless administrator's acts.
/// Source: design/linking.md, section 2.
final class Score {

  private static final double SCALE = 1.2;
  private static final double PER_LINK = 0.25;
  private static final double PER_SENSOR = 0.15;
  private static final int MOST_SENSORS = 3;
  private static final double FLOOR_HIGH = 60;
  private static final double FLOOR_CRITICAL = 75;
  private static final double CEILING_MEDIUM = 59;
  private static final double CEILING_SCANNING = 39;
  /// Nothing proved, and nothing grave: no reason to be called.
  private static final double CEILING_SUSPECTED = 39;
  /// From this novelty on something is not common here.
  private static final double RARE = 0.5;

  private static final List<String> CREDENTIALS = List.of("T1003");
  private static final List<String> DEFENCE = List.of("T1562", "T1685", "T1686");
  /// Clearing a log hides what was done; it switches nothing off.
  private static final List<String> CLEARING = List.of("T1685.005", "T1685.006");
  private static final List<String> IMPACT = List.of("T1485", "T1486", "T1490", "T1561");

  private final List<Contribution> parts = new ArrayList<>();
  private double score;

  Score(StageBoard board, boolean hasEntry) {
    double sum = 0;
    double[] weighted = new double[8];
    String[] names = new String[8];
    for (Stage stage : Stage.CHAIN) {
      if (stage != Stage.ACTIONS_ON_OBJECTIVES) {
        weighted[stage.ordinal()] = weight(stage) * board.of(stage).mass;
        names[stage.ordinal()] = stage.id();
      }
    }
    weighted[6] = 0.90 * board.through();
    names[6] = "actions-through";
    weighted[7] = 1.0 * board.out();
    names[7] = "actions-out";
    for (double one : weighted) {
      sum += one;
    }
    double base = of(sum);
    for (int i = 0; i < weighted.length; i++) {
      if (weighted[i] > 0) {
        Stage stage = Stage.CHAIN.get(Math.min(i, 6));
        parts.add(new Contribution(names[i], base * weighted[i] / sum, stage.title() + ": " + board.of(stage).reason));
      }
    }
    score = base;
    int chain = board.longestChain();
    double factor = 1 + PER_LINK * Math.max(0, chain - 1);
    raise(of(sum * factor), "chain", chain + " confirmed stages follow each other in time.");
    EnumSet<Sensor> sensors = EnumSet.noneOf(Sensor.class);
    for (StageChoice choice : board.choices()) {
      if (!choice.placed().isReconstructed()) {
        sensors.add(choice.placed().episode.sensor());
      }
    }
    factor *= 1 + PER_SENSOR * Math.clamp(sensors.size() - 1L, 0, MOST_SENSORS);
    raise(of(sum * factor), "sensors", StageBoard.count(sensors.size(), "kind") + " of log tell of it.");
    bounds(board, sensors.size(), hasEntry);
  }

  private void bounds(StageBoard board, int sensors, boolean hasEntry) {
    Level highest = Level.INFORMATIONAL;
    Level grave = Level.INFORMATIONAL;
    String what = "";
    boolean scanning = true;
    for (StageChoice choice : board.choices()) {
      Placed placed = choice.placed();
      scanning &= choice.stage() == Stage.RECONNAISSANCE;
      if (placed.isReconstructed()) {
        continue;
      }
      Level level = placed.episode.rule().level();
      highest = level.compareTo(highest) > 0 ? level : highest;
      String kind = grave(placed.episode);
      if (kind != null && placed.novelty >= RARE && placed.episode.outcome() != Outcome.BLOCKED && level.compareTo(grave) > 0) {
        grave = level;
        what = kind + " (\"" + placed.episode.rule().title() + "\")";
      }
    }
    if (grave == Level.CRITICAL) {
      raise(Math.max(score, FLOOR_CRITICAL), "floor", "At least " + (int) FLOOR_CRITICAL + ": a critical rule saw " + what + ".");
    } else if (grave == Level.HIGH) {
      raise(Math.max(score, FLOOR_HIGH), "floor", "At least " + (int) FLOOR_HIGH + ": a high rule saw " + what + ", which is not common here.");
    }
    if (highest.compareTo(Level.MEDIUM) <= 0 && sensors < 2 && !hasEntry) {
      raise(Math.min(score, CEILING_MEDIUM), "ceiling", "At most " + (int) CEILING_MEDIUM
          + ": medium evidence only, of one kind of log, and no entry was found.");
    }
    boolean proved = Stage.CHAIN.stream().anyMatch(board::isConfirmed);
    if (!proved && grave.compareTo(Level.HIGH) < 0) {
      raise(Math.min(score, CEILING_SUSPECTED), "ceiling", "At most " + (int) CEILING_SUSPECTED + ": no stage is proved.");
    }
    if (scanning) {
      raise(Math.min(score, CEILING_SCANNING), "ceiling", "At most " + (int) CEILING_SCANNING + ": nothing but Reconnaissance.");
    }
  }

  private static @Nullable String grave(Episode episode) {
    for (String technique : episode.rule().techniques()) {
      String base = technique.length() > 5 ? technique.substring(0, 5) : technique;
      if (CREDENTIALS.contains(base)) {
        return "credential dumping";
      }
      if (DEFENCE.contains(base) && !CLEARING.contains(technique)) {
        return "defences being switched off";
      }
      if (IMPACT.contains(base)) {
        return "impact";
      }
    }
    return null;
  }

  private void raise(double to, String factor, String reason) {
    if (to != score) {
      parts.add(new Contribution(factor, to - score, reason));
      score = to;
    }
  }

  private static double of(double r) {
    return 100 * (1 - StrictMath.exp(-r / SCALE));
  }

  private static double weight(Stage stage) {
    return switch (stage) {
      case RECONNAISSANCE -> 0.05;
      case WEAPONIZATION -> 0.10;
      case DELIVERY -> 0.25;
      case EXPLOITATION -> 0.50;
      case INSTALLATION -> 0.80;
      case COMMAND_AND_CONTROL -> 0.90;
      case ACTIONS_ON_OBJECTIVES -> 0.90;
    };
  }

  double value() {
    return score;
  }

  List<Contribution> parts() {
    return parts;
  }
}
