/// The vocabulary of Cutpoint: what an event, a fact, a detection, an entity and an intrusion are.
///
/// Depends on the JDK alone. Nothing here reads a clock, a file or a socket.
module io.cutpoint.model {
  requires static transitive org.jspecify;

  exports io.cutpoint.model;
  exports io.cutpoint.model.correlation;
  exports io.cutpoint.model.detection;
  exports io.cutpoint.model.entity;
  exports io.cutpoint.model.event;
  exports io.cutpoint.model.fact;
  exports io.cutpoint.model.intrusion;
  exports io.cutpoint.model.step;
  exports io.cutpoint.model.text;
}
