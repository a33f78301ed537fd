package io.cutpoint.model.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A reusable event over a reader's block and a scratch area of its own: what a worker fills once per record.
///
/// A worker owns one and hands it out as an [EventView]; nothing is allocated per record once its arrays have grown.
/// Entries refer either to the block (no copy) or to the scratch area (decoded or made values). A record with more
/// than [#MAX_ENTRIES] values is refused by [#add] returning false: the caller reports it and goes on.
public final class FlatEvent implements EventView {

  /// The most entries that one record may have. Sigma's largest real events have a few hundred.
  public static final int MAX_ENTRIES = 1 << 16;

  private static final ValueKind[] KINDS = ValueKind.values();
  private static final int BOTH = View.ORIGINAL.bit() | View.GENERIC.bit();

  private SourceId source = new SourceId(0, "");
  private long block;
  private int index;
  private long sourceOffset;
  private long recordNumber = -1;
  private long timeNanos = NO_TIME;
  private LogSourceSet logSources = LogSourceSet.NONE;
  private byte[] raw = new byte[0];
  private int rawOffset;
  private int rawLength;

  private int count;
  private int originals;
  private int[] field = new int[64];
  private byte[] kind = new byte[64];
  private byte[] visibility = new byte[64];
  private byte[][] bytes = new byte[64][];
  private int[] offset = new int[64];
  private int[] length = new int[64];
  private Object[] name = new Object[64];
  private byte[] scratch = new byte[4096];
  private int scratchLength;

  /// An event without a record; [#begin] gives it one.
  public FlatEvent() {}

  /// Forgets the last record and begins one of this source.
  public void begin(SourceId source, long block, int index, byte[] raw, int rawOffset, int rawLength, long sourceOffset) {
    this.source = source;
    this.block = block;
    this.index = index;
    this.raw = raw;
    this.rawOffset = rawOffset;
    this.rawLength = rawLength;
    this.sourceOffset = sourceOffset;
    recordNumber = -1;
    timeNanos = NO_TIME;
    logSources = LogSourceSet.NONE;
    count = 0;
    originals = 0;
    scratchLength = 0;
  }

  /// The record's own number.
  public void recordNumber(long number) {
    recordNumber = number;
  }

  /// When the record was written.
  public void timeNanos(long nanos) {
    timeNanos = nanos;
  }

  /// What kinds of rules apply.
  public void logSources(LogSourceSet sources) {
    logSources = sources;
  }

  /// Ends the record's own entries; what is added from here on was made by normalisation.
  public void endOriginals() {
    originals = count;
  }

  /// Adds an entry whose text lies in `text`, which must stay unchanged while this event is used.
  ///
  /// @param field an id of the dictionary or [EventView#NO_FIELD]
  /// @param name the name as the source wrote it: a [String], or a `byte[]` in UTF-8 that will not change
  /// @return false where the event is full
  public boolean add(int field, Object name, ValueKind kind, byte[] text, int offset, int length) {
    if (count == this.field.length && !grow()) {
      return false;
    }
    this.field[count] = field;
    this.name[count] = name;
    this.kind[count] = (byte) kind.ordinal();
    this.visibility[count] = (byte) BOTH;
    this.bytes[count] = text;
    this.offset[count] = offset;
    this.length[count] = length;
    count++;
    return true;
  }

  /// Adds an entry that only rules with a category see, and hides the record's own entries of that name from them.
  public boolean addGeneric(int field, String name, ValueKind kind, byte[] text, int offset, int length) {
    if (field == NO_FIELD) {
      return true;
    }
    if (!add(field, name, kind, text, offset, length)) {
      return false;
    }
    visibility[count - 1] = (byte) View.GENERIC.bit();
    for (int i = 0; i < originals; i++) {
      if (this.field[i] == field) {
        visibility[i] = (byte) View.ORIGINAL.bit();
      }
    }
    return true;
  }

  /// The scratch area, with room for `most` more bytes behind [#scratchLength()].
  ///
  /// Entries added earlier stay valid: when the area grows they are moved along with it.
  @SuppressWarnings("ReferenceEquality") // the same array, not an equal one
  public byte[] scratch(int most) {
    if (scratch.length - scratchLength < most) {
      byte[] old = scratch;
      scratch = Arrays.copyOf(old, Math.max(old.length * 2, Math.addExact(scratchLength, most)));
      for (int i = 0; i < count; i++) {
        if (bytes[i] == old) {
          bytes[i] = scratch;
        }
      }
    }
    return scratch;
  }

  /// Where the free part of the scratch area begins.
  public int scratchLength() {
    return scratchLength;
  }

  /// Keeps what was written to the scratch area up to this place.
  public void scratchLength(int newLength) {
    scratchLength = newLength;
  }

  /// Adds an ASCII or other text to the scratch area as a generic entry.
  public boolean addGeneric(int field, String name, ValueKind kind, String text) {
    if (field == NO_FIELD) {
      return true;
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    byte[] to = scratch(utf8.length);
    int at = scratchLength;
    System.arraycopy(utf8, 0, to, at, utf8.length);
    scratchLength += utf8.length;
    return addGeneric(field, name, kind, to, at, utf8.length);
  }

  private boolean grow() {
    if (count >= MAX_ENTRIES) {
      return false;
    }
    int size = count * 2;
    field = Arrays.copyOf(field, size);
    kind = Arrays.copyOf(kind, size);
    visibility = Arrays.copyOf(visibility, size);
    bytes = Arrays.copyOf(bytes, size);
    offset = Arrays.copyOf(offset, size);
    length = Arrays.copyOf(length, size);
    name = Arrays.copyOf(name, size);
    return true;
  }

  @Override
  public SourceId source() {
    return source;
  }

  @Override
  public Position position() {
    return new Position(block, index, sourceOffset, rawLength);
  }

  @Override
  public long recordNumber() {
    return recordNumber;
  }

  @Override
  public long timeNanos() {
    return timeNanos;
  }

  @Override
  public LogSourceSet logSources() {
    return logSources;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public int originals() {
    return originals;
  }

  @Override
  public int field(int i) {
    return field[i];
  }

  @Override
  public boolean visible(int i, View view) {
    return (visibility[i] & view.bit()) != 0;
  }

  @Override
  public ValueKind kind(int i) {
    return KINDS[kind[i]];
  }

  @Override
  public byte[] bytes(int i) {
    return bytes[i];
  }

  @Override
  public int offset(int i) {
    return offset[i];
  }

  @Override
  public int length(int i) {
    return length[i];
  }

  @Override
  public String name(int i) {
    return name[i] instanceof byte[] utf8 ? new String(utf8, StandardCharsets.UTF_8) : (String) name[i];
  }

  @Override
  public byte[] raw() {
    return raw;
  }

  @Override
  public int rawOffset() {
    return rawOffset;
  }

  @Override
  public int rawLength() {
    return rawLength;
  }

  @Override
  public Event copy() {
    return Event.of(this);
  }
}
