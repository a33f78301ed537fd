/// What an intrusion has done, in answers to questions, and what to cut.
///
/// Depends on what linking and provenance found. Nothing here reads a clock, a file or a socket.
module io.cutpoint.respond {
  requires static transitive org.jspecify;
  requires transitive io.cutpoint.model;
  requires io.cutpoint.attack;
  requires transitive io.cutpoint.provenance;
  requires transitive io.cutpoint.chain;

  exports io.cutpoint.respond;
}
