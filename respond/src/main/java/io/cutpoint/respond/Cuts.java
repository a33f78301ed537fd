package io.cutpoint.respond;

import io.cutpoint.chain.Act;
import io.cutpoint.model.Stage;
import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.entity.Mention;
import io.cutpoint.model.entity.Role;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.text.Untrusted;
import io.cutpoint.provenance.Reconstruction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// What to cut, each with what it would have done to the steps of this intrusion.
///
/// A step uses an indicator where it names it, or where its process is one that used it or came from one. The effect
/// of a cut counts, of the steps after the first one that uses the indicator, those that use it. It assumes that the
/// intruder has no other way, and it is counted for this intrusion alone.
/// Abuse: an intruder can name harmless accounts and places; who cuts looks at the value first. Names that everybody
/// uses are never proposed, a domain controller is never to be unplugged.
/// Source: design/linking.md, "Cut points".
final class Cuts {

  private static final int MOST_EACH = 20;

  private final Subject subject;
  private final Lineage lineage;
  private final List<CutPoint> points = new ArrayList<>();
  private final List<Predicate<Act>> now = new ArrayList<>();
  private final List<Predicate<Act>> firstUses = new ArrayList<>();

  /// @param accounts keys of the accounts under which it acted
  /// @param names how those are written
  Cuts(Subject subject, List<WayIn> waysIn, List<Channel> channels, List<Briefing.HitHost> hosts, List<String> accounts, Map<String, Untrusted> names) {
    this.subject = subject;
    this.lineage = new Lineage(subject);
    Set<Integer> talkers = new TreeSet<>();
    for (Channel channel : channels) {
      if (!channel.isShared()) {
        talkers.addAll(block(channel));
      }
    }
    int count = 0;
    for (Briefing.HitHost host : hosts) {
      if (count < MOST_EACH && subject.acts().stream().anyMatch(act -> act.isFirm() && Acts.isAt(act, host.key()))) {
        count++;
        add(Stage.ACTIONS_ON_OBJECTIVES, host.isController() ? CutPoint.Action.CONTAIN : CutPoint.Action.ISOLATE, "host", host.name(), Untrusted.NONE, true, false,
            act -> crossesNetworkAt(act, host.key(), talkers));
      }
    }
    accounts.stream().limit(MOST_EACH).forEach(key -> add(Stage.ACTIONS_ON_OBJECTIVES, CutPoint.Action.REVOKE, "user", names.getOrDefault(key, Untrusted.of(key)),
        Untrusted.NONE, true, false, act -> actsAs(act, key)));
    footholds();
    waysIn.forEach(this::entry);
  }

  List<CutPoint> points() {
    return List.copyOf(points);
  }

  /// All that is to be cut now, at once.
  CutPoint.Effect together() {
    return now.isEmpty() ? new CutPoint.Effect(0, 0) : effect(act -> firstUses.stream().anyMatch(one -> one.test(act)), act -> now.stream().anyMatch(one -> one.test(act)));
  }

  private Set<Integer> block(Channel channel) {
    String address = channel.address().key();
    String domain = channel.domain().key();
    Set<Integer> talkers = new TreeSet<>();
    for (Act act : subject.acts()) {
      if (act.stage() == Stage.COMMAND_AND_CONTROL && namesPlace(act, address, domain)) {
        act.nodes().stream().filter(node -> !lineage.isStop(node)).forEach(talkers::add);
      }
    }
    for (Reconstruction attack : subject.attacks()) {
      attack.traffic().stream().filter(one -> one.address().key().equals(address) && !lineage.isStop(one.node())).forEach(one -> talkers.add(one.node()));
    }
    // A process has not used the place before it first talks to it.
    Predicate<Act> names = act -> namesPlace(act, address, domain);
    Predicate<Act> uses = act -> names.test(act) || lineage.descends(act, talkers);
    if (!domain.isEmpty()) {
      add(Stage.COMMAND_AND_CONTROL, CutPoint.Action.BLOCK, "domain", channel.domain(), Untrusted.NONE, channel.isProved(), false, names, uses);
    }
    if (!address.isEmpty()) {
      add(Stage.COMMAND_AND_CONTROL, CutPoint.Action.BLOCK, "ip", channel.address(), Untrusted.NONE, channel.isProved(), false, names, uses);
    }
    return talkers;
  }

  private static boolean namesPlace(Act act, String address, String domain) {
    if ((!address.isEmpty() && Acts.names(act, "ip", address)) || (!domain.isEmpty() && Acts.names(act, "domain", domain))) {
      return true;
    }
    for (Mention mention : act.mentions()) {
      if (mention.entity() instanceof Entity.Url url) {
        String host = Entities.urlHost(url.value()).key();
        if (!host.isEmpty() && (host.equals(address) || host.equals(domain))) {
          return true;
        }
      }
    }
    return false;
  }

  /// Whether the step needs the network at this host: it reaches out, comes in, or is told from outside.
  private boolean crossesNetworkAt(Act act, String host, Set<Integer> talkers) {
    if (!act.host().equals(host)) {
      for (Mention mention : act.mentions()) {
        if (mention.role() == Role.ACTOR && mention.entity() instanceof Entity.Host one && one.key().equals(host)) {
          return true;
        }
      }
      return false;
    }
    boolean comesIn = act.fact().activity() == Activity.LOGON && !Entities.addressKey(act.fact().attributes().or(Attribute.SOURCE_ADDRESS)).isEmpty();
    return comesIn || Acts.isOutward(act) || lineage.descends(act, talkers);
  }

  private static boolean actsAs(Act act, String account) {
    for (Mention mention : act.mentions()) {
      if (mention.role() == Role.ACTOR && mention.entity() instanceof Entity.Account one && one.key().equals(account)) {
        return true;
      }
    }
    return false;
  }

  /// Services, tasks and autorun entries that were made to stay.
  private void footholds() {
    Map<String, Act> made = new LinkedHashMap<>();
    Map<String, Untrusted> names = new LinkedHashMap<>();
    for (Act act : subject.acts()) {
      for (Mention mention : act.stage() == Stage.INSTALLATION && act.isFirm() ? act.mentions() : List.<Mention>of()) {
        if (mention.entity() instanceof Entity.Artefact artefact && made.size() < MOST_EACH) {
          made.putIfAbsent(artefact.key(), act);
          names.putIfAbsent(artefact.key(), artefact.value());
        }
      }
    }
    made.forEach((key, act) -> add(Stage.INSTALLATION, CutPoint.Action.REMOVE, "artefact", names.getOrDefault(key, Untrusted.of(key)), act.fact().host(), true, false,
        one -> Acts.names(one, "artefact", key)));
  }

  private void entry(WayIn way) {
    String host = Acts.hostKey(way.host());
    String file = Entities.pathKey(way.file());
    Set<Integer> runs = new TreeSet<>();
    for (Act act : subject.acts()) {
      boolean ran = act.fact().activity() == Activity.PROCESS_START && act.host().equals(host)
          && (way.ranNanos() == act.fromNanos() || (!file.isEmpty() && Entities.pathKey(act.fact().attributes().or(Attribute.IMAGE)).equals(file)));
      if (ran) {
        act.nodes().stream().filter(node -> !lineage.isStop(node)).filter(node -> isRun(act, node)).forEach(runs::add);
      }
    }
    Predicate<Act> delivered = act -> lineage.descends(act, runs)
        || (!file.isEmpty() && act.host().equals(host) && Entities.pathKey(Acts.withoutStream(act.fact().attributes().or(Attribute.TARGET_FILE))).equals(file));
    if (!way.hash().isEmpty()) {
      add(Stage.EXPLOITATION, CutPoint.Action.BLOCK, "hash", way.hash(), Untrusted.NONE, way.isProved(), true, delivered);
    }
    if (!way.url().isEmpty()) {
      Untrusted place = Entities.urlHost(way.url());
      String name = Entities.domain(place).map(Entity.Domain::key).orElse("");
      if (!Providers.isShared(name)) {
        add(Stage.DELIVERY, CutPoint.Action.BLOCK, "url", way.url(), Untrusted.NONE, way.isProved(), true, act -> delivered.test(act) || Acts.names(act, "url", way.url().key()));
      }
    }
    if (way.kind() == WayIn.Kind.LOGON && !way.address().isEmpty()) {
      Set<Integer> none = Set.of();
      add(Stage.DELIVERY, CutPoint.Action.BLOCK, "ip", way.address(), Untrusted.NONE, way.isProved(), true,
          act -> Acts.names(act, "ip", way.address().key()) || lineage.descends(act, none));
    }
    if (!way.file().isEmpty()) {
      add(Stage.EXPLOITATION, CutPoint.Action.REMOVE, "file", way.file(), way.host(), way.isProved(), true, delivered);
    }
  }

  /// Of the processes that a start names, the one that was started: its parent is in the list as well.
  private boolean isRun(Act act, int node) {
    return subject.forest().target(act.fact()) == node;
  }

  private void add(Stage stage, CutPoint.Action action, String kind, Untrusted value, Untrusted host, boolean isProved, boolean isOfEntry, Predicate<Act> uses) {
    add(stage, action, kind, value, host, isProved, isOfEntry, uses, uses);
  }

  private void add(Stage stage, CutPoint.Action action, String kind, Untrusted value, Untrusted host, boolean isProved, boolean isOfEntry, Predicate<Act> begins,
      Predicate<Act> uses) {
    boolean known = points.stream().anyMatch(one -> one.action() == action && one.kind().equals(kind) && one.value().key().equals(value.key()) && one.isOfEntry() == isOfEntry
        && one.host().key().equals(host.key()));
    if (known) {
      return;
    }
    points.add(new CutPoint(stage, action, kind, value, host, isProved, isOfEntry, effect(begins, uses)));
    if (!isOfEntry) {
      now.add(uses);
      firstUses.add(begins);
    }
  }

  private CutPoint.Effect effect(Predicate<Act> begins, Predicate<Act> uses) {
    boolean begun = false;
    long from = 0;
    for (Act act : subject.acts()) {
      if (!begun && begins.test(act)) {
        begun = true;
        from = act.fromNanos();
      }
    }
    long of = 0;
    long stopped = 0;
    for (Act act : subject.acts()) {
      if (begun && Moments.isBefore(from, act.fromNanos())) {
        of++;
        stopped += uses.test(act) ? 1 : 0;
      }
    }
    return new CutPoint.Effect(stopped, of);
  }
}
