package io.cutpoint.model.event;

/// One file, archive member or stream that records are read from.
///
/// @param index a number of this run, given in the order in which sources are found; never written to a file
/// @param name the name that outputs use: a path below the given root with `/`, members of archives after `!`
public record SourceId(int index, String name) {}
