package io.cutpoint.model.event;

/// Where a record stands in its source.
///
/// A block is what one thread reads at once (an EVTX chunk, about a megabyte of lines). The number of a record in
/// its source follows from the counts of the blocks before it, once they are all read.
///
/// @param block the number of the block in its source, from 0
/// @param index the number of the record in its block, from 0
/// @param offset bytes from the start of the source, unpacked
/// @param length bytes of the record
public record Position(long block, int index, long offset, int length) {}
