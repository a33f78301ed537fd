package io.cutpoint.provenance;

import io.cutpoint.model.entity.Entities;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who asked for a service, task or autorun entry, which is seldom who wrote it: `services.exe` writes for everybody.
///
/// In this order: the client that the record names; the writing process, where it is no stop node; the process that
/// wrote the file that the artefact runs; the process that made a pipe which the command, or the service itself, is
/// named after. After those only the session is left.
/// Abuse: a service with no file and no pipe of its own, made by a record without a client, is nobody's.
record Asker(int process, double confidence, String how) {

  private static final long LONGEST_WAIT_NANOS = 30 * Times.DAY;

  /// A name of a pipe or service that is shorter is no rare token.
  private static final int SHORTEST_TOKEN = 5;

  /// So many characters of arguments are no chance where the rest was cut off.
  private static final int LONG_ENOUGH = 200;

  static @Nullable Asker of(Provenance provenance, Artefact artefact) {
    long time = artefact.made().orderNanos();
    int client = artefact.clientPid < 0 ? ProcessForest.NONE : provenance.at(artefact.host, artefact.clientPid, time);
    if (client != ProcessForest.NONE && !provenance.isStop(client)) {
      return new Asker(client, 0.8, "asked for");
    }
    if (artefact.actor != ProcessForest.NONE && !provenance.isStop(artefact.actor)) {
      return new Asker(artefact.actor, provenance.process(artefact.actor).guid.isEmpty() ? 0.8 : 1.0, "made");
    }
    for (String path : Paths.inCommand(artefact.command, "")) {
      int writer = writer(provenance, artefact.host, path, time, ProcessForest.NONE);
      if (writer != ProcessForest.NONE) {
        return new Asker(writer, 0.7, "wrote the file that runs in");
      }
    }
    for (String path : Paths.inCommand(artefact.command, "")) {
      int same = running(provenance, artefact.host, path, time);
      if (same != ProcessForest.NONE) {
        return new Asker(same, 0.7, "is the program that runs in");
      }
    }
    String command = artefact.command.key();
    String name = artefact.name.key();
    for (Provenance.Pipe pipe : provenance.pipes(artefact.host)) {
      String token = pipe.name().substring(pipe.name().lastIndexOf('\\') + 1);
      boolean isNear = Times.isWithin(pipe.trace().orderNanos(), time, Times.MINUTE);
      boolean isNamed = token.length() >= SHORTEST_TOKEN && (token.equals(name) || command.contains(token));
      if (isNear && isNamed && pipe.process() != ProcessForest.NONE && !provenance.isStop(pipe.process())) {
        return new Asker(pipe.process(), 0.7, "made the pipe that is named in");
      }
    }
    return null;
  }

  /// The process that runs this very file just then, where nobody installed it: what makes itself start again.
  private static int running(Provenance provenance, String host, String path, long time) {
    int found = ProcessForest.NONE;
    for (int node : Programs.isInstalled(path) ? List.<Integer>of() : provenance.processesOf(host, path)) {
      ProcessNode one = provenance.process(node);
      boolean isThere = !Times.isAfter(one.from, time) && !Times.isBefore(one.end, time);
      found = isThere && !one.isStop ? node : found;
    }
    return found;
  }

  /// The process, no stop node, that wrote this file last before it ran.
  static int writer(Provenance provenance, String host, String path, long run, int butNot) {
    FileTrace last = null;
    for (FileTrace file : provenance.files(host, path)) {
      boolean isInTime = !Times.isAfter(file.trace.orderNanos(), Times.plus(run, ProcessTable.SAME_START_NANOS))
          && !Times.isBefore(file.trace.orderNanos(), Times.minus(run, LONGEST_WAIT_NANOS));
      if (isInTime && file.writer != ProcessForest.NONE && file.writer != butNot && !provenance.isStop(file.writer)
          && (last == null || Trace.ORDER.compare(file.trace, last.trace) > 0)) {
        last = file;
      }
    }
    return last == null ? ProcessForest.NONE : last.writer;
  }

  /// Whether this process, which a broker started, is what the artefact starts.
  static boolean isRun(Provenance provenance, Artefact artefact, ProcessNode node) {
    long made = artefact.made().orderNanos();
    boolean isInTime = !Times.isBefore(node.from, Times.minus(made, ProcessTable.SAME_START_NANOS))
        && !Times.isAfter(node.from, Times.plus(Times.earlier(artefact.deleted, Times.plus(made, LONGEST_WAIT_NANOS)), Times.MINUTE));
    if (!isInTime || !node.host.equals(artefact.host)) {
      return false;
    }
    int cause = provenance.cause(node.index);
    String broker = cause == ProcessForest.NONE ? "" : provenance.process(cause).path;
    boolean isBroker = switch (artefact.kind) {
      case SERVICE -> Programs.isServiceManager(broker);
      case TASK -> Programs.isServiceHost(broker);
      case AUTORUN -> Programs.isDesktop(broker) || broker.endsWith("\\userinit.exe");
      case SUBSCRIPTION -> Programs.isRemoteCall(broker) || Programs.isServiceHost(broker);
    };
    return isBroker && isNamed(artefact, node);
  }

  /// Whether the two have the same program, whatever folder or variable it is written with, and the same arguments as
  /// far as both were kept.
  private static boolean isOneCommand(String command, String line) {
    int one = command.indexOf(' ');
    int other = line.indexOf(' ');
    if (one < 0 || other < 0 || !program(command.substring(0, one)).equals(program(line.substring(0, other)))) {
      return false;
    }
    String arguments = command.substring(one).strip();
    String theirs = line.substring(other).strip();
    int shorter = Math.min(arguments.length(), theirs.length());
    return arguments.equals(theirs) || (shorter >= LONG_ENOUGH && arguments.regionMatches(0, theirs, 0, shorter));
  }

  private static String program(String written) {
    String name = Paths.name(written.replace("%%", "%"));
    return name.equals("%comspec%") ? "cmd.exe" : name.indexOf('.') < 0 ? name + ".exe" : name;
  }

  /// Whether the artefact's command is how this process was started, or names its program where that is not one of
  /// Windows' own.
  private static boolean isNamed(Artefact artefact, ProcessNode node) {
    String command = Entities.fold(artefact.command.raw()).replace("\"", "").strip();
    String line = Entities.fold(node.commandLine.raw()).replace("\"", "").strip();
    if (command.length() > 3 && line.length() > 3 && (line.equals(command) || line.endsWith(command) || (command.contains(line) && line.indexOf(' ') > 0))) {
      return true;
    }
    if (isOneCommand(command, line)) {
      return true;
    }
    List<String> paths = Paths.inCommand(artefact.command, "");
    if (paths.stream().anyMatch(path -> Paths.isSame(path, node.path)) && !Programs.isInterpreter(node.path)) {
      return true;
    }
    List<String> theirs = Paths.inCommand(node.commandLine, node.directory);
    return paths.stream()
        .filter(path -> Paths.isRunnable(path) && !Programs.isInterpreter(path))
        .anyMatch(path -> theirs.stream().anyMatch(their -> Paths.isSame(path, their)));
  }
}
