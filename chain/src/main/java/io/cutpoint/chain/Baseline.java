package io.cutpoint.chain;

import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Attributes;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.step.Bound;
import io.cutpoint.model.text.Untrusted;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is usual here, from all facts and not from detections alone: who talks to how many, which session came from
/// where, which log covers which host from when to when.
///
/// Takes every fact in order, in the first pass; is only read afterwards.
/// Cost: a few map entries per logon, flow, name and start; memory: at most 64 counterparts per entity.
/// Abuse: an attacker who touches many hosts makes his own address common; hosts that an entity first touched as
/// actor inside the candidate intrusion are therefore not counted against it.
public final class Baseline {

  /// Entities whose counterparts are counted.
  static final Bound ENTITIES = new Bound("baseline-entities", 200_000);
  /// Counterparts of one entity; more make no difference, the entity is a hub by then.
  static final int COUNTERPARTS = 64;
  /// Sessions whose beginning is remembered.
  static final Bound SESSIONS = new Bound("baseline-sessions", 200_000);
  /// Addresses whose host is remembered.
  static final Bound ADDRESSES = new Bound("baseline-addresses", 100_000);
  /// Files that were written where installed software lives.
  static final Bound WRITTEN = new Bound("baseline-written-files", 100_000);

  /// Ports by which one computer administers another.
  private static final Set<String> ADMINISTRATION = Set.of("22", "135", "139", "445", "3389", "5985", "5986");

  private static final String AMBIGUOUS = "";

  private final Map<String, TreeMap<String, Long>> counterparts = new TreeMap<>();
  private final Map<String, String> addressOwner = new TreeMap<>();
  private final Map<String, List<String>> addressesOf = new TreeMap<>();
  private final Map<String, Origin> sessions = new LinkedHashMap<>();
  private final Map<String, Boolean> written = new TreeMap<>();
  private final TreeMap<String, Sight> sights = new TreeMap<>();
  private final TreeMap<String, Long> dropped = new TreeMap<>();
  private long first = EventView.NO_TIME;
  private long last = EventView.NO_TIME;

  /// Knows nothing yet.
  public Baseline() {}

  /// How a session began.
  ///
  /// @param type Windows' logon type
  /// @param source the address it came from, or empty
  record Origin(String type, String source) {

    /// Whether it was opened over the network for one purpose, so that all it does belongs together. A person's own
    /// desktop, a service's and a task runner's session hold everything that they do all day.
    boolean isOnePurpose() {
      return type.equals("3") || type.equals("8") || type.equals("9") || type.equals("10");
    }
  }

  /// What the logs of one host could see.
  static final class Sight {
    final EnumMap<Sensor, long[]> sensors = new EnumMap<>(Sensor.class);
    final EnumMap<Activity, long[]> activities = new EnumMap<>(Activity.class);
  }

  /// Takes the next fact.
  public void add(Fact fact) {
    add(fact, true);
  }

  /// Takes the next fact of which only that is kept which says how common something is: no session, and no file that was
  /// written.
  public void addInPassing(Fact fact) {
    add(fact, false);
  }

  private void add(Fact fact, boolean isKept) {
    String host = Entities.hostKey(fact.host());
    long t = fact.orderTimeNanos();
    if (t != EventView.NO_TIME) {
      first = first == EventView.NO_TIME ? t : Times.earlier(first, t);
      last = last == EventView.NO_TIME ? t : Times.later(last, t);
      if (!host.isEmpty()) {
        Sight sight = sights.computeIfAbsent(host, unused -> new Sight());
        widen(sight.sensors, Sensor.of(fact), t);
        widen(sight.activities, fact.activity(), t);
      }
    }
    if (host.isEmpty()) {
      return;
    }
    Attributes a = fact.attributes();
    switch (fact.activity()) {
      case LOGON -> logon(fact, host, t, isKept);
      case LOGON_EXPLICIT -> {
        String target = Entities.hostKey(a.or(Attribute.TARGET_HOST));
        if (!target.isEmpty() && !target.equals(host)) {
          touch("host|" + host, target, t);
          touch("host|" + target, host, 0);
        }
      }
      case CONNECTION -> connection(a, host, t);
      case NAME_QUERY -> Entities.domain(a.or(Attribute.QUERY)).ifPresent(d -> touch("domain|" + d.key(), host, 0));
      case PROCESS_START -> {
        hash(fact, host);
        Entities.account(a.or(Attribute.USER), a.or(Attribute.USER_SID), host)
            .ifPresent(account -> touch("user|" + account.key(), host, t));
      }
      case FILE_WRITE, FILE_STREAM -> {
        hash(fact, host);
        String path = Entities.pathKey(a.or(Attribute.TARGET_FILE));
        if (isKept && Programs.isInstalled(path)) {
          if (written.size() < WRITTEN.most() || written.containsKey(host + '|' + path)) {
            written.put(host + '|' + path, true);
          } else {
            dropped.merge(WRITTEN.name(), 1L, Long::sum);
          }
        }
        Entities.hostUrl(a.or(Attribute.CONTENTS)).ifPresent(url -> touch("url|" + url.key(), host, 0));
      }
      default -> { }
    }
  }

  private void logon(Fact fact, String host, long t, boolean isKept) {
    Attributes a = fact.attributes();
    String source = Entities.addressKey(a.or(Attribute.SOURCE_ADDRESS));
    if (!source.isEmpty()) {
      touch("ip|" + source, host, t);
      touch("host|" + host, source, 0);
    }
    Entities.account(a.or(Attribute.TARGET_USER), a.or(Attribute.TARGET_SID), host)
        .ifPresent(account -> touch("user|" + account.key(), host, t));
    if (!isKept) {
      return;
    }
    Entities.session(host, a.or(Attribute.TARGET_LOGON_ID)).ifPresent(session -> {
      if (sessions.size() < SESSIONS.most() || sessions.containsKey(session.key())) {
        sessions.put(session.key(), new Origin(a.or(Attribute.LOGON_TYPE).raw().strip(), source));
      } else {
        dropped.merge(SESSIONS.name(), 1L, Long::sum);
      }
    });
  }

  private void connection(Attributes a, String host, long t) {
    String source = Entities.addressKey(a.or(Attribute.SOURCE_ADDRESS));
    String destination = Entities.addressKey(a.or(Attribute.DESTINATION_ADDRESS));
    String initiated = a.key(Attribute.INITIATED);
    boolean administration = ADMINISTRATION.contains(a.or(Attribute.DESTINATION_PORT).raw());
    if (initiated.equals("true")) {
      own(source, host);
      if (!destination.isEmpty()) {
        touch("ip|" + destination, host, 0);
        if (administration) {
          touch("host|" + host, destination, t);
        }
      }
    } else if (initiated.equals("false")) {
      own(destination, host);
      if (!source.isEmpty()) {
        touch("ip|" + source, host, t);
        if (administration) {
          touch("host|" + host, source, 0);
        }
      }
    }
    Entities.domain(a.or(Attribute.DESTINATION_HOST)).ifPresent(d -> touch("domain|" + d.key(), host, 0));
  }

  private void hash(Fact fact, String host) {
    Untrusted hashes = fact.attributes().or(Attribute.HASHES);
    if (!hashes.isEmpty()) {
      Entities.hash(hashes).ifPresent(h -> touch("hash|" + h.key(), host, 0));
    }
  }

  private void own(String address, String host) {
    if (address.isEmpty()) {
      return;
    }
    String owner = addressOwner.get(address);
    if (owner == null) {
      if (addressOwner.size() >= ADDRESSES.most()) {
        dropped.merge(ADDRESSES.name(), 1L, Long::sum);
        return;
      }
      addressOwner.put(address, host);
      addressesOf.computeIfAbsent(host, unused -> new ArrayList<>()).add(address);
    } else if (!owner.equals(host)) {
      addressOwner.put(address, AMBIGUOUS);
    }
  }

  /// Counts a counterpart.
  ///
  /// @param since when the entity reached out to it, or 0 where it did not itself: such a counterpart always counts
  private void touch(String entity, String counterpart, long since) {
    TreeMap<String, Long> all = counterparts.get(entity);
    if (all == null) {
      if (counterparts.size() >= ENTITIES.most()) {
        dropped.merge(ENTITIES.name(), 1L, Long::sum);
        return;
      }
      all = new TreeMap<>();
      counterparts.put(entity, all);
    }
    Long known = all.get(counterpart);
    if (known != null) {
      if (Times.isBefore(since, known)) {
        all.put(counterpart, since);
      }
    } else if (all.size() < COUNTERPARTS) {
      all.put(counterpart, since);
    }
  }

  private static <K extends Enum<K>> void widen(EnumMap<K, long[]> spans, K key, long t) {
    long[] span = spans.get(key);
    if (span == null) {
      spans.put(key, new long[] {t, t});
    } else {
      span[0] = Times.earlier(span[0], t);
      span[1] = Times.later(span[1], t);
    }
  }

  /// How many counterparts an entity has, without those that it reached for the first time, as actor, inside the
  /// candidate intrusion.
  ///
  /// @param key the tie's key, kind in front
  /// @param inside hosts of the candidate intrusion
  /// @param opened when that intrusion opened
  int degree(String key, Set<String> inside, long opened) {
    int k = count(counterparts.get(key), inside, opened);
    if (key.startsWith("host|")) {
      for (String address : addressesOf.getOrDefault(key.substring(5), List.of())) {
        if (key.substring(5).equals(addressOwner.get(address))) {
          k += count(counterparts.get("ip|" + address), inside, opened);
        }
      }
    }
    return k;
  }

  private int count(@Nullable TreeMap<String, Long> all, Set<String> inside, long opened) {
    if (all == null) {
      return 0;
    }
    if (inside.isEmpty()) {
      return all.size();
    }
    int k = 0;
    for (Map.Entry<String, Long> one : all.entrySet()) {
      String counterpart = one.getKey();
      String owner = addressOwner.getOrDefault(counterpart, counterpart);
      boolean own = !Times.isBefore(one.getValue(), opened) && (inside.contains(counterpart) || inside.contains(owner));
      if (!own) {
        k++;
      }
    }
    return k;
  }

  /// The host that uses this address, or empty where none or several do.
  String owner(String address) {
    return addressOwner.getOrDefault(address, AMBIGUOUS);
  }

  /// How this session began, or null where its logon was not seen.
  @Nullable Origin session(Entity.Session session) {
    return sessions.get(session.key());
  }

  /// Whether somebody wrote this file, so that it did not come with the system.
  boolean wasWritten(String host, String path) {
    return written.containsKey(host + '|' + path);
  }

  /// What the logs of this host could see, or null where it wrote none.
  @Nullable Sight sight(String host) {
    return sights.get(host);
  }

  /// When the evidence begins, or [EventView#NO_TIME].
  long first() {
    return first;
  }

  /// When the evidence ends, or [EventView#NO_TIME].
  public long last() {
    return last;
  }

  /// What the bounds left out, by their names.
  Map<String, Long> dropped() {
    return dropped;
  }
}
