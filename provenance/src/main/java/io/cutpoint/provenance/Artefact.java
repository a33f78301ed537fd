package io.cutpoint.provenance;

import io.cutpoint.model.text.Untrusted;
import java.util.ArrayList;
import java.util.List;

/// Something that makes a program start by itself: a service, a task, an autorun entry, a subscription.
final class Artefact {

  enum Kind {
    SERVICE("service"),
    TASK("scheduled task"),
    AUTORUN("autorun entry"),
    SUBSCRIPTION("WMI subscription");

    final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  final Kind kind;
  final String host;
  /// The entity key.
  final String key;
  final Untrusted name;
  Untrusted command;
  /// All records of its making, the first first.
  final List<Trace> traces = new ArrayList<>();
  /// The process that made it, as its record says, and the one that asked for it, by id.
  int actor;
  long actorPid;
  long clientPid;
  String session;
  long deleted = Times.NEVER;

  Artefact(Kind kind, String host, String key, Untrusted name, Untrusted command, int actor, long actorPid, long clientPid, String session, Trace trace) {
    this.kind = kind;
    this.host = host;
    this.key = key;
    this.name = name;
    this.command = command;
    this.actor = actor;
    this.actorPid = actorPid;
    this.clientPid = clientPid;
    this.session = session;
    traces.add(trace);
  }

  Trace made() {
    return traces.getFirst();
  }
}
