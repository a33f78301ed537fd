package io.cutpoint.chain;

import io.cutpoint.model.Part;
import io.cutpoint.model.Stage;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.entity.Mention;
import io.cutpoint.model.entity.Role;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.intrusion.Sentence;
import io.cutpoint.model.text.Untrusted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// An intrusion in sentences: how it stands, and what happened.
final class Narrative {

  /// An intrusion that was seen so shortly before the evidence ends may go on.
  private static final long LIVE = 10 * Times.MINUTE;
  /// Detections that prove one sentence.
  private static final int PROOFS = 20;
  /// Characters of a value that is quoted.
  private static final int QUOTED = 200;
  private static final Comparator<Sentence> IN_TIME = Comparator.comparingLong(sentence -> sentence.timeNanos() ^ Long.MIN_VALUE);

  private final StageBoard board;
  private final Baseline baseline;
  private final long last;

  Narrative(StageBoard board, Baseline baseline, long last) {
    this.board = board;
    this.baseline = baseline;
    this.last = last;
  }

  String status() {
    Stage furthest = board.furthest();
    boolean confirmed = board.isConfirmed(furthest);
    boolean live = baseline.last() != EventView.NO_TIME && last != EventView.NO_TIME && Times.between(last, baseline.last()) <= LIVE;
    boolean scanning = board.choices().stream().allMatch(choice -> choice.stage() == Stage.RECONNAISSANCE);
    if (scanning) {
      return "scanning only";
    }
    if (Gaps.isBlocked(board, furthest)) {
      return "stopped at " + furthest.title() + " (blocked)";
    }
    String end = live ? ", still active at the end" : "";
    if (!confirmed) {
      return "suspected at " + furthest.title() + " (no block observed)" + end;
    }
    if (furthest == Stage.ACTIONS_ON_OBJECTIVES) {
      String since = !live && baseline.last() != EventView.NO_TIME && last != EventView.NO_TIME
          ? ", last seen " + Times.distance(Times.between(last, baseline.last())) + " before the end" : end;
      return "reached " + furthest.title() + since;
    }
    return "last seen at " + furthest.title() + " (no block observed)" + end;
  }

  /// What happened, in the order of time; of one instant in the order of the chain.
  List<Sentence> story() {
    List<Sentence> out = new ArrayList<>();
    StageChoice entry = first(c -> c.stage() == Stage.DELIVERY);
    StageChoice start = entry == null ? board.choices().getFirst() : entry;
    long begun = start.placed().episode.t0();
    if (entry != null) {
      out.add(sentence(entry, "Came in on " + where(entry) + " at " + Times.text(begun) + ": " + what(entry) + "."));
    } else {
      out.add(sentence(start, "How it came in was not seen. First seen on " + where(start) + " at " + Times.text(begun) + ": " + what(start) + "."));
    }
    add(out, begun, "First run", first(c -> c.stage() == Stage.EXPLOITATION), start);
    if (board.isConfirmed(Stage.INSTALLATION)) {
      add(out, begun, "Made itself at home", first(c -> c.stage() == Stage.INSTALLATION && c.mayConfirm()), start);
    }
    add(out, begun, "Command and Control", first(c -> c.stage() == Stage.COMMAND_AND_CONTROL), start);
    add(out, begun, "Credentials", strongest(c -> c.stage() == Stage.ACTIONS_ON_OBJECTIVES && isCredential(c)), start);
    add(out, begun, "To the next computer", first(c -> c.stage() == Stage.ACTIONS_ON_OBJECTIVES && isLateral(c)), start);
    add(out, begun, "At the goal", first(c -> c.part() == Part.OUT), start);
    out.sort(IN_TIME);
    List<StageChoice> found = board.choices().stream().filter(c -> c.placed().isReconstructed() && !c.placed().isMatched).toList();
    if (!found.isEmpty()) {
      String text = found.size() + " of its " + StageBoard.count(board.choices().size(), "step") + " matched no rule: found from the process tree.";
      // It is about the whole, so it stands where the whole is known.
      out.add(new Sentence(last, Untrusted.of(text), sentence(found.getFirst(), text).detections()));
    }
    return out;
  }

  private void add(List<Sentence> out, long begun, String words, @Nullable StageChoice choice, StageChoice start) {
    if (choice == null || choice.equals(start)) {
      return;
    }
    long t = choice.placed().episode.t0();
    String after = Times.isBefore(t, begun) ? " at " + Times.text(t) : " after " + Times.distance(Times.between(begun, t));
    out.add(sentence(choice, words + after + " on " + where(choice) + ": " + what(choice) + "."));
  }

  /// What provenance proved first, since it names the file, the address and the port; then firm evidence; then by time.
  private @Nullable StageChoice first(Predicate<StageChoice> wanted) {
    StageChoice best = null;
    for (StageChoice choice : board.choices()) {
      if (wanted.test(choice) && (best == null || rank(choice) > rank(best))) {
        best = choice;
      }
    }
    return best;
  }

  private static int rank(StageChoice choice) {
    return choice.placed().isReconstructed() && choice.placed().confidence >= StageBoard.SURE ? 2 : choice.mayConfirm() ? 1 : 0;
  }

  /// The strongest evidence, then by time.
  private @Nullable StageChoice strongest(Predicate<StageChoice> wanted) {
    StageChoice best = null;
    for (StageChoice choice : board.choices()) {
      boolean stronger = best == null || rank(choice) > rank(best)
          || (rank(choice) == rank(best) && choice.placed().once > best.placed().once);
      if (wanted.test(choice) && stronger) {
        best = choice;
      }
    }
    return best;
  }

  private static Sentence sentence(StageChoice choice, String text) {
    List<EventId> ids = choice.placed().episode.detections();
    return new Sentence(choice.placed().episode.t0(), Untrusted.of(text), ids.subList(0, Math.min(PROOFS, ids.size())));
  }

  private static boolean isCredential(StageChoice choice) {
    return choice.placed().episode.rule().techniques().stream()
        .anyMatch(t -> t.startsWith("T1003") || t.startsWith("T1558") || t.startsWith("T1552") || t.startsWith("T1555") || t.startsWith("T1110"));
  }

  private static boolean isLateral(StageChoice choice) {
    return choice.placed().episode.rule().techniques().stream()
        .anyMatch(t -> t.startsWith("T1021") || t.startsWith("T1570") || t.startsWith("T1550") || t.startsWith("T1210"));
  }

  private static String where(StageChoice choice) {
    Untrusted host = choice.placed().episode.first().fact().host();
    return host.isEmpty() ? "an unknown computer" : quote(host);
  }

  /// The web address, name or address outside that the evidence names, with its port; empty for none.
  private static String place(StageChoice choice) {
    for (Mention mention : choice.placed().episode.mentions()) {
      boolean remote = switch (mention.entity()) {
        case Entity.Url unused -> true;
        case Entity.Domain unused -> true;
        case Entity.Address address -> address.scope() != Entity.Scope.INTERNAL;
        case Entity.Host unused -> false;
        case Entity.Account unused -> false;
        case Entity.Process unused -> false;
        case Entity.Session unused -> false;
        case Entity.File unused -> false;
        case Entity.FileHash unused -> false;
        case Entity.Artefact unused -> false;
      };
      if (remote && mention.role() != Role.RECORDER) {
        Untrusted port = choice.placed().episode.first().fact().attributes().or(Attribute.DESTINATION_PORT);
        boolean hasPort = mention.role() == Role.TARGET && !port.isEmpty();
        return (mention.role() == Role.TARGET ? "with " : "from ") + quote(mention.entity().value()) + (hasPort ? " port " + quote(port) : "");
      }
    }
    return "";
  }

  /// What happened, in few words: what provenance found by the thing itself, what a rule saw by its title.
  private static String what(StageChoice choice) {
    Episode e = choice.placed().episode;
    Untrusted image = Programs.name(e.first().fact().attributes().or(Attribute.IMAGE));
    Untrusted file = Programs.name(withoutStream(e.first().fact().attributes().or(Attribute.TARGET_FILE)));
    String place = place(choice);
    if (choice.placed().isReconstructed() && !image.isEmpty()) {
      String program = quote(image);
      switch (e.rule().key().id()) {
        case "cutpoint.reconstruction.delivery" -> {
          return (file.isEmpty() ? "a file" : quote(file)) + (place.isEmpty() ? "" : ' ' + place) + ", written by " + program;
        }
        case "cutpoint.reconstruction.first-run" -> {
          return program + user(e);
        }
        case "cutpoint.reconstruction.channel" -> {
          return program + (place.isEmpty() ? "" : ' ' + place);
        }
        default -> {
          // Told as a rule's match is.
        }
      }
    }
    StringBuilder out = new StringBuilder(e.rule().title());
    String sep = " (";
    for (String one : List.of(quote(image), file.equals(image) ? "" : quote(file), place, user(e).strip())) {
      if (!one.isEmpty()) {
        out.append(sep).append(one);
        sep = ", ";
      }
    }
    return sep.equals(" (") ? out.toString() : out.append(')').toString();
  }

  private static String user(Episode e) {
    for (Mention mention : e.mentions()) {
      if (mention.entity() instanceof Entity.Account account) {
        return " as " + quote(account.value());
      }
    }
    return "";
  }

  private static Untrusted withoutStream(Untrusted path) {
    for (int i = path.length() - 1; i > 2 && path.byteAt(i) != '\\' && path.byteAt(i) != '/'; i--) {
      if (path.byteAt(i) == ':') {
        return Untrusted.of(path.toBytes(), 0, i);
      }
    }
    return path;
  }

  private static String quote(Untrusted value) {
    String raw = value.raw();
    return raw.length() <= QUOTED ? raw : raw.substring(0, raw.offsetByCodePoints(0, raw.codePointCount(0, QUOTED))) + "…";
  }
}
