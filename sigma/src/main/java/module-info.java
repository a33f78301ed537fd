/// Sigma rules, correlations and filters as an immutable tree.
module io.cutpoint.sigma {
  requires static transitive org.jspecify;
  requires transitive io.cutpoint.model;
  requires org.yaml.snakeyaml;

  exports io.cutpoint.sigma;
}
