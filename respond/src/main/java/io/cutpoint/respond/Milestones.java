package io.cutpoint.respond;

import io.cutpoint.chain.Act;
import io.cutpoint.model.Stage;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.entity.Mention;
import io.cutpoint.model.entity.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Finds when an intrusion first reached what decides how bad it is.
final class Milestones {

  private final Subject subject;
  private final long began;
  private final String home;
  private final List<Channel> channels;
  private final List<Milestone> found = new ArrayList<>();

  /// @param began when it came in
  /// @param home the key of the host where it did
  Milestones(Subject subject, long began, String home, List<Channel> channels) {
    this.subject = subject;
    this.began = began;
    this.home = home;
    this.channels = channels;
  }

  List<Milestone> all() {
    if (!channels.isEmpty()) {
      Channel first = channels.getFirst();
      found.add(new Milestone(Milestone.Kind.COMMAND_AND_CONTROL, first.isProved(), first.firstNanos(), Moments.seconds(began, first.firstNanos()), first.host(), "",
          first.detections()));
    }
    List<Loss> credentials = Losses.of(subject).stream().filter(loss -> loss.kind() == Loss.Kind.CREDENTIALS).toList();
    credentials.stream().filter(Loss::isProved).findFirst().or(() -> credentials.stream().findFirst()).ifPresent(loss -> found.add(
        new Milestone(Milestone.Kind.CREDENTIALS, loss.isProved(), loss.timeNanos(), Moments.seconds(began, loss.timeNanos()), loss.host(), loss.what(), loss.detections())));
    Set<String> controllers = subject.coverage().controllers();
    firstAt(Milestone.Kind.SECOND_HOST, act -> host(act, key -> !key.equals(home) && !controllers.contains(key)));
    firstAt(Milestone.Kind.DOMAIN_CONTROLLER, act -> host(act, controllers::contains));
    found.sort(Comparator.<Milestone>comparingLong(one -> one.timeNanos() ^ Long.MIN_VALUE).thenComparing(Milestone::kind));
    return found;
  }

  private interface Finder {
    java.util.Optional<Entity.Host> in(Act act);
  }

  /// A host with this key that acts or is acted upon. Of the events that a controller records about its directory it
  /// is a recorder only, and that alone does not mean that it was reached.
  private static java.util.Optional<Entity.Host> host(Act act, java.util.function.Predicate<String> wanted) {
    for (Mention mention : act.mentions()) {
      boolean took = mention.role() == Role.ACTOR || mention.role() == Role.TARGET;
      if (took && mention.entity() instanceof Entity.Host host && wanted.test(host.key())) {
        return java.util.Optional.of(host);
      }
    }
    return java.util.Optional.empty();
  }

  private void firstAt(Milestone.Kind kind, Finder finder) {
    for (Act act : subject.acts()) {
      java.util.Optional<Entity.Host> host = act.isFirm() && act.stage().compareTo(Stage.DELIVERY) > 0 ? finder.in(act) : java.util.Optional.empty();
      if (host.isPresent()) {
        found.add(new Milestone(kind, Acts.isGrave(act) || act.isReconstructed(), act.fromNanos(), Moments.seconds(began, act.fromNanos()), host.get().value(), "", Acts.proofs(act)));
        return;
      }
    }
  }
}
