package io.cutpoint.respond;

import io.cutpoint.chain.Act;
import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Outcome;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.intrusion.Intrusion;
import io.cutpoint.model.intrusion.StageState;
import io.cutpoint.model.text.Untrusted;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What somebody who has to decide asks of an intrusion, answered from its events. What they do not tell is left out.
///
/// @param waysIn how it came in, the first first; empty where that was not seen
/// @param patientZero the computer where it came in, or the first one that was seen
/// @param isPatientZeroByEntry whether that is where it came in
/// @param patientUser the account there, or no text
/// @param beganNanos when it came in or was first seen, nanoseconds since 1601
/// @param channels from where it is told, by their first traffic
/// @param milestones what it reached first, by time
/// @param hosts the computers that took part
/// @param accounts the accounts under which it acted after it came in
/// @param losses what it took or destroyed, by time
/// @param pulse whether it goes on
/// @param steps how many steps it has
/// @param unmatched how many of them no rule was true for
/// @param cutPoints what to cut now, and then what closes the way in
/// @param together what all that is to be cut now would have done at once
/// @param nextTime what would break the next one, or null where the way in is not known
/// @param blind stages that no log here could see
/// @param setting the one setting that would help most, or null where all is there
public record Briefing(
    List<WayIn> waysIn,
    Untrusted patientZero,
    boolean isPatientZeroByEntry,
    Untrusted patientUser,
    long beganNanos,
    List<Channel> channels,
    List<Milestone> milestones,
    List<HitHost> hosts,
    List<Untrusted> accounts,
    List<Loss> losses,
    Pulse pulse,
    int steps,
    int unmatched,
    List<CutPoint> cutPoints,
    CutPoint.Effect together,
    @Nullable Advice nextTime,
    List<Stage> blind,
    Coverage.@Nullable Setting setting) {
  public Briefing {
    waysIn = List.copyOf(waysIn);
    channels = List.copyOf(channels);
    milestones = List.copyOf(milestones);
    hosts = List.copyOf(hosts);
    accounts = List.copyOf(accounts);
    losses = List.copyOf(losses);
    cutPoints = List.copyOf(cutPoints);
    blind = List.copyOf(blind);
  }

  /// A computer that took part.
  ///
  /// @param key as hosts are compared
  /// @param name as it names itself
  /// @param isController whether its own events show that it is a domain controller
  public record HitHost(String key, Untrusted name, boolean isController) {}

  /// The answers for one intrusion.
  public static Briefing of(Subject subject) {
    Intrusion intrusion = subject.intrusion();
    List<Act> acts = subject.acts();
    List<WayIn> waysIn = new Entrances(subject).all();
    List<Channel> channels = new Channels(subject).all();
    List<Loss> losses = Losses.of(subject);
    boolean entered = !waysIn.isEmpty() && waysIn.getFirst().kind() != WayIn.Kind.INSIDE;
    WayIn first = waysIn.isEmpty() ? null : waysIn.getFirst();
    Act start = acts.getFirst();
    long began = first == null ? start.fromNanos() : first.timeNanos();
    Untrusted user = first == null ? Acts.user(start) : first.user();
    List<HitHost> hosts = intrusion.hosts().stream()
        .map(host -> new HitHost(host.key(), host.value(), subject.coverage().controllers().contains(host.key()))).toList();
    List<String> accounts = new ArrayList<>();
    TreeMap<String, Untrusted> names = new TreeMap<>();
    for (Act act : acts) {
      for (String key : Acts.actingAccounts(act, names)) {
        if (act.isFirm() && act.stage().compareTo(Stage.EXPLOITATION) >= 0 && !accounts.contains(key)) {
          accounts.add(key);
        }
      }
    }
    Cuts cuts = new Cuts(subject, waysIn, channels, hosts, accounts, names);
    TreeSet<Stage> inferred = new TreeSet<>();
    List<Stage> blind = new ArrayList<>();
    intrusion.stages().forEach((stage, summary) -> {
      // Nobody sees how a weapon is made: to be blind there says nothing of the logs.
      if (summary.state() == StageState.BLIND && stage != Stage.WEAPONIZATION) {
        blind.add(stage);
      } else if (summary.state() == StageState.INFERRED) {
        inferred.add(stage);
      }
    });
    Set<String> hostKeys = new TreeSet<>();
    hosts.forEach(host -> hostKeys.add(host.key()));
    return new Briefing(
        waysIn,
        first == null ? start.fact().host() : first.host(),
        entered,
        user,
        began,
        channels,
        new Milestones(subject, began, first == null ? start.host() : Acts.hostKey(first.host()), channels).all(),
        hosts,
        accounts.stream().map(key -> names.getOrDefault(key, Untrusted.of(key))).toList(),
        losses,
        pulse(subject, channels),
        acts.size(),
        (int) acts.stream().filter(Act::isUnmatched).count(),
        cuts.points(),
        cuts.together(),
        Counsel.of(first, cuts),
        blind,
        subject.coverage().setting(hostKeys, blind, inferred));
  }

  private static Pulse pulse(Subject subject, List<Channel> channels) {
    Intrusion intrusion = subject.intrusion();
    List<Act> furthest = subject.acts().stream().filter(act -> act.stage() == intrusion.furthest()).toList();
    boolean stopped = !furthest.isEmpty() && furthest.stream().allMatch(act -> act.outcome() == Outcome.BLOCKED);
    long traffic = EventView.NO_TIME;
    for (Channel channel : channels) {
      traffic = Moments.later(traffic, channel.lastNanos());
    }
    boolean talks = traffic != EventView.NO_TIME;
    return new Pulse(stopped, talks, talks ? traffic : intrusion.lastNanos(), subject.endNanos());
  }
}
