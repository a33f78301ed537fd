package io.cutpoint.ingest.json;

import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.model.event.KnownName;
import io.cutpoint.model.event.TextForm;
import io.cutpoint.model.event.ValueKind;
import io.cutpoint.model.event.Writing;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The fast path of [JsonRecordParser]: reads a sound JSON object from mark to mark ([JsonMarks]), and allocates nothing.
///
/// A string is searched for its end and checked for sound escapes, but not decoded: the entry refers to the block, and
/// its text is written when somebody asks for it. A name is first compared with the one that came behind its
/// predecessor last time, since records of one log have their names in one order; only where that fails it is hashed.
/// Each name is one [Key] below the key of the object that it stands in, so no path is ever put together.
///
/// Not covered, and left to the slow path: whatever is not sound (it says what and where), names with escapes, names
/// and paths of more than [#MAX_NAME_BYTES], numbers with an exponent, and names that the table has no room for.
/// Where it accepts a record, its entries are those of the slow path, one by one.
///
/// Cost: one pass for the marks, and a step for each. Memory: [#MAX_KEYS] keys for each worker.
/// Abuse: a log of ever new or colliding names fills the table once, looks at [#MAX_PROBES] places for each name, and
/// from then on costs both paths. Depth is bounded as on the slow path, and no loop goes beyond the record.
final class JsonScanner implements TextForm {

  /// Names kept. Windows has about 2,000 in all.
  static final int MAX_KEYS = 1 << 14;

  /// Bytes of a name, and of the path to it.
  static final int MAX_NAME_BYTES = 256;

  /// Places of the table that one search looks at.
  static final int MAX_PROBES = 16;

  /// Bytes that must be readable behind a record.
  static final int PADDING = 8;

  /// The form of a string with escapes.
  private static final int ESCAPED = 1;
  /// Added to the form where some of them name a character by its number.
  private static final int BY_NUMBER = 2;

  private static final int NOT_READ = -1;

  private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long TOPS = 0x8080_8080_8080_8080L;
  private static final long BACKSLASHES = ONES * '\\';

  private static final short TEXT_FOLLOWS = ':' | '"' << 8;
  private static final short NAME_FOLLOWS = ',' | '"' << 8;

  private static final int TRUE = 0x6575_7274;
  private static final int FALS = 0x736C_6166;
  private static final int NULL = 0x6C6C_756E;

  /// What a letter behind a backslash stands for, or 0.
  private static final byte[] ESCAPES = new byte[256];

  private static final byte[] DIGITS = new byte[256];

  static {
    byte[] written = "\"\\/bfnrt".getBytes(StandardCharsets.ISO_8859_1);
    byte[] meant = "\"\\/\b\f\n\r\t".getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < written.length; i++) {
      ESCAPES[written[i]] = meant[i];
    }
    for (int c = 0; c < 256; c++) {
      DIGITS[c] = (byte) (c < 128 ? Character.digit(c, 16) : -1);
    }
  }

  /// A name in its place: below the key of the object that it stands in.
  private static final class Key {
    final @Nullable Key parent;
    final int number;

    /// The name and the quote behind it: the first eight bytes, the last eight where it is longer, and all of it.
    final long head;
    final long tail;
    final int tailAt;
    final long mask;
    final byte[] quoted;
    final int length;

    final byte[] path;
    final String text;
    final int field;
    final KnownName.@Nullable Second second;
    final boolean subtree;

    /// The key that stood behind this one last time.
    @Nullable Key next;

    /// The key that stood first in the object of this name last time.
    @Nullable Key first;

    Key(@Nullable Key parent, int number, byte[] name, byte[] path, KnownName known, boolean subtree) {
      this.parent = parent;
      this.number = number;
      this.length = name.length;
      this.quoted = Arrays.copyOf(name, name.length + 1);
      quoted[name.length] = '"';
      byte[] padded = Arrays.copyOf(quoted, Math.max(quoted.length, 8));
      this.tailAt = padded.length - 8;
      this.head = (long) LONGS.get(padded, 0);
      this.tail = (long) LONGS.get(padded, tailAt);
      this.mask = quoted.length >= 8 ? -1L : (1L << 8 * quoted.length) - 1;
      this.path = path;
      this.text = known.text();
      this.field = known.field();
      this.second = known.second();
      this.subtree = subtree;
    }

    /// Whether this name and its closing quote stand here; the caller has seen that they fit.
    boolean isAt(byte[] b, int at) {
      long other = ((long) LONGS.get(b, at) ^ head | (long) LONGS.get(b, at + tailAt) ^ tail) & mask;
      return other == 0 && (tailAt <= 8 || Arrays.equals(b, at + 8, at + tailAt, quoted, 8, tailAt));
    }
  }

  private final FieldDictionary dictionary;
  private final @Nullable Key[] keys = new @Nullable Key[MAX_KEYS * 2];
  private final Key root;
  private int keyCount;

  private final JsonMarks marks = new JsonMarks();
  private byte[] b = new byte[0];
  private long[] marked = new long[1];
  private int base;
  private int end;
  private FlatEvent event = new FlatEvent();
  private int form;

  JsonScanner(FieldDictionary dictionary) {
    this.dictionary = dictionary;
    this.root = new Key(null, 0, new byte[0], new byte[0], KnownName.of("", dictionary), false);
  }

  /// Reads the object that begins at `from` and ends at `to`, with [#PADDING] bytes behind it in the array.
  ///
  /// @return whether it was read; if not, the event holds a part of it
  boolean read(byte[] bytes, int from, int to, FlatEvent into) {
    b = bytes;
    base = from;
    marked = marks.of(bytes, from, to);
    end = to;
    event = into;
    int at = blank(from);
    if (at >= to || bytes[at] != '{') {
      return false;
    }
    at = object(at, root, 0);
    return at != NOT_READ && blank(at) == to;
  }

  /// The first line feed from `from` on, or `to`.
  static int lineEnd(byte[] bytes, int from, int to) {
    return JsonMarks.lineEnd(bytes, from, to);
  }

  /// The top bit of each byte that is zero; right up to the lowest one that it sets.
  private static long zeros(long word) {
    return (word - ONES) & ~word & TOPS;
  }

  private int blank(int from) {
    int at = from;
    while (at < end && (b[at] == ' ' || b[at] == '\n' || b[at] == '\r' || b[at] == '\t')) {
      at++;
    }
    return at;
  }

  private int object(int from, Key owner, int depth) {
    byte[] in = b;
    int at = from + 1;
    if (in[at] <= ' ') {
      at = blank(at);
    }
    if (in[at] == '}') {
      return at + 1;
    }
    Key before = null;
    while (at < end && in[at] == '"') {
      at++;
      Key key = before == null ? owner.first : before.next;
      if (key == null || key.length >= end - at || !key.isAt(in, at)) {
        key = find(at, owner);
        if (key == null) {
          return NOT_READ;
        }
        if (before == null) {
          owner.first = key;
        } else {
          before.next = key;
        }
      }
      at += key.length + 1;
      // Most values are texts, and stand with no blanks around them.
      at = (short) SHORTS.get(in, at) == TEXT_FOLLOWS ? string(at + 2, key) : member(at, key, depth);
      if (at == NOT_READ) {
        return NOT_READ;
      }
      before = key;
      if ((short) SHORTS.get(in, at) == NAME_FOLLOWS) {
        at++;
        continue;
      }
      if (in[at] <= ' ') {
        at = blank(at);
      }
      int c = in[at++];
      if (c == '}') {
        return at;
      }
      if (c != ',') {
        return NOT_READ;
      }
      if (in[at] <= ' ') {
        at = blank(at);
      }
    }
    return NOT_READ;
  }

  /// Reads what stands behind the closing quote of a name.
  private int member(int from, Key key, int depth) {
    byte[] in = b;
    int at = from;
    if (in[at] != ':') {
      at = blank(at);
      if (in[at] != ':') {
        return NOT_READ;
      }
    }
    at++;
    if (in[at] <= ' ') {
      at = blank(at);
    }
    return value(at, key, depth);
  }

  private int array(int from, Key key, int depth) {
    byte[] in = b;
    int at = from + 1;
    if (in[at] <= ' ') {
      at = blank(at);
    }
    if (in[at] == ']') {
      return at + 1;
    }
    while (true) {
      at = value(at, key, depth);
      if (at == NOT_READ) {
        return NOT_READ;
      }
      if (in[at] <= ' ') {
        at = blank(at);
      }
      int c = in[at++];
      if (c == ']') {
        return at;
      }
      if (c != ',') {
        return NOT_READ;
      }
      if (in[at] <= ' ') {
        at = blank(at);
      }
    }
  }

  private int value(int at, Key key, int depth) {
    if (at >= end) {
      return NOT_READ;
    }
    switch (b[at]) {
      case '"' -> {
        return string(at + 1, key);
      }
      case '{', '[' -> {
        if (depth + 1 >= JsonRecordParser.MAX_DEPTH) {
          return NOT_READ;
        }
        int after = b[at] == '{' ? object(at, key, depth + 1) : array(at, key, depth + 1);
        return after == NOT_READ || after > end || (key.subtree && !subtree(key, at, after)) ? NOT_READ : after;
      }
      case 't' -> {
        return (int) INTS.get(b, at) == TRUE ? word(key, ValueKind.BOOLEAN, at, 4, 4) : NOT_READ;
      }
      case 'f' -> {
        return (int) INTS.get(b, at) == FALS && b[at + 4] == 'e' ? word(key, ValueKind.BOOLEAN, at, 5, 5) : NOT_READ;
      }
      case 'n' -> {
        return (int) INTS.get(b, at) == NULL ? word(key, ValueKind.NULL, at, 0, 4) : NOT_READ;
      }
      default -> {
        return number(at, key);
      }
    }
  }

  /// Lets the entry that was added last be known by its second name too, where it has one; false where the event is full.
  private boolean also(Key key) {
    KnownName.Second second = key.second;
    return second == null || event.alsoKnownAs(second.field(), second.text());
  }

  private int word(Key key, ValueKind kind, int at, int shown, int length) {
    return event.add(key.field, key.text, kind, b, at, shown) && also(key) ? at + length : NOT_READ;
  }

  /// Reads a string whose opening quote is behind us: from mark to mark.
  private int string(int from, Key key) {
    byte[] in = b;
    if (from > end) {
      return NOT_READ;
    }
    int word = from - base >>> 6;
    long left = marked[word] & -1L << (from - base);
    while (left == 0) {
      left = marked[++word];
    }
    int at = base + (word << 6) + Long.numberOfTrailingZeros(left);
    if (at >= end) {
      return NOT_READ;
    }
    if (in[at] == '"') {
      return event.add(key.field, key.text, ValueKind.TEXT, in, from, at - from) && also(key) ? at + 1 : NOT_READ;
    }
    at = escaped(at, word, left);
    return at != NOT_READ && event.addLater(key.field, key.text, ValueKind.TEXT, form, this, in, from, at - from) && also(key) ? at + 1 : NOT_READ;
  }

  /// The quote that ends a string, from its first backslash on; [#form] then is its form.
  ///
  /// @param left the marks of this word from there on
  private int escaped(int from, int inWord, long left) {
    byte[] in = b;
    int stop = end;
    int at = from;
    int word = inWord;
    long rest = left;
    int escapes = ESCAPED;
    do {
      if (at + 1 >= stop) {
        return NOT_READ;
      }
      int c = in[at + 1] & 0xFF;
      if (ESCAPES[c] == 0) {
        if (c != 'u' || at + 6 >= stop || unit(in, at + 2) < 0) {
          return NOT_READ;
        }
        escapes |= BY_NUMBER;
      }
      // Behind the backslash, and what it escapes, which may be in the next word.
      int bit = at - base & 63;
      rest &= -4L << bit;
      if (bit == 63) {
        rest = marked[++word] & -2L;
      }
      while (rest == 0) {
        rest = marked[++word];
      }
      at = base + (word << 6) + Long.numberOfTrailingZeros(rest);
      if (at >= stop) {
        return NOT_READ;
      }
    } while (in[at] != '"');
    form = escapes;
    return at;
  }

  /// The number that four hexadecimal digits are; negative where they are none.
  private static int unit(byte[] b, int at) {
    return DIGITS[b[at] & 0xFF] << 12 | DIGITS[b[at + 1] & 0xFF] << 8 | DIGITS[b[at + 2] & 0xFF] << 4 | DIGITS[b[at + 3] & 0xFF];
  }

  private int number(int from, Key key) {
    byte[] in = b;
    int digits = in[from] == '-' ? from + 1 : from;
    int at = digits(digits);
    if (at == digits || (at > digits + 1 && in[digits] == '0')) {
      return NOT_READ;
    }
    int c = in[at] | 0x20;
    if (at < end && c == 'e') {
      return NOT_READ;
    }
    if (at >= end || in[at] != '.') {
      return event.add(key.field, key.text, ValueKind.INTEGER, in, from, at - from) && also(key) ? at : NOT_READ;
    }
    int fraction = at + 1;
    at = digits(fraction);
    if (at == fraction || at - from > JsonRecordParser.MAX_REAL_CHARS || (at < end && (in[at] | 0x20) == 'e')) {
      return NOT_READ;
    }
    // The shortest form: without the zeros at the end, and zero without a sign.
    int last = at;
    while (in[last - 1] == '0') {
      last--;
    }
    if (in[last - 1] == '.') {
      last--;
    }
    boolean zero = last == digits + 1 && in[digits] == '0';
    int first = zero ? digits : from;
    return event.add(key.field, key.text, ValueKind.REAL, in, first, last - first) && also(key) ? at : NOT_READ;
  }

  private int digits(int from) {
    int at = from;
    while (at < end && b[at] >= '0' && b[at] <= '9') {
      at++;
    }
    return at;
  }

  private boolean subtree(Key key, int from, int to) {
    int start = event.scratchLength();
    byte[] text = event.scratch(to - from);
    int length = JsonRecordParser.compact(b, from, to, text, start) - start;
    event.scratchLength(start + length);
    return event.add(key.field, key.text, ValueKind.JSON, text, start, length) && also(key);
  }

  private int nextMark(int from) {
    int word = from - base >>> 6;
    long left = marked[word] & -1L << (from - base);
    while (left == 0) {
      left = marked[++word];
    }
    return base + (word << 6) + Long.numberOfTrailingZeros(left);
  }

  /// The key of the name that begins here, or null where it has none.
  private @Nullable Key find(int from, Key owner) {
    byte[] in = b;
    int at = nextMark(from);
    int length = at - from;
    if (at >= end || in[at] != '"' || length > MAX_NAME_BYTES) {
      return null;
    }
    // The first and the last eight bytes: enough to tell real names apart, and what collides is compared.
    long head = (long) LONGS.get(in, from);
    long tail = length > 8 ? (long) LONGS.get(in, at - 8) : 0;
    if (length < 8) {
      head &= (1L << (8 * length)) - 1;
    }
    long hash = (head * 0x9E37_79B9_7F4A_7C15L) ^ (tail * 0xC2B2_AE3D_27D4_EB4FL) ^ ((long) owner.number << 20 | length) * 0x1656_67B1_9E37_79F9L;
    hash ^= hash >>> 32;
    int mask = keys.length - 1;
    int slot = (int) (hash ^ hash >>> 15) & mask;
    for (int probe = 0; probe < MAX_PROBES; probe++) {
      Key key = keys[slot];
      if (key == null) {
        return make(slot, from, length, owner);
      }
      if (isSame(key.parent, owner) && key.length == length && key.isAt(in, from)) {
        return key;
      }
      slot = (slot + 1) & mask;
    }
    return null;
  }

  @SuppressWarnings("ReferenceEquality") // each key is one object
  private static boolean isSame(@Nullable Key one, Key other) {
    return one == other;
  }

  private @Nullable Key make(int slot, int from, int length, Key owner) {
    // A path begins where its first name with characters does, as on the slow path.
    int prefix = owner.path.length == 0 ? 0 : owner.path.length + 1;
    if (keyCount >= MAX_KEYS || prefix + length > MAX_NAME_BYTES) {
      return null;
    }
    byte[] path = new byte[prefix + length];
    if (prefix > 0) {
      System.arraycopy(owner.path, 0, path, 0, prefix - 1);
      path[prefix - 1] = '.';
    }
    System.arraycopy(b, from, path, prefix, length);
    byte[] name = Arrays.copyOfRange(b, from, from + length);
    String text = new String(path, StandardCharsets.UTF_8);
    Key key = new Key(owner, ++keyCount, name, path, KnownName.of(text, dictionary), dictionary.id(path, 0, path.length) >= 0);
    keys[slot] = key;
    return key;
  }

  @Override
  public Writing writing(int form) {
    return form == ESCAPED ? Writing.ESCAPED : Writing.OTHER;
  }

  @Override
  public int most(int form, int length) {
    // The text is never longer than what was written; it is copied eight bytes at a time.
    return length + 8;
  }

  @Override
  public int write(int form, byte[] from, int offset, int length, byte[] to, int at) {
    int in = offset;
    int stop = offset + length;
    int out = at;
    while (in < stop) {
      if (stop - in >= 8) {
        long word = (long) LONGS.get(from, in);
        LONGS.set(to, out, word);
        long found = zeros(word ^ BACKSLASHES);
        if (found == 0) {
          in += 8;
          out += 8;
          continue;
        }
        int plain = Long.numberOfTrailingZeros(found) >>> 3;
        in += plain;
        out += plain;
      } else if (from[in] != '\\') {
        to[out++] = from[in++];
        continue;
      }
      int c = from[in + 1];
      in += 2;
      if (c != 'u') {
        to[out++] = ESCAPES[c & 0xFF];
        continue;
      }
      int point = unit(from, in);
      in += 4;
      if (Character.isHighSurrogate((char) point) && stop - in >= 6 && from[in] == '\\' && from[in + 1] == 'u') {
        int low = unit(from, in + 2);
        if (Character.isLowSurrogate((char) low)) {
          point = Character.toCodePoint((char) point, (char) low);
          in += 6;
        }
      }
      out = JsonRecordParser.utf8(to, out, point);
    }
    return out;
  }
}
