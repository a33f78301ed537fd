package io.cutpoint.respond;

import io.cutpoint.chain.Act;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.entity.Mention;
import io.cutpoint.model.entity.Role;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.text.Untrusted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Questions to one step.
final class Acts {

  private static final int PROOFS = 20;

  private Acts() {}

  static List<EventId> proofs(Act act) {
    return act.detections().subList(0, Math.min(PROOFS, act.detections().size()));
  }

  static boolean isStep(Act act, String kind) {
    return act.isReconstructed() && act.rule().key().id().equals("cutpoint.reconstruction." + kind);
  }

  static boolean isGrave(Act act) {
    return act.rule().level().compareTo(Level.HIGH) >= 0;
  }

  static String hostKey(Untrusted host) {
    return Entities.hostKey(host);
  }

  /// The account that acts, or no text.
  static Untrusted user(Act act) {
    for (Mention mention : act.mentions()) {
      if (mention.entity() instanceof Entity.Account account && (mention.role() == Role.ACTOR || mention.role() == Role.TARGET)) {
        return account.value();
      }
    }
    return Untrusted.NONE;
  }

  /// The keys of the accounts that act; their names go to `names`.
  static List<String> actingAccounts(Act act, Map<String, Untrusted> names) {
    List<String> out = new ArrayList<>();
    for (Mention mention : act.mentions()) {
      if (mention.entity() instanceof Entity.Account account && mention.role() == Role.ACTOR) {
        names.putIfAbsent(account.key(), account.value());
        out.add(account.key());
      }
    }
    return out;
  }

  /// Whether it names this entity, in whatever role but that of a mere recorder.
  static boolean names(Act act, String type, String key) {
    for (Mention mention : act.mentions()) {
      if (mention.role() != Role.RECORDER && mention.entity().type().equals(type) && mention.entity().key().equals(key)) {
        return true;
      }
    }
    return false;
  }

  /// Whether the recording host itself acts or is acted upon.
  static boolean isAt(Act act, String host) {
    for (Mention mention : act.mentions()) {
      boolean took = mention.role() == Role.ACTOR || mention.role() == Role.TARGET;
      if (took && mention.entity() instanceof Entity.Host one && one.key().equals(host)) {
        return true;
      }
    }
    return false;
  }

  /// Whether it reaches out of the organisation: a web address, a public name, an address that is not proven ours.
  static boolean isOutward(Act act) {
    for (Mention mention : act.mentions()) {
      boolean outward = switch (mention.entity()) {
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
      if (outward) {
        return true;
      }
    }
    return false;
  }

  static boolean hasTechnique(Act act, Set<String> wanted) {
    return act.rule().techniques().stream().anyMatch(t -> wanted.contains(t) || wanted.contains(t.length() > 5 ? t.substring(0, 5) : t));
  }

  /// The last part of a path, without a named stream.
  static Untrusted name(Untrusted path) {
    Untrusted file = withoutStream(path);
    int at = file.length();
    while (at > 0 && file.byteAt(at - 1) != '\\' && file.byteAt(at - 1) != '/') {
      at--;
    }
    return at == 0 ? file : Untrusted.of(file.toBytes(), at, file.length() - at);
  }

  static Untrusted program(Act act) {
    return name(act.fact().attributes().or(Attribute.IMAGE));
  }

  /// The path of a file without the name of its stream.
  static Untrusted withoutStream(Untrusted path) {
    for (int i = path.length() - 1; i > 2 && path.byteAt(i) != '\\' && path.byteAt(i) != '/'; i--) {
      if (path.byteAt(i) == ':') {
        return Untrusted.of(path.toBytes(), 0, i);
      }
    }
    return path;
  }

  static boolean isStream(Untrusted path) {
    return withoutStream(path).length() != path.length();
  }
}
