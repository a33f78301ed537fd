package io.cutpoint.provenance;

import io.cutpoint.model.text.Untrusted;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
  /// Whether its deletion would have been recorded.
  boolean isDeletionTold;
  /// Who asked for it, once that is decided.
  @Nullable Asker asker;

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

  /// Whether it was gone so soon that it made something run, and was not there to stay (getsystem, PsExec).
  boolean isShortLived() {
    return deleted != Times.NEVER && Times.isWithin(made().orderNanos(), deleted, 10 * Times.MINUTE);
  }

  /// Whether it is a foothold by itself: every service, task and subscription; of autorun entries those that start what
  /// no administrator installed, or a program that runs what it is told. That a rule matched is not enough: programs
  /// register themselves all day.
  boolean isFoothold() {
    if (kind != Kind.AUTORUN) {
      return true;
    }
    String text = command.key();
    String first = text.isEmpty() ? "" : text.split("[ ,]", 2)[0].replace("\"", "");
    boolean isTold = Programs.isInterpreter(first.endsWith(".exe") ? first : first + ".exe") && !key.contains("\\clsid\\");
    return isTold || Paths.inCommand(command, "").stream().anyMatch(path -> Paths.isRunnable(path) && !Programs.isInstalled(path));
  }

  Trace made() {
    return traces.getFirst();
  }
}
