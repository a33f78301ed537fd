package io.cutpoint.provenance;

import io.cutpoint.model.Part;
import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.text.Untrusted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds the steps of an attack that no rule saw: from a detection up to where it came in, and down from there to all
/// that belongs to it.
///
/// The authors of the kill chain work backward: an intrusion seen at a late stage has passed all earlier ones (Hutchins,
/// Cloppert, Amin 2011, section 3.4). The result depends on the seeds and the [Provenance] alone. Safe for many threads.
/// Abuse: a forged parent (the creator counts where a source has both); a flood of children (bounded and counted); a
/// long wait between delivery and run (files are remembered for 30 days).
public final class Reconstructor {

  /// How sure it is that a service stays whose deletion would not have been recorded: never enough to confirm that.
  private static final double UNTOLD = 0.4;

  /// How sure it is that a place which nobody else here uses is a channel: as the same path is; and where nothing tells
  /// how the attack came in, never enough to confirm that.
  private static final double UNUSED_BY_OTHERS = 0.7;

  private static final double UNUSED_BY_OTHERS_ALONE = 0.4;

  private final Provenance provenance;

  /// A reconstructor over these facts.
  public Reconstructor(Provenance provenance) {
    this.provenance = provenance;
  }

  private record Climb(Detection seed, Ascent ascent) {}

  /// What is found from one detection.
  public Reconstruction reconstruct(Detection seed) {
    return reconstruct(List.of(seed)).getFirst();
  }

  /// What is found from these detections: one attack for each entry, those first whose seed comes first in time.
  /// Detections from which nothing can be followed come one by one, with no processes or only their own.
  public List<Reconstruction> reconstruct(Collection<Detection> seeds) {
    List<Detection> sorted = new ArrayList<>(seeds);
    sorted.sort(Comparator.<Detection>comparingLong(seed -> seed.fact().orderTimeNanos() ^ Long.MIN_VALUE).thenComparing(Detection::id));
    Map<String, List<Climb>> byEntry = new LinkedHashMap<>();
    for (Detection seed : sorted) {
      Ascent ascent = climb(seed.fact());
      String key = ascent.entry == ProcessForest.NONE ? "seed " + seed.id() : "process " + ascent.entry;
      byEntry.computeIfAbsent(key, unused -> new ArrayList<>()).add(new Climb(seed, ascent));
    }
    List<Reconstruction> out = new ArrayList<>();
    for (List<Climb> climbs : byEntry.values()) {
      out.add(finish(climbs));
    }
    return out;
  }

  // ---- up

  private Ascent climb(Fact fact) {
    long time = fact.orderTimeNanos();
    Ascent best = Ascent.from(provenance, ProcessForest.NONE, time);
    for (int seed : seeds(fact)) {
      Ascent next = Ascent.from(provenance, seed, time);
      if (best.entry == ProcessForest.NONE || (best.kind == EntryKind.UNKNOWN && next.kind != EntryKind.UNKNOWN)) {
        best = next;
      }
    }
    if (best.entry == ProcessForest.NONE) {
      for (Logon session : provenance.logonsOf(Provenance.session(fact))) {
        if (session.isRemote() && best.entry == ProcessForest.NONE) {
          best = Ascent.from(provenance, session, time);
        }
      }
    }
    return best;
  }

  /// Where to begin, the best first.
  private List<Integer> seeds(Fact fact) {
    List<Integer> out = new ArrayList<>();
    Artefact artefact = provenance.artefactOf(fact.id());
    Asker asker = artefact == null ? null : artefact.asker;
    if (asker != null) {
      out.add(asker.process());
    }
    if (artefact != null && asker == null) {
      // Nobody is known to have asked for it: what it started leads on.
      for (int run : provenance.brokered(artefact.host)) {
        if (!provenance.isStop(run) && Asker.isRun(provenance, artefact, provenance.process(run))) {
          out.add(run);
          break;
        }
      }
    }
    int subject = provenance.subject(fact);
    if (subject != ProcessForest.NONE) {
      out.add(subject);
    }
    if (fact.activity() == Activity.FILE_STREAM || fact.activity() == Activity.FILE_WRITE) {
      // Where a file only came in, what ran it later is where the attack goes on.
      String host = Entities.hostKey(fact.host());
      for (int run : provenance.processesOf(host, Paths.of(fact.attributes().or(Attribute.TARGET_FILE)))) {
        if (!Times.isBefore(provenance.process(run).from, fact.orderTimeNanos())) {
          out.add(run);
          break;
        }
      }
    }
    if (fact.activity() == Activity.LOGON) {
      String session = Entities.session(Entities.hostKey(fact.host()), fact.attributes().or(Attribute.TARGET_LOGON_ID)).map(Entity.Session::key).orElse("");
      provenance.processesIn(session).stream().filter(node -> !provenance.isStop(node)).findFirst().ifPresent(out::add);
    }
    return out;
  }

  // ---- down, and what it means

  private Reconstruction finish(List<Climb> climbs) {
    Ascent first = climbs.getFirst().ascent();
    long lastSeed = 0;
    TreeSet<Integer> seedNodes = new TreeSet<>();
    List<EventId> seedEvents = new ArrayList<>();
    List<Ascent> ascents = new ArrayList<>();
    boolean isCut = false;
    for (Climb climb : climbs) {
      lastSeed = Times.later(lastSeed, climb.seed().fact().orderTimeNanos());
      seedEvents.add(climb.seed().id());
      ascents.add(climb.ascent());
      isCut |= climb.ascent().isCut;
      if (!climb.ascent().rungs.isEmpty()) {
        seedNodes.add(climb.ascent().rungs.getFirst());
      }
    }
    Descent descent = new Descent(provenance, first, ascents, lastSeed);
    if (first.entry != ProcessForest.NONE) {
      descent.run();
    }
    if (isCut) {
      descent.drops.count("ancestors");
    }
    Map<Integer, Integer> above = new TreeMap<>();
    for (Ascent ascent : ascents) {
      for (int i = 0; i + 1 < ascent.rungs.size() && ascent.rungs.get(i) != ascent.entry; i++) {
        above.putIfAbsent(ascent.rungs.get(i), ascent.rungs.get(i + 1));
      }
    }
    for (Member member : descent.members.values()) {
      above.putIfAbsent(member.node(), member.via());
    }
    TreeSet<EventId> records = new TreeSet<>();
    descent.artefacts.forEach(artefact -> artefact.traces.forEach(trace -> records.add(trace.id())));
    List<ReconstructedStep> steps = new Steps(provenance, first, descent).all();
    steps.forEach(step -> records.add(step.event()));
    Delivery delivery = first.kind == EntryKind.DELIVERED_FILE ? first.delivery : null;
    return new Reconstruction(provenance, first.kind, first.entry, entryReason(first), descent.members, above, seedNodes, seedEvents, steps, descent.nested,
        records, delivery == null ? List.of() : List.of(delivery.file(), delivery.ran()), descent.drops.all());
  }

  private String entryReason(Ascent ascent) {
    if (ascent.entry == ProcessForest.NONE) {
      return "The event names no process from which anything can be followed.";
    }
    ProcessNode node = provenance.process(ascent.entry);
    String name = Phrases.process(node);
    return switch (ascent.kind) {
      case DELIVERED_FILE -> name + " ran a file that came from outside.";
      case EXPOSED_SERVICE -> name + " was started by a service that answers to strangers.";
      case REMOTE_SESSION -> name + " belongs to a session from " + from(ascent.logon) + '.';
      case AUTORUN -> name + " was started by itself, and nobody is known to have made that so.";
      case OWN_SHELL -> name + " was started from a person's own desktop; nothing tells of a delivery.";
      case UNKNOWN -> name + " is as far as the records lead back.";
    };
  }

  static String from(@Nullable Logon logon) {
    return logon == null ? "elsewhere" : Phrases.quote(Untrusted.of(logon.address()));
  }

  /// Turns what was found into steps.
  private record Steps(Provenance provenance, Ascent ascent, Descent descent) {

    List<ReconstructedStep> all() {
      List<ReconstructedStep> out = new ArrayList<>();
      entry(out);
      descent.channels.values().forEach(channel -> channel(channel, out));
      descent.artefacts.forEach(artefact -> artefact(artefact, out));
      files(out);
      TreeSet<String> told = new TreeSet<>();
      for (int i = 0; i < descent.nested.size(); i++) {
        NestedEdge edge = descent.nested.get(i);
        if (!told.add(edge.from() + "|" + edge.host())) {
          continue;
        }
        out.add(step(ReconstructedStep.Kind.LATERAL_MOVEMENT, Stage.ACTIONS_ON_OBJECTIVES, Part.THROUGH, descent.nestedTraces.get(i), edge.from(), edge.confidence(),
            edge.reason() + '.'));
      }
      out.sort(Comparator.<ReconstructedStep>comparingLong(step -> step.orderNanos() ^ Long.MIN_VALUE)
          .thenComparing(ReconstructedStep::event)
          .thenComparing(ReconstructedStep::kind));
      return out;
    }

    private void entry(List<ReconstructedStep> out) {
      Delivery delivery = ascent.delivery;
      Logon logon = ascent.logon;
      if (ascent.entry == ProcessForest.NONE) {
        return;
      }
      ProcessNode node = provenance.process(ascent.entry);
      switch (ascent.kind) {
        case DELIVERED_FILE -> {
          if (delivery != null) {
            delivered(delivery, node, out);
          }
        }
        case EXPOSED_SERVICE -> {
          Trace start = node.start;
          int server = provenance.cause(node.index);
          if (start != null && server != ProcessForest.NONE) {
            out.add(step(ReconstructedStep.Kind.SERVICE_EXPLOITED, Stage.EXPLOITATION, Part.NONE, start, node.index,
                Math.min(confidence(node.index), Ascent.parentConfidence(node)),
                Phrases.process(provenance.process(server)) + ", which answers to strangers, started " + Phrases.process(node) + '.'));
          }
        }
        case REMOTE_SESSION -> {
          if (logon != null) {
            boolean isExternal = Entities.address(Untrusted.of(logon.address()), unused -> false).map(Entity.Address::scope).orElse(Entity.Scope.PRIVATE_UNKNOWN)
                == Entity.Scope.EXTERNAL && provenance.hostAt(logon.address()).isEmpty();
            out.add(step(ReconstructedStep.Kind.REMOTE_ENTRY, isExternal ? Stage.DELIVERY : Stage.ACTIONS_ON_OBJECTIVES, isExternal ? Part.NONE : Part.THROUGH,
                logon.trace(), node.index, ascent.logonConfidence,
                "A session of " + Phrases.quote(logon.account()) + " began here from " + Phrases.quote(logon.address()) + ", and "
                    + Phrases.process(node) + " belongs to it."));
          }
        }
        case AUTORUN, OWN_SHELL, UNKNOWN -> {
          // Nothing more is known of how it came in.
        }
      }
    }

    private void delivered(Delivery delivery, ProcessNode node, List<ReconstructedStep> out) {
      FileTrace file = delivery.file();
      String writer = file.writer == ProcessForest.NONE
          ? Phrases.quote(Paths.name(Paths.of(file.writerImage))) : Phrases.process(provenance.process(file.writer));
      String whence = switch (delivery.rank()) {
        case Delivery.LOCATED -> " came from " + Phrases.quote(file.url) + ", as its mark of the web says";
        case Delivery.REFERRED -> " came from outside by the page " + Phrases.quote(file.url) + ", as its mark of the web says";
        case Delivery.MARKED -> " came from outside, as its mark of the web says";
        default -> " was written by a program that brings files in";
      };
      String taken = delivery.ran().equals(file) ? "" : " " + Phrases.quote(delivery.ran().shown) + " was taken out of it.";
      out.add(step(ReconstructedStep.Kind.DELIVERY, Stage.DELIVERY, Part.NONE, file.trace, ascent.entry, Math.min(confidence(ascent.entry), delivery.confidence()),
          Phrases.quote(file.shown) + whence + " (written by " + writer + ")." + taken + ' ' + Phrases.process(node) + " ran it."));
      ProcessNode run = node;
      for (int other : delivery.runs(provenance, node)) {
        ProcessNode one = provenance.process(other);
        boolean isAfter = !Times.isBefore(one.from, Times.minus(delivery.ran().trace.orderNanos(), ProcessTable.SAME_START_NANOS));
        if (isAfter && ProcessNode.ORDER.compare(one, run) < 0) {
          run = one;
        }
      }
      Trace start = run.start;
      if (start != null) {
        out.add(step(ReconstructedStep.Kind.FIRST_RUN, Stage.EXPLOITATION, Part.NONE, start, run.index,
            Math.min(confidence(run.index), delivery.confidence()),
            Phrases.process(run) + " is the first run of " + Phrases.quote(delivery.ran().shown) + " after it was delivered."));
      }
    }

    private void channel(Descent.Channel channel, List<ReconstructedStep> out) {
      Connection connection = channel.connection();
      ProcessNode node = provenance.process(connection.process);
      double edge = node.guid.isEmpty() ? 0.8 : 1.0;
      Untrusted name = Channels.name(provenance, connection);
      String where = Phrases.quote(connection.address) + " port " + Phrases.quote(connection.port) + (name.isEmpty() ? "" : " (" + Phrases.quote(name) + ')');
      boolean isWayInKnown = ascent.kind == EntryKind.DELIVERED_FILE || ascent.kind == EntryKind.EXPOSED_SERVICE || ascent.kind == EntryKind.REMOTE_SESSION;
      double sure = channel.isOrigin() ? 1.0 : isWayInKnown ? UNUSED_BY_OTHERS : UNUSED_BY_OTHERS_ALONE;
      out.add(step(ReconstructedStep.Kind.CHANNEL, Stage.COMMAND_AND_CONTROL, Part.NONE, connection.trace, node.index,
          Math.min(confidence(node.index), Math.min(edge, sure)),
          Phrases.process(node) + " connected to " + where + (connection.count > 1 ? ", " + connection.count + " times" : "") + ": " + channel.why() + '.'));
    }

    private void artefact(Artefact artefact, List<ReconstructedStep> out) {
      Asker asker = artefact.asker;
      if (asker == null || !artefact.isFoothold()) {
        return;
      }
      ProcessNode who = provenance.process(asker.process());
      boolean isShort = artefact.isShortLived() && (artefact.kind == Artefact.Kind.SERVICE || artefact.kind == Artefact.Kind.TASK);
      String what = Phrases.process(who) + ' ' + asker.how() + " the " + artefact.kind.word + ' ' + Phrases.quote(artefact.name)
          + (artefact.command.isEmpty() ? "" : ", which runs " + Phrases.quote(artefact.command));
      out.add(step(
          isShort ? ReconstructedStep.Kind.SHORT_LIVED_SERVICE : ReconstructedStep.Kind.PERSISTENCE,
          isShort ? Stage.ACTIONS_ON_OBJECTIVES : Stage.INSTALLATION,
          isShort ? Part.THROUGH : Part.NONE,
          artefact.made(),
          who.index,
          Math.min(confidence(who.index), Math.min(asker.confidence(), isShort || artefact.isDeletionTold ? 1 : UNTOLD)),
          what + (isShort ? ". It was deleted within ten minutes: made to run something once, not to stay."
              : artefact.isDeletionTold ? "." : ". Whether it was deleted soon after is not recorded: then it was made to run something once.")));
    }

    /// Files that start by themselves, or answer in a web server, because of where they stand.
    private void files(List<ReconstructedStep> out) {
      for (Member member : descent.members.values()) {
        ProcessNode node = provenance.process(member.node());
        for (FileTrace file : provenance.writtenBy(member.node())) {
          boolean isStartup = file.path.contains("\\start menu\\programs\\startup\\");
          boolean isWebShell = Paths.isServerScript(file.path);
          if ((isStartup || isWebShell) && file.mark == FileTrace.UNMARKED && !Times.isBefore(file.trace.orderNanos(), member.since())) {
            out.add(step(ReconstructedStep.Kind.PERSISTENCE, Stage.INSTALLATION, Part.NONE, file.trace, node.index,
                Math.min(member.confidence(), node.guid.isEmpty() ? 0.8 : 1.0),
                Phrases.process(node) + " wrote " + Phrases.quote(file.shown) + ", which "
                    + (isStartup ? "starts when somebody logs on." : "a web server runs for whoever asks.")));
          }
        }
      }
    }

    private double confidence(int node) {
      Member member = descent.members.get(node);
      return member == null ? 0.4 : member.confidence();
    }

    private ReconstructedStep step(
        ReconstructedStep.Kind kind, Stage stage, Part part, Trace trace, int node, double confidence, String what) {
      List<String> path = Reconstruction.path(descent.members, node);
      StringBuilder reason = new StringBuilder(what);
      if (path.isEmpty()) {
        reason.append(" The seed is about this process itself.");
      } else {
        reason.append(" From there to the seed: ").append(String.join("; ", path)).append('.');
      }
      reason.append(trace.isMatched() ? " A rule matched this event, but not for what it means here." : " No rule matched this event.");
      return new ReconstructedStep(kind, stage, part, trace.id(), trace.evidence(), trace.orderNanos(), trace.timeNanos(), node, trace.isMatched(), confidence,
          reason.toString(), path);
    }
  }
}
