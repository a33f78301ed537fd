package io.cutpoint.generator.world;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// A Windows host, with what runs on it now.
///
/// Changed by one thread alone, in the order of time.
public final class Host {
  /// Ports from here on are given to whoever asks, as RFC 6335 has it; Windows' own services are the first to ask.
  private static final int FIRST_ENDPOINT = 49_664;

  private static final int FIRST_PORT = 49_800;

  private final String name;
  private final String domain;
  private final String address;
  private final Role role;
  private final Account machine;
  private final int identity;
  private final Chance chance;
  private final Chance ports;
  private final Map<String, Running> services = new LinkedHashMap<>();
  private final Set<Integer> pids = new HashSet<>();
  private int nextPid;
  private int processes;
  private long nextLogon = 0x10000;
  private int boots;
  private long bootTime;
  private int terminals;
  private int nextPort;
  private final Map<String, Integer> endpoints = new LinkedHashMap<>();

  Host(String name, String domain, String address, Role role, Account machine, long seed) {
    this.name = name;
    this.domain = domain;
    this.address = address;
    this.role = role;
    this.machine = machine;
    this.chance = Chance.of(seed, "host " + name);
    this.ports = Chance.of(seed, "ports of " + name);
    this.identity = (int) chance.bits();
  }

  /// `WS-04`.
  public String name() {
    return name;
  }

  /// With the domain.
  public String fullName() {
    return name + "." + domain;
  }

  /// In the company's network.
  public String address() {
    return address;
  }

  /// What it is for.
  public Role role() {
    return role;
  }

  /// Its own account in the domain.
  public Account machine() {
    return machine;
  }

  /// What runs under this name since the host started: `lsass`, `services`, `explorer`, or a service's own name.
  public Running service(String of) {
    Running running = services.get(of);
    if (running == null) {
      throw new IllegalStateException(name + " runs no " + of + ", only " + services.keySet());
    }
    return running;
  }

  /// Whether something runs under this name.
  public boolean runs(String of) {
    return services.containsKey(of);
  }

  /// Remembers what runs under a name.
  public void keep(String as, Running running) {
    services.put(as, running);
  }

  /// Nothing runs under this name any longer.
  public void forget(String as) {
    services.remove(as);
  }

  /// When it was last started.
  public long bootTime() {
    return bootTime;
  }

  /// Starts the host anew: nothing runs.
  void boot(long time) {
    bootTime = time;
    boots++;
    services.clear();
    pids.clear();
    nextPid = 400 + 4 * chance.below(60);
    processes = 0;
    nextLogon = 0x10000L + chance.below(0x8000);
    terminals = 0;
    nextPort = FIRST_PORT + ports.below(4_000);
    endpoints.clear();
  }

  /// The source port of the next connection: counted up, as Windows does, over those of connections that are long gone.
  public int newPort() {
    nextPort += 1 + ports.below(3);
    if (nextPort > 65_535) {
      nextPort = FIRST_PORT + ports.below(300);
    }
    return nextPort;
  }

  /// The port on which a service takes calls of RPC over TCP since the host started; port 135 tells it to clients.
  public int endpoint(String service) {
    return endpoints.computeIfAbsent(service, it -> FIRST_ENDPOINT + endpoints.size());
  }

  int newPid() {
    do {
      nextPid += 4 * (1 + chance.below(24));
      if (nextPid > 19_000) {
        nextPid = 1_200 + 4 * chance.below(500);
      }
    } while (!pids.add(nextPid));
    return nextPid;
  }

  void take(int pid) {
    pids.add(pid);
  }

  void free(int pid) {
    pids.remove(pid);
  }

  /// The next number of a desktop.
  int newTerminal() {
    return ++terminals;
  }

  long newLogonId() {
    nextLogon += 0x40L + chance.below(0x9000);
    return nextLogon;
  }

  /// Sysmon's name of a process: the host, the second of its start, and a number counted up.
  UUID processGuid(long seconds) {
    long n = ++processes;
    long swapped = ((n & 0xFF) << 8) | ((n >>> 8) & 0xFF);
    long third = (n >>> 16) & 0xFF;
    return new UUID(head(seconds), (swapped << 48) | (third << 40) | (boots & 0xFFL) << 8);
  }

  /// Sysmon's name of a session: the host, the second of the logon, and the session's number.
  UUID logonGuid(long seconds, long logonId) {
    return new UUID(head(seconds), ((long) Integer.reverseBytes((int) logonId)) << 32);
  }

  private long head(long seconds) {
    return ((long) identity << 32) | ((seconds & 0xFFFF) << 16) | ((seconds >>> 16) & 0xFFFF);
  }

  @Override
  public String toString() {
    return name;
  }
}
