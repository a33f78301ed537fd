package io.cutpoint.provenance;

import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.text.Untrusted;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Which connections of an attack's processes are a channel to whoever commands it.
///
/// A connection counts when it goes to the address that the attack was delivered from, or when nothing outside the
/// attack uses its address and port and the process is of the delivered program or none that an administrator
/// installed; one that went to a name must be repeated or long too. Ports of the infrastructure (names, time, directory,
/// file shares, remote management), ports that RPC hands out, and hosts of ours count only where the attack was
/// delivered from there.
/// Abuse: an intruder who commands over a port of the infrastructure, or through a service that others here use too,
/// is not seen so; a named detection is then needed.
final class Channels {

  /// Names, Kerberos, time, RPC, NetBIOS, LDAP, SMB, remote management and desktop, multicast names.
  private static final Set<String> INFRASTRUCTURE =
      Set.of("53", "67", "68", "88", "123", "135", "137", "138", "139", "389", "445", "464", "636", "1900", "3268", "3269", "3389", "5353",
          "5355", "5985", "5986", "9389", "547");

  /// By which one host makes another run something: SMB, RPC, remote desktop and management, SSH.
  private static final List<String> REMOTE = List.of("22", "135", "139", "445", "3389", "5985", "5986");

  /// By which a host is asked for a shell of remote management.
  static final List<String> SHELL_PORTS = List.of("5985", "5986");

  /// Windows hands out ports from here on (Microsoft, "Service overview and network port requirements").
  private static final long FIRST_DYNAMIC_PORT = 49_152;

  /// How many processes outside the attack may use an address and port before it is everybody's, such as a proxy's.
  private static final int MOST_OTHERS = 2;

  private Channels() {}

  static boolean isRemote(Connection connection) {
    return REMOTE.contains(connection.port);
  }

  /// Whether a session may begin by a connection to this port: one of those, or one that RPC hands out.
  static boolean mayOpenSession(String port) {
    return REMOTE.contains(port) || ProvenanceBuilder.number(Untrusted.of(port)) >= FIRST_DYNAMIC_PORT;
  }

  static List<String> remotePorts() {
    return REMOTE;
  }

  /// Whether it could be a channel at all: outgoing, no port of the infrastructure, and not everybody's.
  static boolean mayBe(Provenance provenance, Connection connection) {
    if (!connection.isOutgoing || INFRASTRUCTURE.contains(connection.port) || isRemoteCall(provenance, connection)) {
      return false;
    }
    TreeSet<Integer> users = new TreeSet<>();
    TreeSet<String> hosts = new TreeSet<>();
    for (Connection other : provenance.connectionsWith(connection.channel())) {
      users.add(other.process);
      hosts.add(other.host);
    }
    Set<Stranger> strangers = provenance.strangersWith(connection.channel());
    strangers.forEach(stranger -> hosts.add(stranger.host()));
    return users.size() + strangers.size() <= 4 * MOST_OTHERS && hosts.size() <= MOST_OTHERS;
  }

  /// Why this connection of a process of the attack is a channel; empty where it is none.
  ///
  /// @param origins the addresses and names that the attack was delivered from
  static String reason(Provenance provenance, Connection connection, Set<String> origins, Iterable<Integer> members, boolean isDelivered) {
    if (!connection.isOutgoing || connection.process == ProcessForest.NONE) {
      return "";
    }
    String name = name(provenance, connection).key();
    if (origins.contains(connection.address) || (!name.isEmpty() && origins.contains(name))) {
      return "the address that the file came from";
    }
    if (INFRASTRUCTURE.contains(connection.port) || !provenance.hostAt(connection.address).isEmpty() || isRemoteCall(provenance, connection)) {
      return "";
    }
    TreeSet<Integer> inside = new TreeSet<>();
    members.forEach(inside::add);
    int others = 0;
    TreeSet<Integer> outside = new TreeSet<>();
    String program = Paths.name(provenance.process(connection.process).path);
    for (Connection other : provenance.connectionsWith(connection.channel())) {
      if (!inside.contains(other.process) && outside.add(other.process)) {
        boolean isSameProgramElsewhere = !other.host.equals(connection.host) && Paths.name(provenance.process(other.process).path).equals(program);
        others += isSameProgramElsewhere ? MOST_OTHERS + 1 : 1;
      }
    }
    for (Stranger stranger : provenance.strangersWith(connection.channel())) {
      others += !stranger.host().equals(connection.host) && stranger.program().equals(program) ? MOST_OTHERS + 1 : 1;
    }
    if (others > MOST_OTHERS) {
      return "";
    }
    boolean isOwn = isDelivered || !Programs.isInstalled(provenance.process(connection.process).path);
    if (name.isEmpty() && (isOwn || isExternal(connection))) {
      return others == 0 ? "an address without a name that nothing else here talks to" : "an address without a name";
    }
    boolean isKept = connection.count >= 3 || Times.isAfter(connection.last, Times.plus(connection.trace.orderNanos(), 10 * Times.MINUTE));
    return others == 0 && isOwn && isKept ? "a place that nothing else here talks to" : "";
  }

  /// Whether the port is one that the other side's RPC service hands out: what follows a connection to that service.
  private static boolean isRemoteCall(Provenance provenance, Connection connection) {
    long port = ProvenanceBuilder.number(Untrusted.of(connection.port));
    return port >= FIRST_DYNAMIC_PORT && !provenance.connectionsWith(connection.address + "|135").isEmpty();
  }

  private static boolean isExternal(Connection connection) {
    return Entities.address(Untrusted.of(connection.address), unused -> false).map(Entity.Address::scope).orElse(Entity.Scope.PRIVATE_UNKNOWN)
        == Entity.Scope.EXTERNAL;
  }

  /// The name that the connection went to, as its record or an earlier query tells; no text for none.
  static Untrusted name(Provenance provenance, Connection connection) {
    return connection.name.isEmpty() ? provenance.nameOf(connection.address) : connection.name;
  }

  /// Where the delivery came from: the host of its web address, and what that name resolved to.
  static Set<String> origins(Provenance provenance, Untrusted url) {
    Set<String> out = new TreeSet<>();
    Untrusted host = Entities.urlHost(url);
    String address = Entities.addressKey(host);
    if (!address.isEmpty()) {
      out.add(address);
    } else if (!host.isEmpty()) {
      out.add(host.key());
      out.addAll(provenance.addressesOf(host.key()));
    }
    return out;
  }

  /// Everybody's connections to one channel on the same host; on every host where the channel lies outside and is not
  /// merely where a file came from, which others may have fetched too.
  static List<Connection> sharers(Provenance provenance, Connection connection, boolean isOrigin) {
    boolean isEverywhere = !isOrigin && isExternal(connection) && !INFRASTRUCTURE.contains(connection.port);
    List<Connection> out = new ArrayList<>();
    for (Connection other : provenance.connectionsWith(connection.channel())) {
      if (other.isOutgoing && (isEverywhere || other.host.equals(connection.host))) {
        out.add(other);
      }
    }
    return out;
  }
}
