package io.cutpoint.provenance;

/// A process of which no more is kept than that it used some address and port.
///
/// @param program the name of its program
/// @param process its GUID, else its id
record Stranger(String host, String program, String process) {

  /// From so many on an address is everybody's ([Channels]).
  static final int MOST = 8;
}
