package io.cutpoint.chain;

import io.cutpoint.model.Stage;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.entity.Mention;
import io.cutpoint.model.entity.Role;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.intrusion.Intrusion;
import io.cutpoint.model.intrusion.Link;
import io.cutpoint.model.intrusion.Member;
import io.cutpoint.model.step.Bound;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes an intrusion of the cells that are one.
final class Assembly {

  /// Detections listed in one intrusion.
  static final Bound DETECTIONS = new Bound("intrusion-detections", 50_000);
  /// Computers, and accounts, listed in one intrusion.
  static final Bound PARTIES = new Bound("intrusion-parties", 1_000);

  private Assembly() {}

  /// An intrusion with its steps in order.
  record Assembled(Intrusion intrusion, List<Act> acts) {}

  /// @param root the surviving cell
  /// @param cells all cells below it, the survivor among them
  /// @return the intrusion, or null where no member is left
  static @Nullable Assembled of(Cell root, List<Cell> cells, List<LinkStep.Edge> edges, Baseline baseline, Drops drops) {
    TreeMap<Episode, Placed> all = new TreeMap<>(Episode.ORDER);
    long omitted = 0;
    for (Cell cell : cells) {
      all.putAll(cell.members);
      omitted += cell.omitted;
    }
    if (all.isEmpty()) {
      return null;
    }
    List<Placed> members = List.copyOf(all.values());
    List<StageChoice> choices = StageChoice.all(members, baseline);
    StageBoard board = new StageBoard(choices);
    boolean hasEntry = choices.stream()
        .anyMatch(c -> c.placed().isReconstructed() && c.stage() == Stage.DELIVERY && c.placed().confidence >= StageBoard.SURE);
    Score score = new Score(board, hasEntry);
    long first = members.getFirst().episode.t0();
    long last = first;
    List<Member> listed = new ArrayList<>();
    List<Link> links = new ArrayList<>();
    for (StageChoice choice : choices) {
      Episode e = choice.placed().episode;
      last = e.t1() == EventView.NO_TIME ? last : Times.later(last, e.t1());
      long left = DETECTIONS.most() - listed.size();
      int shown = (int) Math.min(left, e.detections().size());
      for (EventId id : e.detections().subList(0, shown)) {
        listed.add(new Member(id, choice.stage(), choice.part(), choice.reason()));
      }
      omitted += e.count() - shown;
      drops.add(DETECTIONS, e.detections().size() - shown);
      Bond bond = choice.placed().bond;
      if (bond != null) {
        links.add(bond.link(choice.placed()));
      }
    }
    for (LinkStep.Edge edge : edges) {
      if (edge.survivor().root() == root) {
        links.add(edge.link());
      }
    }
    List<EventId> aliases = edges.stream().filter(edge -> edge.survivor().root() == root)
        .map(edge -> edge.absorbed().id).distinct().filter(id -> !id.equals(root.id)).toList();
    Narrative narrative = new Narrative(board, baseline, last);
    Intrusion intrusion = new Intrusion(root.id, aliases, score.value(), narrative.status(), board.furthest(), first, last,
        hosts(members, drops), users(members, drops), narrative.story(), new Gaps(board, baseline).summaries(), listed, links,
        score.parts(), omitted);
    return new Assembled(intrusion, choices.stream().map(Act::of).toList());
  }

  private static List<Entity.Host> hosts(List<Placed> members, Drops drops) {
    Map<String, Entity.Host> out = new LinkedHashMap<>();
    for (Placed member : members) {
      for (Mention mention : member.episode.mentions()) {
        if (mention.entity() instanceof Entity.Host host && mention.role() != Role.RECORDER) {
          put(out, host.key(), host, drops);
        }
      }
    }
    return List.copyOf(out.values());
  }

  private static List<Entity.Account> users(List<Placed> members, Drops drops) {
    Map<String, Entity.Account> out = new LinkedHashMap<>();
    for (Placed member : members) {
      for (Mention mention : member.episode.mentions()) {
        if (mention.entity() instanceof Entity.Account account && mention.role() != Role.RECORDER) {
          put(out, account.key(), account, drops);
        }
      }
    }
    return List.copyOf(out.values());
  }

  private static <E> void put(Map<String, E> out, String key, E entity, Drops drops) {
    if (out.size() < PARTIES.most()) {
      out.putIfAbsent(key, entity);
    } else if (!out.containsKey(key)) {
      drops.add(PARTIES, 1);
    }
  }
}
