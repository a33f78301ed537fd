package io.cutpoint.model.intrusion;

import io.cutpoint.model.Stage;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.event.EventId;
import java.util.List;
import java.util.Map;

/// Linked detections moving through the stages.
///
/// @param id from the detection that opened it, see ARCHITECTURE.md, "Identity"
/// @param aliases ids of intrusions that were merged into it, in the order of their merging
/// @param score 0 to 100
/// @param status a sentence for people: how far it came, whether it was stopped, whether it is live
/// @param furthest the furthest confirmed stage, else the furthest suspected one
/// @param firstNanos the first member, nanoseconds since 1601
/// @param lastNanos the last member
/// @param hosts computers that took part, in the order of their appearance
/// @param users accounts that took part, likewise
/// @param story what happened, in the order of time
/// @param stages all seven
/// @param members the detections, in order
/// @param links why they belong together
/// @param contributions what the score is made of
/// @param omitted members that a bound left out of the lists above
public record Intrusion(
    EventId id,
    List<EventId> aliases,
    double score,
    String status,
    Stage furthest,
    long firstNanos,
    long lastNanos,
    List<Entity.Host> hosts,
    List<Entity.Account> users,
    List<Sentence> story,
    Map<Stage, StageSummary> stages,
    List<Member> members,
    List<Link> links,
    List<Contribution> contributions,
    long omitted) {
  public Intrusion {
    aliases = List.copyOf(aliases);
    hosts = List.copyOf(hosts);
    users = List.copyOf(users);
    story = List.copyOf(story);
    stages = java.util.Collections.unmodifiableMap(new java.util.EnumMap<>(stages));
    members = List.copyOf(members);
    links = List.copyOf(links);
    contributions = List.copyOf(contributions);
  }
}
