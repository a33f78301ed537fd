package io.cutpoint.model.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A reusable event over a reader's block and a scratch area of its own: what a worker fills once per record.
///
/// A worker owns one and hands it out as an [EventView]; nothing is allocated per record once its arrays have grown.
/// Entries refer either to the block (no copy) or to the scratch area (decoded or made values); one that was added by
/// [#addLater] refers to the block until its text is asked for. The first entry of a field is found without a search.
/// A record with more than [#MAX_ENTRIES] values is refused by [#add] returning false: the caller reports it and goes
/// on.
public final class FlatEvent implements EventView {

  /// The most entries that one record may have. Sigma's largest real events have a few hundred.
  public static final int MAX_ENTRIES = 1 << 16;

  private static final ValueKind[] KINDS = ValueKind.values();
  private static final Writing[] WRITINGS = Writing.values();

  // The state of an entry: its kind, the views that see it, how it is written, and the form of its text, 0 for the text
  // itself.
  private static final int KIND_MASK = 7;
  private static final int VIEW_SHIFT = 3;
  private static final int VIEW_MASK = 3 << VIEW_SHIFT;
  private static final int BOTH = (View.ORIGINAL.bit() | View.GENERIC.bit()) << VIEW_SHIFT;
  private static final int WRITING_SHIFT = 5;
  private static final int WRITING_MASK = 7;
  private static final int FORM_SHIFT = 8;
  private static final int MAX_FORM = 127;

  // What is known of a field: the number of the event, and its first and last entry there.
  private static final int EVENT_SHIFT = 32;
  private static final int FIRST_SHIFT = 16;
  private static final int ENTRY_MASK = 0xFFFF;

  private SourceId source = new SourceId(0, "");
  private long block;
  private int index;
  private long sourceOffset;
  private long recordNumber = -1;
  private long timeNanos = NO_TIME;
  private LogSourceSet logSources = LogSourceSet.NONE;
  private @Nullable EventType type;
  private byte[] raw = new byte[0];
  private int rawOffset;
  private int rawLength;

  private int count;
  private int originals;

  /// How many entries there may be before the arrays must grow or the event is full: room is left for all aliases.
  private int room = 64;

  // Of each alias: the entry that it repeats, and the name and its id.
  private int aliases;
  private int[] aliasOf = new int[8];
  private int[] aliasField = new int[8];
  private String[] aliasName = new String[8];
  private int[] field = new int[64];
  private short[] state = new short[64];
  private int[] next = new int[64];
  private byte[][] bytes = new byte[64][];
  private int[] offset = new int[64];
  private int[] length = new int[64];
  private Object[] name = new Object[64];
  private byte[] scratch = new byte[4096];
  private int scratchLength;
  private @Nullable TextForm forms;
  private long[] ofField = new long[256];
  private int number = 1;

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
    clear();
  }

  /// Forgets all that is known of the record but where it stands.
  public void clear() {
    recordNumber = -1;
    timeNanos = NO_TIME;
    logSources = LogSourceSet.NONE;
    type = null;
    if (++number == 0) {
      Arrays.fill(ofField, 0);
      number = 1;
    }
    count = 0;
    originals = 0;
    aliases = 0;
    room = field.length;
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

  /// What kind of record it is.
  public void type(EventType kindOfRecord) {
    type = kindOfRecord;
  }

  /// Lets rules know the entry that was added last by another name as well: [#endOriginals] adds it once more. To be
  /// called once at most for each entry.
  ///
  /// @param other the dictionary's id of that name
  /// @return false where the event is full
  public boolean alsoKnownAs(int other, String otherName) {
    if (count + aliases >= MAX_ENTRIES) {
      return false;
    }
    if (aliases == aliasOf.length) {
      aliasOf = Arrays.copyOf(aliasOf, aliases * 2);
      aliasField = Arrays.copyOf(aliasField, aliases * 2);
      aliasName = Arrays.copyOf(aliasName, aliases * 2);
    }
    aliasOf[aliases] = count - 1;
    aliasField[aliases] = other;
    aliasName[aliases] = otherName;
    aliases++;
    room = Math.min(field.length, MAX_ENTRIES - aliases);
    return true;
  }

  /// Ends the record's own entries; what is added from here on was made by normalisation.
  public void endOriginals() {
    originals = count;
    room = field.length;
    for (int k = 0; k < aliases; k++) {
      int i = aliasOf[k];
      if (!addPrepared(aliasField[k], aliasName[k], state[i], bytes[i], offset[i], length[i])) {
        throw new IllegalStateException("wanted room for " + aliases + " aliases, found none");
      }
    }
  }

  /// Adds an entry whose text lies in `text`, which must stay unchanged while this event is used.
  ///
  /// @param field an id of the dictionary or [EventView#NO_FIELD]
  /// @param name the name as the source wrote it: a [String], or a `byte[]` in UTF-8 that will not change
  /// @return false where the event is full
  public boolean add(int field, Object name, ValueKind kind, byte[] text, int offset, int length) {
    if (count == room && !grow()) {
      return false;
    }
    this.field[count] = field;
    this.name[count] = name;
    this.state[count] = (short) (kind.ordinal() | BOTH);
    this.bytes[count] = text;
    this.offset[count] = offset;
    this.length[count] = length;
    if (field >= 0) {
      note(field);
    }
    count++;
    return true;
  }

  /// Adds an entry as [#add(int, Object, ValueKind, byte[], int, int)] does, under all names by which rules know it.
  ///
  /// @return false where the event is full
  public boolean add(KnownName known, ValueKind kind, byte[] text, int offset, int length) {
    KnownName.Second second = known.second();
    return add(known.field(), known.text(), kind, text, offset, length) && (second == null || alsoKnownAs(second.field(), second.text()));
  }

  /// Adds an entry whose text is written when it is asked for; its bytes must stay unchanged while this event is used.
  ///
  /// @param form how the bytes are written, 1 to 127, as `writer` numbers it
  /// @param writer the same for all entries of one record
  /// @return false where the event is full
  public boolean addLater(int field, Object name, ValueKind kind, int form, TextForm writer, byte[] bytes, int offset, int length) {
    if (form < 1 || form > MAX_FORM) {
      throw new IllegalArgumentException("wanted a form of 1 to " + MAX_FORM + ", found " + form);
    }
    if (!add(field, name, kind, bytes, offset, length)) {
      return false;
    }
    state[count - 1] |= (short) (form << FORM_SHIFT | writer.writing(form).ordinal() << WRITING_SHIFT);
    forms = writer;
    return true;
  }

  /// What [#addPrepared] wants to know of an entry with this kind and form, for readers that add millions of few sorts.
  ///
  /// @param form as for [#addLater], or 0 for the text itself
  /// @param writing what the writer says of this form; [Writing#TEXT] for the text itself
  public static short prepared(ValueKind kind, int form, Writing writing) {
    if (form < 0 || form > MAX_FORM || (form == 0) != (writing == Writing.TEXT)) {
      throw new IllegalArgumentException("wanted a form of 0 to " + MAX_FORM + " and how it is written, found " + form + " and " + writing);
    }
    return (short) (kind.ordinal() | BOTH | writing.ordinal() << WRITING_SHIFT | form << FORM_SHIFT);
  }

  /// Says who writes the texts of the entries that [#addPrepared] adds to this record.
  public void writer(TextForm writer) {
    forms = writer;
  }

  /// As [#add] or [#addLater], with a state that [#prepared] made; [#writer] must have been told.
  ///
  /// @return false where the event is full
  public boolean addPrepared(int field, Object name, short prepared, byte[] bytes, int offset, int length) {
    int at = count;
    if (at == room && !grow()) {
      return false;
    }
    this.field[at] = field;
    this.name[at] = name;
    this.state[at] = prepared;
    this.bytes[at] = bytes;
    this.offset[at] = offset;
    this.length[at] = length;
    if (field >= 0) {
      note(field);
    }
    count = at + 1;
    return true;
  }

  /// Appends the entry that is being added to those of its field.
  private void note(int id) {
    if (id >= ofField.length) {
      ofField = Arrays.copyOf(ofField, Math.max(id + 1, ofField.length * 2));
    }
    long known = ofField[id];
    next[count] = -1;
    if ((int) (known >>> EVENT_SHIFT) == number) {
      next[(int) known & ENTRY_MASK] = count;
      ofField[id] = (known & ~(long) ENTRY_MASK) | count;
    } else {
      ofField[id] = (long) number << EVENT_SHIFT | (long) count << FIRST_SHIFT | count;
    }
  }

  /// Writes the text of an entry to the scratch area.
  private void settle(int i) {
    TextForm writer = forms;
    if (writer == null) {
      throw new IllegalStateException("wanted a writer of texts, found none");
    }
    int form = state[i] >>> FORM_SHIFT;
    byte[] to = scratch(writer.most(form, length[i]));
    int start = scratchLength;
    int end = writer.write(form, bytes[i], offset[i], length[i], to, start);
    state[i] &= (1 << WRITING_SHIFT) - 1;
    bytes[i] = to;
    offset[i] = start;
    length[i] = end - start;
    scratchLength = end;
  }

  /// Adds an entry that only rules with a category see, and hides the record's own entries of that name from them.
  public boolean addGeneric(int field, String name, ValueKind kind, byte[] text, int offset, int length) {
    if (field == NO_FIELD) {
      return true;
    }
    if (!add(field, name, kind, text, offset, length)) {
      return false;
    }
    see(count - 1, View.GENERIC);
    for (int i = first(field); i >= 0 && i < originals + aliases; i = next[i]) {
      hide(i < originals ? i : aliasOf[i - originals]);
    }
    return true;
  }

  /// Hides one of the record's own entries from rules with a category, under all its names.
  private void hide(int i) {
    see(i, View.ORIGINAL);
    int alias = Arrays.binarySearch(aliasOf, 0, aliases, i);
    if (alias >= 0) {
      see(originals + alias, View.ORIGINAL);
    }
  }

  private void see(int i, View view) {
    state[i] = (short) ((state[i] & ~VIEW_MASK) | view.bit() << VIEW_SHIFT);
  }

  private int first(int id) {
    if (id < 0 || id >= ofField.length) {
      return -1;
    }
    long known = ofField[id];
    return (int) (known >>> EVENT_SHIFT) == number ? (int) (known >>> FIRST_SHIFT) & ENTRY_MASK : -1;
  }

  @Override
  public int find(int id, View view) {
    int i = first(id);
    while (i >= 0 && !visible(i, view)) {
      i = next[i];
    }
    return i;
  }

  @Override
  public int find(int id, View view, int from) {
    int i = from > 0 && from <= count && id >= 0 && field[from - 1] == id ? next[from - 1] : first(id);
    while (i >= 0 && (i < from || !visible(i, view))) {
      i = next[i];
    }
    return i;
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
    int most = originals == 0 ? MAX_ENTRIES - aliases : MAX_ENTRIES;
    if (count >= most) {
      return false;
    }
    int size = Math.min(count * 2, MAX_ENTRIES);
    field = Arrays.copyOf(field, size);
    state = Arrays.copyOf(state, size);
    next = Arrays.copyOf(next, size);
    bytes = Arrays.copyOf(bytes, size);
    offset = Arrays.copyOf(offset, size);
    length = Arrays.copyOf(length, size);
    name = Arrays.copyOf(name, size);
    room = Math.min(size, most);
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
  public @Nullable EventType type() {
    return type;
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
    return (state[i] & view.bit() << VIEW_SHIFT) != 0;
  }

  @Override
  public ValueKind kind(int i) {
    return KINDS[state[i] & KIND_MASK];
  }

  @Override
  public byte[] bytes(int i) {
    if (state[i] >>> FORM_SHIFT != 0) {
      settle(i);
    }
    return bytes[i];
  }

  @Override
  public int offset(int i) {
    if (state[i] >>> FORM_SHIFT != 0) {
      settle(i);
    }
    return offset[i];
  }

  @Override
  public int length(int i) {
    if (state[i] >>> FORM_SHIFT != 0) {
      settle(i);
    }
    return length[i];
  }

  @Override
  public Writing writing(int i) {
    return WRITINGS[state[i] >>> WRITING_SHIFT & WRITING_MASK];
  }

  @Override
  public int form(int i) {
    return state[i] >>> FORM_SHIFT;
  }

  @Override
  public byte[] writtenBytes(int i) {
    return bytes[i];
  }

  @Override
  public int writtenOffset(int i) {
    return offset[i];
  }

  @Override
  public int writtenLength(int i) {
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
