package io.cutpoint.chain;

import io.cutpoint.model.intrusion.Link;

/// How an episode hangs on an earlier one.
///
/// @param from the other one
/// @param strength how strongly
record Bond(Placed from, Strength strength) {

  Link link(Placed to) {
    return new Link(from.episode.first().id(), to.episode.first().id(), strength.value(), strength.entity(), strength.reason());
  }
}
