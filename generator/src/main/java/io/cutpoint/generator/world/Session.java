package io.cutpoint.generator.world;

import java.util.UUID;

/// An account that is logged on to a host.
///
/// @param host where
/// @param account who
/// @param logonId unique on the host since it started
/// @param logonGuid as Sysmon names it
/// @param ticketGuid as Kerberos names it, in 4624 and in 4769
/// @param type 2 at the keyboard, 3 over the network, 5 a service, 10 a remote desktop
/// @param terminal number of the desktop, 0 for services
/// @param from address that it came from, or `-`
/// @param port of the client's connection that it came over, 0 where Windows tells none
public record Session(Host host, Account account, long logonId, UUID logonGuid, UUID ticketGuid, int type, int terminal, String from, int port) {

  /// Whether it is one of the sessions that every Windows host has.
  public boolean isWellKnown() {
    return logonId < 0x3e8;
  }
}
