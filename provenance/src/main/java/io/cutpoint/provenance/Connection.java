package io.cutpoint.provenance;

import io.cutpoint.model.text.Untrusted;

/// The connections of one process with one address and port.
final class Connection {
  final String host;
  int process;
  final long pid;
  /// The other side's address, canonical, and port.
  final String address;
  final String port;
  final boolean isOutgoing;
  /// Whether its records name the process by GUID.
  final boolean isByGuid;
  /// The name of the other side, where the source gives one.
  Untrusted name = Untrusted.NONE;
  Trace trace;
  long last;
  int count = 1;

  Connection(String host, int process, long pid, String address, String port, boolean isOutgoing, Trace trace) {
    this.host = host;
    this.process = process;
    this.pid = pid;
    this.address = address;
    this.port = port;
    this.isOutgoing = isOutgoing;
    this.isByGuid = process != ProcessForest.NONE;
    this.trace = trace;
    this.last = trace.orderNanos();
  }

  String channel() {
    return address + '|' + port;
  }
}
