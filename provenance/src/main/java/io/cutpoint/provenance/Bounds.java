package io.cutpoint.provenance;

/// How much is kept at most, over all hosts. What goes beyond is dropped and counted.
///
/// @param processes about 1,100 bytes each, with the records of start and end, the command line and the id's marks
/// @param marks sightings of process ids before they are settled, about 60 bytes each
/// @param childrenOfOne processes that one parent may have started
/// @param files writes and marks of files, about 300 bytes each
/// @param connections per process, address and port, about 250 bytes each
/// @param edges from process to process
/// @param artefacts services, tasks and the like, created or deleted
/// @param logons sessions
/// @param names addresses that a name was asked for
/// @param sockets ends of connections by which sessions may have begun, about 150 bytes each
/// @param boots per host
/// @param depth of a family, when circles are looked for
record Bounds(
    int processes, int marks, int childrenOfOne, int files, int connections, int edges, int artefacts, int logons, int names, int sockets, int boots, int depth) {

  /// Together about 250 MB where all are reached; a day of 100 hosts is a tenth of that.
  static final Bounds STANDARD = new Bounds(140_000, 700_000, 20_000, 100_000, 150_000, 50_000, 20_000, 100_000, 50_000, 200_000, 1_000, 256);
}
