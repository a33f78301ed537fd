package io.cutpoint.chain;

import io.cutpoint.model.Part;
import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.StageVerdict;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.entity.Mention;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Which stage an episode means inside its intrusion.
///
/// One pass in event time. Where the evidence could mean several stages, the process tree it belongs to or what is
/// already proved on its host may choose another than the detection's own; a stage chosen so adds mass but never
/// confirms and never lengthens the chain.
///
/// @param placed the episode
/// @param stage the stage here
/// @param part the part of the last stage
/// @param isByContext whether context chose it
/// @param reason why, a sentence for people
record StageChoice(Placed placed, Stage stage, Part part, boolean isByContext, String reason) {

  /// The rule id of a reconstructed service or task that did not stay.
  private static final String SHORT_LIVED = "cutpoint.reconstruction.short-lived-service";

  /// A choice for each, in order.
  ///
  /// @param members in order
  static List<StageChoice> all(List<Placed> members, Baseline baseline) {
    Set<String> gone = gone(members);
    Map<String, EnumSet<Stage>> provedOn = new TreeMap<>();
    Map<String, StageChoice> lastInTree = new TreeMap<>();
    List<StageChoice> all = new ArrayList<>();
    int i = 0;
    while (i < members.size()) {
      // What is proved inside an instant counts after it, so that its order does not matter.
      int end = i;
      while (end < members.size() && members.get(end).episode.t0() == members.get(i).episode.t0()) {
        end++;
      }
      List<StageChoice> now = new ArrayList<>();
      for (Placed member : members.subList(i, end)) {
        now.add(one(member, provedOn.getOrDefault(member.episode.host(), EnumSet.noneOf(Stage.class)), lastInTree, gone, baseline));
      }
      for (StageChoice choice : now) {
        Episode e = choice.placed.episode;
        if (choice.mayConfirm()) {
          if (choice.placed.confidence >= StageBoard.SURE || choice.placed.once >= StageBoard.CONFIRMED) {
            provedOn.computeIfAbsent(e.host(), unused -> EnumSet.noneOf(Stage.class)).add(choice.stage);
          }
          if (e.tree().isOwn()) {
            lastInTree.merge(e.tree().key(), choice, (x, y) -> x.placed.episode.t0() == y.placed.episode.t0() && x.stage.compareTo(y.stage) > 0 ? x : y);
          }
        }
      }
      all.addAll(now);
      i = end;
    }
    return all;
  }

  /// Services and tasks that reconstruction found to be gone soon after they were made.
  private static Set<String> gone(List<Placed> members) {
    Set<String> gone = new TreeSet<>();
    for (Placed member : members) {
      if (member.isReconstructed() && member.episode.rule().key().id().equals(SHORT_LIVED)) {
        artefacts(member.episode).forEach(gone::add);
      }
    }
    return gone;
  }

  private static Stream<String> artefacts(Episode episode) {
    return episode.mentions().stream()
        .map(Mention::entity)
        .filter(Entity.Artefact.class::isInstance)
        .map(Entity::key);
  }

  /// Other stages that the evidence could mean and that context did not rule out.
  int openAlternatives() {
    return isByContext || placed.isReconstructed() ? 0 : placed.episode.verdict().alternatives().size();
  }

  /// Whether it may count towards a confirmed stage.
  boolean mayConfirm() {
    return !isByContext && !placed.episode.verdict().suspectedAtMost();
  }

  private static StageChoice one(Placed member, Set<Stage> proved, Map<String, StageChoice> lastInTree, Set<String> gone, Baseline baseline) {
    StageVerdict verdict = member.episode.verdict();
    if (verdict.stage() == Stage.INSTALLATION && !member.isReconstructed() && artefacts(member.episode).anyMatch(gone::contains)) {
      return context(member, Stage.ACTIONS_ON_OBJECTIVES, "the service or task was gone within ten minutes, so it ran something and installed nothing");
    }
    if (verdict.alternatives().isEmpty() || member.isReconstructed()) {
      return new StageChoice(member, verdict.stage(), verdict.part(), false, verdict.reason());
    }
    List<Stage> alternatives = verdict.alternatives();
    boolean mayBeAction = alternatives.contains(Stage.ACTIONS_ON_OBJECTIVES);
    if (verdict.suspectedAtMost()) {
      boolean held = proved.contains(Stage.COMMAND_AND_CONTROL) || proved.contains(Stage.ACTIONS_ON_OBJECTIVES);
      if (held && mayBeAction && verdict.stage() == Stage.INSTALLATION) {
        return context(member, Stage.ACTIONS_ON_OBJECTIVES, "the intruder already controlled this host");
      }
      StageChoice last = member.episode.tree().isOwn() ? lastInTree.get(member.episode.tree().key()) : null;
      if (last != null && last.stage != verdict.stage() && alternatives.contains(last.stage)) {
        return context(member, last.stage, "its process tree was at that stage");
      }
    } else if (mayBeAction && verdict.stage() == Stage.INSTALLATION && isRemote(member.episode, baseline)) {
      return context(member, Stage.ACTIONS_ON_OBJECTIVES, "it was made in a session from another computer");
    }
    return new StageChoice(member, verdict.stage(), verdict.part(), false, verdict.reason());
  }

  private static StageChoice context(Placed member, Stage stage, String why) {
    Part part = stage == Stage.ACTIONS_ON_OBJECTIVES ? Part.THROUGH : Part.NONE;
    return new StageChoice(member, stage, part, true,
        "Context: " + why + "; by itself it would mean " + member.episode.verdict().stage().title() + ".");
  }

  private static boolean isRemote(Episode episode, Baseline baseline) {
    for (Mention mention : episode.mentions()) {
      if (mention.entity() instanceof Entity.Session session) {
        Baseline.Origin origin = baseline.session(session);
        if (origin != null && origin.type().equals("3") && !origin.source().isEmpty()
            && !baseline.owner(origin.source()).equals(episode.host())) {
          return true;
        }
      }
    }
    return false;
  }
}
