package io.cutpoint.provenance;

/// One process reached into another.
final class ProcessEdge {
  final String host;
  int source;
  final long sourcePid;
  int target;
  final long targetPid;
  /// Whether it ran code there; else it only opened the other with the right to write.
  final boolean isThread;
  final Trace trace;

  ProcessEdge(String host, int source, long sourcePid, int target, long targetPid, boolean isThread, Trace trace) {
    this.host = host;
    this.source = source;
    this.sourcePid = sourcePid;
    this.target = target;
    this.targetPid = targetPid;
    this.isThread = isThread;
    this.trace = trace;
  }
}
