package io.cutpoint.model.event;

import java.util.Arrays;

/// An event that owns its bytes and never changes.
public final class Event implements EventView {

  private final SourceId source;
  private final Position position;
  private final long recordNumber;
  private final long timeNanos;
  private final LogSourceSet logSources;
  private final int originals;
  private final int[] field;
  private final ValueKind[] kind;
  private final byte[] visibility;
  private final byte[][] value;
  private final String[] name;
  private final byte[] raw;

  private Event(EventView from) {
    int n = from.count();
    source = from.source();
    position = from.position();
    recordNumber = from.recordNumber();
    timeNanos = from.timeNanos();
    logSources = from.logSources();
    originals = from.originals();
    field = new int[n];
    kind = new ValueKind[n];
    visibility = new byte[n];
    value = new byte[n][];
    name = new String[n];
    for (int i = 0; i < n; i++) {
      field[i] = from.field(i);
      kind[i] = from.kind(i);
      for (View view : View.values()) {
        visibility[i] |= (byte) (from.visible(i, view) ? view.bit() : 0);
      }
      value[i] = Arrays.copyOfRange(from.bytes(i), from.offset(i), from.offset(i) + from.length(i));
      name[i] = from.name(i);
    }
    raw = Arrays.copyOfRange(from.raw(), from.rawOffset(), from.rawOffset() + from.rawLength());
  }

  /// A copy of what this view shows now.
  public static Event of(EventView from) {
    return from instanceof Event event ? event : new Event(from);
  }

  @Override
  public SourceId source() {
    return source;
  }

  @Override
  public Position position() {
    return position;
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
    return field.length;
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
    return kind[i];
  }

  @Override
  public byte[] bytes(int i) {
    return value[i];
  }

  @Override
  public int offset(int i) {
    return 0;
  }

  @Override
  public int length(int i) {
    return value[i].length;
  }

  @Override
  public String name(int i) {
    return name[i];
  }

  @Override
  public byte[] raw() {
    return raw;
  }

  @Override
  public int rawOffset() {
    return 0;
  }

  @Override
  public int rawLength() {
    return raw.length;
  }

  @Override
  public Event copy() {
    return this;
  }
}
