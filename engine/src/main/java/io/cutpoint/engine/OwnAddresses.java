package io.cutpoint.engine;

import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Fact;
import java.util.HashSet;
import java.util.Set;

/// The addresses that are proven to be ours: the recording host's own end of a connection.
///
/// Any other private address may be the attacker's. Bounded; beyond the bound an address stays unproven.
final class OwnAddresses {

  static final int MAX = 200_000;

  private final Set<String> own = new HashSet<>();

  void add(Fact fact) {
    if (fact.activity() != Activity.CONNECTION || own.size() >= MAX) {
      return;
    }
    String initiated = fact.attributes().key(Attribute.INITIATED);
    Attribute end = switch (initiated) {
      case "true" -> Attribute.SOURCE_ADDRESS;
      case "false" -> Attribute.DESTINATION_ADDRESS;
      default -> null;
    };
    if (end != null) {
      String address = Entities.addressKey(fact.attributes().or(end));
      if (!address.isEmpty()) {
        own.add(address);
      }
    }
  }

  boolean contains(String address) {
    return own.contains(address);
  }
}
