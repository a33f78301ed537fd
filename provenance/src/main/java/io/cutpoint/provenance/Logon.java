package io.cutpoint.provenance;

import io.cutpoint.model.text.Untrusted;

/// A session that began on a host, or other credentials that a process used.
///
/// @param session the session's entity key; empty for one that every host has
/// @param linked the other half of a split session; empty for none
/// @param type Windows' logon type, or -1
/// @param address where it came from, canonical; empty for here
/// @param port the port there that it came from; empty where the record does not say
/// @param process the process that used other credentials; else [ProcessForest#NONE]
/// @param targetHost the computer that the credentials were used towards; empty for here
record Logon(
    String host,
    String session,
    String linked,
    int type,
    String address,
    String port,
    Untrusted account,
    String accountKey,
    int process,
    long processPid,
    String targetHost,
    boolean isExplicit,
    Trace trace) {

  /// From another computer: network, cleartext network, remote desktop.
  boolean isRemote() {
    return !isExplicit && !address.isEmpty() && (type == 3 || type == 8 || type == 10);
  }
}
