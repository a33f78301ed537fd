/// Turns facts and the rules that were true for them into detections.
module io.cutpoint.detect {
  requires static transitive org.jspecify;
  requires transitive io.cutpoint.model;
  requires transitive io.cutpoint.attack;

  exports io.cutpoint.detect;
  exports io.cutpoint.detect.correlate;
}
