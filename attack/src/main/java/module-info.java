/// ATT&CK facts, and which of the seven stages a detection means.
///
/// Reads nothing but its own resources.
module io.cutpoint.attack {
  requires static transitive org.jspecify;
  requires transitive io.cutpoint.model;

  exports io.cutpoint.attack;
}
