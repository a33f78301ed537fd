/// From detections to intrusions: episodes, links, stages, score.
///
/// Depends on the vocabulary and on what came from what. Nothing here reads a clock, a file or a socket.
module io.cutpoint.chain {
  requires static transitive org.jspecify;
  requires transitive io.cutpoint.model;
  requires transitive io.cutpoint.provenance;

  exports io.cutpoint.chain;
}
