/// Reads and writes Windows event log files; needs nothing but the JDK.
module io.cutpoint.evtx {
    requires static transitive org.jspecify;

    exports io.cutpoint.evtx;
}
