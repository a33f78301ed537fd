package io.cutpoint.provenance;

/// Our end of one connection that a process opened, by which a session may have begun on the other side: the other
/// side's record of the logon names the same address and port.
///
/// @param process the process, or [ProcessForest#NONE] until it is settled
record Socket(String host, int process, long pid, Trace trace) {}
