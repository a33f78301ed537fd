/// Writes a result for people and for other tools: the report.
module io.cutpoint.export {
  requires static transitive org.jspecify;
  requires transitive io.cutpoint.model;
  requires transitive io.cutpoint.sigma;
  requires transitive io.cutpoint.match;
  requires transitive io.cutpoint.provenance;

  exports io.cutpoint.export;
}
