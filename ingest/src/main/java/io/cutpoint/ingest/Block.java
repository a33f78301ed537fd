package io.cutpoint.ingest;

import io.cutpoint.model.event.SourceId;

/// A piece of a source that one thread parses alone; reused by its owner.
public final class Block {

  SourceId source = new SourceId(0, "");
  Format format = Format.UNKNOWN;
  long number;
  long offset;
  byte[] bytes = new byte[0];
  int length;

  /// The longest record that is taken.
  int maxRecordBytes = Integer.MAX_VALUE;

  /// How many records were left out between the block before and this one.
  int refusedBefore;

  /// A block without content; [InputReader#next] fills it.
  public Block() {}

  /// Which source it belongs to.
  public SourceId source() {
    return source;
  }

  /// Its number in the source, from 0.
  public long number() {
    return number;
  }

  /// How many bytes it has.
  public int length() {
    return length;
  }
}
