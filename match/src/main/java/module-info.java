/// Compiles many rules into one program and matches events with it.
///
/// The hot core: no files, sockets, clocks, threads or logs. A regular expression engine enters through
/// [io.cutpoint.match.RegexEngine].
module io.cutpoint.match {
  requires static transitive org.jspecify;
  requires transitive io.cutpoint.model;
  requires transitive io.cutpoint.sigma;

  exports io.cutpoint.match;
}
