package io.cutpoint.chain;

import io.cutpoint.model.intrusion.Link;

/// How an episode hangs on another one.
///
/// @param from the other one
/// @param strength how strongly
record Bond(Placed from, Strength strength) {

  /// From the earlier to the later.
  Link link(Placed to) {
    boolean forward = Episode.ORDER.compare(from.episode, to.episode) <= 0;
    Placed a = forward ? from : to;
    Placed b = forward ? to : from;
    return new Link(a.episode.first().id(), b.episode.first().id(), strength.value(), strength.entity(), strength.reason());
  }
}
