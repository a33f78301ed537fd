package io.cutpoint.respond;

import io.cutpoint.chain.Act;
import io.cutpoint.model.Stage;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.entity.Mention;
import io.cutpoint.model.entity.Role;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.intrusion.StageState;
import io.cutpoint.model.intrusion.StageSummary;
import io.cutpoint.model.text.Untrusted;
import io.cutpoint.provenance.Reconstruction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds from where an intrusion is told.
///
/// What was reconstructed counts, and what a rule saw that is worth something by itself. Own addresses are none: a
/// relay inside is a host to isolate.
/// Abuse: an intruder who talks to harmless places as well makes them look like channels to rules; names of providers
/// that everybody uses are therefore marked, and nothing here blocks by itself.
final class Channels {

  /// Evidence of less worth makes no place one to block.
  private static final double WORTH = 0.3;
  private static final int MOST = 50;

  private final Subject subject;
  private final Map<String, Channel> found = new LinkedHashMap<>();

  Channels(Subject subject) {
    this.subject = subject;
  }

  List<Channel> all() {
    StageSummary stage = subject.intrusion().stages().get(Stage.COMMAND_AND_CONTROL);
    boolean proved = stage != null && stage.state() == StageState.CONFIRMED;
    for (Act act : subject.acts()) {
      if (act.stage() == Stage.COMMAND_AND_CONTROL && act.isFirm() && (act.isReconstructed() || act.worth() >= WORTH)) {
        add(act, proved);
      }
    }
    for (Reconstruction attack : subject.attacks()) {
      for (Reconstruction.Traffic one : attack.traffic()) {
        found.computeIfPresent("ip|" + one.address().key(), (unused, channel) -> with(channel, one));
      }
    }
    List<Channel> all = new ArrayList<>(found.values());
    all.sort(Comparator.<Channel>comparingLong(one -> one.firstNanos() ^ Long.MIN_VALUE).thenComparing(Channel::address).thenComparing(Channel::domain));
    return all;
  }

  private void add(Act act, boolean proved) {
    Untrusted address = Untrusted.NONE;
    Untrusted domain = Untrusted.NONE;
    for (Mention mention : act.mentions()) {
      if (mention.role() == Role.RECORDER) {
        continue;
      }
      if (mention.entity() instanceof Entity.Address one && one.scope() != Entity.Scope.INTERNAL && address.isEmpty()) {
        address = Untrusted.of(one.key());
      } else if (mention.entity() instanceof Entity.Domain one && domain.isEmpty()) {
        domain = Untrusted.of(one.key());
      }
    }
    if (address.isEmpty() && domain.isEmpty()) {
      return;
    }
    String key = address.isEmpty() ? "domain|" + domain.key() : "ip|" + address.key();
    Channel known = found.get(key);
    if (known == null && found.size() >= MOST) {
      return;
    }
    Channel one = new Channel(proved, Providers.isShared(domain.key()) || Providers.isSharedAddress(address.key()), address, domain, act.fact().attributes().or(Attribute.DESTINATION_PORT), act.fact().host(),
        Acts.program(act), act.fromNanos(), act.toNanos(), Acts.proofs(act));
    found.put(key, known == null ? one : both(known, one));
  }

  private static Channel both(Channel a, Channel b) {
    Channel first = Moments.isBefore(b.firstNanos(), a.firstNanos()) ? b : a;
    List<EventId> ids = new ArrayList<>(a.detections());
    b.detections().stream().limit(Math.max(0, 20 - ids.size())).forEach(ids::add);
    return new Channel(a.isProved(), a.isShared() || b.isShared(), a.address(), a.domain().isEmpty() ? b.domain() : a.domain(),
        a.port().isEmpty() ? b.port() : a.port(), first.host(), first.program(), first.firstNanos(), Moments.later(a.lastNanos(), b.lastNanos()), ids);
  }

  private static Channel with(Channel a, Reconstruction.Traffic more) {
    boolean named = !a.domain().isEmpty() || more.name().isEmpty();
    Untrusted domain = named ? a.domain() : io.cutpoint.model.entity.Entities.domain(more.name()).map(d -> Untrusted.of(d.key())).orElse(Untrusted.NONE);
    return new Channel(a.isProved(), a.isShared() || Providers.isShared(domain.key()), a.address(), domain, a.port().isEmpty() ? more.port() : a.port(), a.host(), a.program(),
        Moments.earlier(a.firstNanos(), more.firstNanos()), Moments.later(a.lastNanos(), more.lastNanos()), a.detections());
  }
}
