package io.cutpoint.evaluate;

import io.cutpoint.model.Stage;
import io.cutpoint.model.intrusion.Band;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A result measured against the truth. What each measure means stands in `docs/evaluate.md`.
///
/// @param truth what was given
/// @param result what it is compared with
/// @param overall the measures of the whole
/// @param attacks the measures of each attack, in the order in which the truth names them
/// @param falseIntrusions intrusions with a score of 40 or more of which less than half belongs to attacks, by rank
/// @param falseStages stages that are shown as confirmed and that the truth does not have
/// @param fates where the detections ended; together they are all
/// @param warnings why some numbers may mislead
public record Scorecard(
    Given truth,
    Measured result,
    Overall overall,
    List<Attack> attacks,
    List<FalseIntrusion> falseIntrusions,
    List<FalseStage> falseStages,
    List<Fate> fates,
    List<String> warnings) {

  /// From this score on an intrusion claims to be an attack.
  public static final double CLAIMS = 40;

  /// What the truth holds.
  ///
  /// @param form `records`, `windows` or `labels`
  /// @param rows records or windows of attacks
  /// @param detected those of them that led to a detection
  /// @param inBest those of them with a detection in the best intrusion of their attack
  /// @param harmless records that a label calls harmless
  public record Given(String form, long rows, long detected, long inBest, long harmless) {}

  /// What the result holds.
  ///
  /// @param hosts hosts that detections name
  /// @param days from the first to the last record of the evidence
  public record Measured(long detections, long episodes, long intrusions, long hosts, double days) {}

  /// The measures of the whole.
  ///
  /// @param found attacks that are found
  /// @param reciprocalRank mean over the attacks
  /// @param purity mean over the best intrusions, by episodes
  /// @param completeness mean over the attacks, by episodes
  /// @param f1 mean over the attacks, by episodes
  /// @param attacksPerIntrusion mean over the intrusions that hold an attack's episode
  /// @param mostAttacks the most attacks in one intrusion
  /// @param intrusionsPerAttack mean over the attacks that some intrusion holds an episode of
  /// @param mostIntrusions the most intrusions that hold one attack
  /// @param claims intrusions with a score of 40 or more
  /// @param falsePerDay false intrusions in a day of evidence; less than a day counts as one
  /// @param falsePerDayPer100Hosts likewise, for a hundred hosts
  /// @param first the intrusion with the highest score
  /// @param falseStages confirmed stages of intrusions with an attack in them that the truth does not have
  /// @param confirmed confirmed stages of these intrusions
  /// @param confirmedElsewhere confirmed stages of intrusions without any attack in them
  /// @param members detections in intrusions whose true stage is known
  /// @param stageFirst those of them in it
  /// @param stageSecond those of them with it as their stage or as the next best
  public record Overall(
      Share found,
      double reciprocalRank,
      double purity,
      double completeness,
      double f1,
      double attacksPerIntrusion,
      long mostAttacks,
      double intrusionsPerAttack,
      long mostIntrusions,
      long claims,
      double falsePerDay,
      double falsePerDayPer100Hosts,
      @Nullable First first,
      long falseStages,
      long confirmed,
      long confirmedElsewhere,
      Share stageFirst,
      Share stageSecond) {}

  /// The intrusion with the highest score.
  ///
  /// @param attack the attack that has the most episodes in it, or empty
  /// @param purity share of its episodes that belong to this attack
  /// @param purityDetections likewise of its detections
  /// @param completeness share of this attack's episodes that it holds
  public record First(String id, double score, String attack, Share purity, Share purityDetections, Share completeness) {}

  /// The measures of an attack.
  ///
  /// @param rows its records or windows
  /// @param detected those that led to a detection
  /// @param inBest those with a detection in the best intrusion
  /// @param detections its detections
  /// @param reconstructed those of them that no rule saw
  /// @param episodes episodes of which at least half is its
  /// @param isFound whether the first-ranked intrusion is this attack and claims to be one
  /// @param rank place of the first intrusion that is this attack, or 0
  /// @param falseAbove intrusions before it that are no attack
  /// @param reciprocalRank 1 / (1 + falseAbove), or 0
  /// @param best the intrusion that holds most of its episodes
  /// @param intrusions how many hold an episode of it
  /// @param stages how its stages fare, where the truth says them
  /// @param boxes what a box would do
  public record Attack(
      String name,
      long rows,
      long detected,
      long inBest,
      long detections,
      long reconstructed,
      long episodes,
      boolean isFound,
      long rank,
      long falseAbove,
      double reciprocalRank,
      @Nullable Best best,
      long intrusions,
      @Nullable Stages stages,
      List<Box> boxes) {}

  /// The intrusion that holds most of an attack.
  ///
  /// @param attacks how many attacks have an episode in it
  /// @param purity share of its episodes that belong to the attack
  /// @param completeness share of the attack's episodes that it holds
  /// @param f1 of the two by episodes
  public record Best(String id, double score, long rank, long attacks, Share purity, Share purityDetections, Share completeness, Share completenessDetections, Share f1) {}

  /// How the stages of an attack fare in its best intrusion.
  ///
  /// @param truth stages that it went through
  /// @param confirmed stages that are shown as proved
  /// @param unstaged records or windows of the attack without a stage, so that a stage may be missing from the truth
  /// @param first members in their true stage, of those whose true stage is known, in any intrusion
  /// @param second members with it as their stage or as the next best
  /// @param byStage members in their true stage, for each
  public record Stages(Set<Stage> truth, Set<Stage> confirmed, long unstaged, Share first, Share second, Map<Stage, Share> byStage) {

    /// Confirmed, but not true.
    public List<Stage> falselyConfirmed() {
      return confirmed.stream().filter(stage -> !truth.contains(stage)).toList();
    }

    /// True, but not confirmed.
    public List<Stage> missed() {
      return truth.stream().filter(stage -> !confirmed.contains(stage)).toList();
    }
  }

  /// What taking all of a place and a time would do for an attack.
  ///
  /// @param kind which box
  /// @param purity share of its episodes that belong to the attack
  /// @param completeness share of the attack's episodes in it
  /// @param f1 of the two
  public record Box(Kind kind, Share purity, Share completeness, Share f1) {

    /// Which box.
    public enum Kind {
      /// The attack's hosts, from its first to its last instant.
      HOST_SPAN("host-span"),
      /// The attack's hosts, from an hour before to an hour behind.
      HOST_HOUR("host-hour"),
      /// All hosts, from an hour before to an hour behind.
      ALL_HOUR("all-hour");

      private final String id;

      Kind(String id) {
        this.id = id;
      }

      /// The word in files.
      public String id() {
        return id;
      }
    }
  }

  /// An intrusion that claims to be an attack and is none.
  public record FalseIntrusion(String id, double score, long rank, Share attackEpisodes) {}

  /// A stage that is shown as confirmed and that none of the intrusion's attacks went through.
  ///
  /// @param attacks those attacks
  public record FalseStage(String id, double score, Stage stage, List<String> attacks) {}

  /// A place where detections ended.
  ///
  /// @param band of the intrusion, or null for no intrusion: context and orphans
  public record Fate(@Nullable Band band, long intrusions, long episodes, long detections, long attackDetections) {}
}
