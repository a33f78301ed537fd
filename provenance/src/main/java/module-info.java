/// What came from what, on a host and between hosts.
module io.cutpoint.provenance {
  requires static transitive org.jspecify;
  requires transitive io.cutpoint.model;

  exports io.cutpoint.provenance;
}
