package io.cutpoint.chain;

import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Outcome;
import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.event.EventTimes;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.intrusion.StageState;
import io.cutpoint.model.intrusion.StageSummary;
import io.cutpoint.model.text.Untrusted;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What to say of a stage that no evidence shows.
///
/// Below the furthest confirmed stage an empty one is blind where no log of that stage covered the host before the
/// next stage began, inferred where one did and it must have happened, not applicable where this kind of intrusion
/// has none, else simply not seen. Above it, a stage would have followed where the intrusion was blocked.
/// Source: design/linking.md, section 2.
final class Gaps {

  private static final long LOOK_BACK = 24 * Times.HOUR;

  private final StageBoard board;
  private final Baseline baseline;
  private final EnumMap<Stage, StageSummary> out = new EnumMap<>(Stage.class);

  Gaps(StageBoard board, Baseline baseline) {
    this.board = board;
    this.baseline = baseline;
  }

  /// All seven stages.
  Map<Stage, StageSummary> summaries() {
    Stage furthest = null;
    for (Stage stage : Stage.CHAIN) {
      if (board.isConfirmed(stage)) {
        furthest = stage;
      }
    }
    boolean blocked = furthest != null && isBlocked(board, furthest);
    for (Stage stage : Stage.CHAIN) {
      StageBoard.Evidenced here = board.of(stage);
      if (here.isConfirmed || here.mass >= StageBoard.SUSPECTED) {
        out.put(stage, seen(here, here.isConfirmed ? StageState.CONFIRMED : StageState.SUSPECTED));
      } else if (furthest != null && stage.compareTo(furthest) < 0) {
        out.put(stage, gap(stage, here));
      } else if (blocked && stage.compareTo(java.util.Objects.requireNonNull(furthest)) > 0) {
        out.put(stage, unseen(here, StageState.SYNTHESISED, "Would have followed, had it not been blocked at " + furthest.title() + ".", ""));
      } else {
        out.put(stage, unseen(here, StageState.NONE, here.reason.isEmpty() ? "Not seen." : here.reason, ""));
      }
    }
    return out;
  }

  /// Whether every firm sign of this stage was blocked.
  static boolean isBlocked(StageBoard board, Stage stage) {
    List<StageChoice> choices = board.of(stage).choices;
    return !choices.isEmpty() && choices.stream().allMatch(choice -> choice.placed().episode.outcome() == Outcome.BLOCKED);
  }

  private static StageSummary seen(StageBoard.Evidenced here, StageState state) {
    return summary(here, state, here.reason, "");
  }

  private static StageSummary unseen(StageBoard.Evidenced here, StageState state, String reason, String hunt) {
    return summary(here, state, reason, hunt);
  }

  private static StageSummary summary(StageBoard.Evidenced here, StageState state, String reason, String hunt) {
    long first = EventView.NO_TIME;
    long last = EventView.NO_TIME;
    for (StageChoice choice : here.choices) {
      Episode e = choice.placed().episode;
      first = first == EventView.NO_TIME ? e.t0() : Times.earlier(first, e.t0());
      last = last == EventView.NO_TIME ? e.t1() : Times.later(last, e.t1());
    }
    return new StageSummary(state, first, last, here.mass, reason, hunt);
  }

  private StageSummary gap(Stage stage, StageBoard.Evidenced here) {
    Episode next = next(stage);
    String host = next.host();
    long until = next.t0();
    return switch (stage) {
      case RECONNAISSANCE -> unseen(here, StageState.BLIND, "No log here could see it: it needs web, mail or firewall logs of the edge.", "");
      case WEAPONIZATION -> weaponization(here);
      case DELIVERY -> byLog(stage, here, host, until, Set.of(Activity.FILE_WRITE, Activity.FILE_STREAM, Activity.LOGON), true,
          "Something brought it in before " + Times.text(until));
      case EXPLOITATION -> byAccount()
          ? unseen(here, StageState.NOT_APPLICABLE, "It came in with a valid account, so nothing had to be exploited.", "")
          : byLog(stage, here, host, until, Set.of(Activity.PROCESS_START, Activity.SCRIPT), true,
              "Something ran before " + Times.text(until));
      case INSTALLATION -> byLog(stage, here, host, until,
          Set.of(Activity.FILE_WRITE, Activity.REGISTRY_WRITE, Activity.SERVICE_INSTALL, Activity.TASK_CREATE, Activity.WMI_SUBSCRIPTION), false, "");
      case COMMAND_AND_CONTROL -> byLog(stage, here, host, until, Set.of(Activity.CONNECTION, Activity.NAME_QUERY), !byAccount(),
          "Whoever acted at " + Times.text(until) + " was told to by somebody");
      case ACTIONS_ON_OBJECTIVES -> throw new IllegalStateException("wanted a stage before the furthest, found the last");
    };
  }

  private StageSummary weaponization(StageBoard.Evidenced here) {
    StageChoice artefact = null;
    for (Stage stage : List.of(Stage.DELIVERY, Stage.EXPLOITATION, Stage.INSTALLATION)) {
      for (StageChoice choice : board.of(stage).choices) {
        boolean file = choice.placed().episode.first().fact().attributes().has(Attribute.HASHES)
            || choice.placed().episode.first().fact().attributes().has(Attribute.TARGET_FILE);
        if (artefact == null && file && choice.mayConfirm()) {
          artefact = choice;
        }
      }
    }
    if (artefact == null) {
      return unseen(here, StageState.BLIND, "It happens out of sight; no delivered file is at hand to examine.", "");
    }
    Fact fact = artefact.placed().episode.first().fact();
    // Sysmon 15 hashes the stream that it tells of: the mark of the web, not the file.
    Untrusted hashes = fact.activity() == Activity.FILE_STREAM ? Untrusted.NONE : fact.attributes().or(Attribute.HASHES);
    String hunt = Entities.hash(hashes)
        .map(hash -> "Hashes|contains=" + hash.value())
        .orElseGet(() -> "TargetFilename=" + value(fact, Attribute.TARGET_FILE));
    return unseen(here, StageState.INFERRED,
        "What was delivered was made before; it happens out of sight, only the file itself can tell of it.", hunt);
  }

  private static String value(Fact fact, Attribute attribute) {
    return fact.attributes().or(attribute).toString();
  }

  private StageSummary byLog(Stage stage, StageBoard.Evidenced here, String host, long until, Set<Activity> activities, boolean must, String because) {
    Baseline.Sight sight = baseline.sight(host);
    long begins = EventView.NO_TIME;
    if (sight != null) {
      for (Activity activity : Activity.values()) {
        long[] span = sight.activities.get(activity);
        if (span != null && activities.contains(activity)) {
          begins = begins == EventView.NO_TIME ? span[0] : Times.earlier(begins, span[0]);
        }
      }
    }
    if (begins == EventView.NO_TIME) {
      return unseen(here, StageState.BLIND, "No log of " + host(host) + " could see it: none tells of " + words(activities) + ".", "");
    }
    if (Times.isBefore(until, begins)) {
      return unseen(here, StageState.BLIND,
          "The logs of " + host(host) + " that could see it begin at " + Times.text(begins) + ", after the next stage.", "");
    }
    if (!must) {
      return unseen(here, StageState.NONE, "Not seen, though logs of " + host(host) + " would tell; not every intrusion has it.", "");
    }
    long from = Times.between(begins, until) > LOOK_BACK ? until - LOOK_BACK : begins;
    return unseen(here, StageState.INFERRED,
        because + ", and logs of " + host(host) + " since " + Times.text(begins) + " would tell of it.", hunt(stage, host, from, until));
  }

  private static String hunt(Stage stage, String host, long from, long until) {
    String what = switch (stage) {
      case DELIVERY -> "EventID in (11, 15, 4624)";
      case EXPLOITATION -> "EventID in (1, 4688, 4104)";
      case COMMAND_AND_CONTROL -> "EventID in (3, 22)";
      case RECONNAISSANCE, WEAPONIZATION, INSTALLATION, ACTIONS_ON_OBJECTIVES -> "EventID in (1, 11, 13)";
    };
    return "host=" + host(host) + " and " + what + " from " + EventTimes.text(from) + " to " + EventTimes.text(until);
  }

  private static String host(String key) {
    return Untrusted.of(key).toString();
  }

  private static String words(Set<Activity> activities) {
    StringBuilder out = new StringBuilder();
    for (Activity activity : Activity.values()) {
      if (activities.contains(activity)) {
        out.append(out.isEmpty() ? "" : ", ").append(activity.id().replace('-', ' '));
      }
    }
    return out.toString();
  }

  /// The first firm episode of a later stage.
  private Episode next(Stage stage) {
    Episode found = null;
    for (StageChoice choice : board.choices()) {
      boolean later = choice.stage().compareTo(stage) > 0 && board.isConfirmed(choice.stage()) && choice.mayConfirm();
      if (later && found == null) {
        found = choice.placed().episode;
      }
    }
    if (found == null) {
      throw new IllegalStateException("wanted a confirmed stage after " + stage + ", found none");
    }
    return found;
  }

  /// Whether it came in by signing in.
  private boolean byAccount() {
    for (StageChoice choice : board.of(Stage.DELIVERY).choices) {
      boolean account = choice.placed().episode.rule().techniques().stream()
          .anyMatch(t -> t.startsWith("T1078") || t.startsWith("T1133") || t.startsWith("T1021"));
      Activity activity = choice.placed().episode.first().fact().activity();
      if (choice.mayConfirm() && (account || activity == Activity.LOGON)) {
        return true;
      }
    }
    return false;
  }
}
