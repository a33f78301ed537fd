package io.cutpoint.chain;

import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.entity.Mention;
import io.cutpoint.model.entity.Role;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.text.Untrusted;
import io.cutpoint.provenance.ProcessForest;
import java.util.List;
import java.util.TreeMap;

/// What an episode can be linked by, once per key.
///
/// @param tie the kind
/// @param key the kind's prefix and the entity's key: equal keys may link
/// @param entity what it is
/// @param acts whether it acts, or is the host where it happens
/// @param isTarget whether it is acted upon
/// @param direction of a [Tie#DIRECTED]: on which host this end is
/// @param outgoing of a [Tie#DIRECTED]: whether this end is the source
record Handle(Tie tie, String key, Entity entity, boolean acts, boolean isTarget, String direction, boolean outgoing) {

  /// All handles of an episode, in the order of their keys.
  static List<Handle> of(Episode episode, Baseline baseline, ProcessForest forest) {
    TreeMap<String, Handle> all = new TreeMap<>();
    Tree tree = episode.tree();
    if (tree.isOwn()) {
      Untrusted name = tree.node() == ProcessForest.NONE
          ? episode.first().fact().attributes().or(Attribute.IMAGE)
          : forest.image(forest.root(tree.node()));
      Untrusted shown = Programs.name(name);
      put(all, new Handle(Tie.TREE, "tree|" + tree.key(), new Entity.Process(tree.key(), shown, name), true, false, "", false));
    }
    for (Mention mention : episode.mentions()) {
      mention(all, episode, mention, baseline);
    }
    return List.copyOf(all.values());
  }

  private static void mention(TreeMap<String, Handle> all, Episode episode, Mention mention, Baseline baseline) {
    Role role = mention.role();
    if (role == Role.PARENT) {
      return;
    }
    switch (mention.entity()) {
      case Entity.Host host -> host(all, episode, host, role);
      case Entity.Account account -> {
        if (role != Role.RECORDER) {
          simple(all, Tie.USER, account, role);
        }
      }
      case Entity.Session session -> {
        simple(all, Tie.SESSION, session, role);
        Baseline.Origin origin = baseline.session(session);
        String from = origin == null || origin.source().isEmpty() ? "" : baseline.owner(origin.source());
        if (!from.isEmpty() && !from.equals(episode.host())) {
          incoming(all, episode, from, session);
        }
      }
      case Entity.FileHash hash -> {
        String path = Programs.hashedPath(episode.first().fact());
        if (!Programs.isInstalled(path) || baseline.wasWritten(episode.host(), path)) {
          simple(all, Tie.HASH, hash, role);
        }
      }
      case Entity.Address address -> {
        String owner = baseline.owner(address.key());
        if (!owner.isEmpty()) {
          host(all, episode, new Entity.Host(owner, Untrusted.of(owner)), role);
        } else {
          simple(all, address.scope() == Entity.Scope.EXTERNAL ? Tie.ADDRESS : Tie.PRIVATE_ADDRESS, address, role);
        }
      }
      case Entity.Domain domain -> simple(all, Tie.DOMAIN, domain, role);
      case Entity.Url url -> {
        simple(all, Tie.URL, url, role);
        Entities.domain(Entities.urlHost(url.value())).ifPresent(domain -> simple(all, Tie.DOMAIN, domain, role));
      }
      case Entity.Artefact artefact -> simple(all, Tie.ARTEFACT, artefact, role);
      // A path alone says nothing of the content; what was written and then run is found through the process tree.
      case Entity.File unused -> { }
      case Entity.Process unused -> { }
    }
  }

  private static void host(TreeMap<String, Handle> all, Episode episode, Entity.Host host, Role role) {
    if (role == Role.RECORDER) {
      // A mere recorder gives no link.
      return;
    }
    simple(all, Tie.HOST, host, role);
    if (!host.key().equals(episode.host())) {
      if (role == Role.TARGET) {
        put(all, new Handle(Tie.DIRECTED, "to|" + host.key(), host, false, true, episode.host(), true));
      } else if (role == Role.ACTOR) {
        incoming(all, episode, host.key(), host);
      }
    }
  }

  private static void incoming(TreeMap<String, Handle> all, Episode episode, String from, Entity entity) {
    put(all, new Handle(Tie.DIRECTED, "to|" + episode.host(), entity, true, false, from, false));
  }

  private static void simple(TreeMap<String, Handle> all, Tie tie, Entity entity, Role role) {
    put(all, new Handle(tie, tie.prefix() + '|' + entity.key(), entity, role == Role.ACTOR, role == Role.TARGET, "", false));
  }

  private static void put(TreeMap<String, Handle> all, Handle one) {
    Handle known = all.get(one.key);
    if (known == null) {
      all.put(one.key, one);
    } else if (known.outgoing == one.outgoing && known.direction.equals(one.direction)) {
      all.put(one.key, new Handle(known.tie, known.key, known.entity, known.acts || one.acts, known.isTarget || one.isTarget,
          known.direction, known.outgoing));
    }
  }
}
