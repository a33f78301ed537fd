package io.cutpoint.ingest.json;

import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.model.event.ValueKind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/// Reads one JSON object (RFC 8259) into a flat event, straight from the block's bytes.
///
/// Nested names are joined by dots, arrays are flattened into neighbouring entries, and an object or array whose
/// path the dictionary knows is added as compact JSON text as well. Strings without escapes are not copied.
/// Repeated names stay, each with its value. More liberal than the standard in two points only: control characters
/// inside strings and malformed UTF-8 are kept as they came, since logs hold them.
/// Nearly all records are read by [JsonScanner], from mark to mark; what it does not accept is read again here, byte
/// by byte, and what is wrong is found here alone.
/// Cost: one pass, two where the first gives up; memory: the event's own arrays.
/// Abuse: depth, entries and digits are bounded by named limits; there is no recursion deeper than [#MAX_DEPTH].
public final class JsonRecordParser {

  /// Levels of objects and arrays; Windows and cloud logs stay below 20.
  public static final int MAX_DEPTH = 64;

  /// Bytes of a nested name.
  public static final int MAX_PATH_BYTES = 4096;

  /// What is wrong with a record.
  public enum Fault {
    NONE("", ""),
    SYNTAX("bad-json", "a JSON object"),
    CUT("cut-json", "the end of a JSON object"),
    DEPTH("too-deep", "at most " + MAX_DEPTH + " levels of JSON"),
    ENTRIES("too-many-fields", "at most " + FlatEvent.MAX_ENTRIES + " values"),
    PATH("name-too-long", "nested names of at most " + MAX_PATH_BYTES + " bytes"),
    TRAILING("bad-json", "nothing after the JSON object"),
    STRAY("bad-json", "nothing but commas and brackets between JSON objects");

    private final String reason;
    private final String wanted;

    Fault(String reason, String wanted) {
      this.reason = reason;
      this.wanted = wanted;
    }

    /// The key of the counter.
    public String reason() {
      return reason;
    }

    /// What a sound record has.
    public String wanted() {
      return wanted;
    }
  }

  /// Characters of a number with a fraction that is written in its shortest form; longer ones stay as they are.
  static final int MAX_REAL_CHARS = 100;

  private static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Fault fault;

    Failed(Fault fault) {
      super(fault.reason, null, false, false);
      this.fault = fault;
    }
  }

  private static final Failed SYNTAX = new Failed(Fault.SYNTAX);
  private static final Failed CUT = new Failed(Fault.CUT);
  private static final Failed DEPTH = new Failed(Fault.DEPTH);
  private static final Failed ENTRIES = new Failed(Fault.ENTRIES);
  private static final Failed PATH = new Failed(Fault.PATH);

  private final FieldDictionary dictionary;
  private final FieldNames names;
  private final JsonScanner scanner;
  private final byte[] path = new byte[MAX_PATH_BYTES];
  private byte[] b = new byte[0];
  private int at;
  private int end;
  private FlatEvent event = new FlatEvent();

  // The string that was read last: where its text lies.
  private byte[] text = b;
  private int textOffset;
  private int textLength;

  /// A parser for one worker.
  public JsonRecordParser(FieldDictionary dictionary) {
    this.dictionary = dictionary;
    this.names = new FieldNames(dictionary);
    this.scanner = new JsonScanner(dictionary);
  }

  /// Reads the object that begins at `from` and ends at or before `to`, where possible by the fast path: that needs
  /// eight more bytes in the array, whatever they are.
  ///
  /// @param into the event, which has no entries yet
  /// @return what is wrong; [#position()] is then where
  public Fault parse(byte[] bytes, int from, int to, FlatEvent into) {
    if (bytes.length - to >= JsonScanner.PADDING) {
      if (scanner.read(bytes, from, to, into)) {
        at = to;
        return Fault.NONE;
      }
      into.clear();
    }
    return parseSlowly(bytes, from, to, into);
  }

  /// The slow path alone.
  Fault parseSlowly(byte[] bytes, int from, int to, FlatEvent into) {
    b = bytes;
    at = from;
    end = to;
    event = into;
    try {
      space();
      if (at >= end || b[at] != '{') {
        return Fault.SYNTAX;
      }
      object(0, 0);
      space();
      return at == end ? Fault.NONE : Fault.TRAILING;
    } catch (Failed failed) {
      return failed.fault;
    }
  }

  /// Where the parser stopped.
  public int position() {
    return at;
  }

  private void space() {
    while (at < end && (b[at] == ' ' || b[at] == '\t' || b[at] == '\r' || b[at] == '\n')) {
      at++;
    }
  }

  private int next() {
    if (at >= end) {
      throw CUT;
    }
    return b[at];
  }

  private void object(int pathLength, int depth) {
    if (depth >= MAX_DEPTH) {
      throw DEPTH;
    }
    at++;
    space();
    if (next() == '}') {
      at++;
      return;
    }
    while (true) {
      if (next() != '"') {
        throw SYNTAX;
      }
      string();
      int length = join(pathLength);
      space();
      if (next() != ':') {
        throw SYNTAX;
      }
      at++;
      space();
      value(length, depth);
      space();
      int c = next();
      at++;
      if (c == '}') {
        return;
      }
      if (c != ',') {
        throw SYNTAX;
      }
      space();
    }
  }

  private void array(int pathLength, int depth) {
    if (depth >= MAX_DEPTH) {
      throw DEPTH;
    }
    at++;
    space();
    if (next() == ']') {
      at++;
      return;
    }
    while (true) {
      value(pathLength, depth);
      space();
      int c = next();
      at++;
      if (c == ']') {
        return;
      }
      if (c != ',') {
        throw SYNTAX;
      }
      space();
    }
  }

  /// Appends the name that was read to the path; returns its new length.
  private int join(int pathLength) {
    int to = pathLength == 0 ? 0 : pathLength + 1;
    if (to + textLength > MAX_PATH_BYTES) {
      throw PATH;
    }
    if (pathLength > 0) {
      path[pathLength] = '.';
    }
    System.arraycopy(text, textOffset, path, to, textLength);
    return to + textLength;
  }

  private void value(int pathLength, int depth) {
    switch (next()) {
      case '"' -> {
        string();
        add(pathLength, ValueKind.TEXT, text, textOffset, textLength);
      }
      case '{' -> {
        int from = at;
        object(pathLength, depth + 1);
        subtree(pathLength, from);
      }
      case '[' -> {
        int from = at;
        array(pathLength, depth + 1);
        subtree(pathLength, from);
      }
      case 't' -> word("true", pathLength, ValueKind.BOOLEAN);
      case 'f' -> word("false", pathLength, ValueKind.BOOLEAN);
      case 'n' -> word("null", pathLength, ValueKind.NULL);
      default -> number(pathLength);
    }
  }

  private void add(int pathLength, ValueKind kind, byte[] bytes, int offset, int length) {
    if (!event.add(names.of(path, 0, pathLength), kind, bytes, offset, length)) {
      throw ENTRIES;
    }
  }

  private void subtree(int pathLength, int from) {
    if (dictionary.id(path, 0, pathLength) < 0) {
      return;
    }
    int length = at - from;
    byte[] to = event.scratch(length);
    int start = event.scratchLength();
    int o = compact(b, from, at, to, start);
    event.scratchLength(o);
    add(pathLength, ValueKind.JSON, to, start, o - start);
  }

  /// Writes sound JSON without its white space; returns where it ends.
  static int compact(byte[] b, int from, int end, byte[] to, int at) {
    int o = at;
    boolean quoted = false;
    for (int i = from; i < end; i++) {
      byte c = b[i];
      if (quoted || (c != ' ' && c != '\t' && c != '\r' && c != '\n')) {
        to[o++] = c;
      }
      if (c == '\\' && quoted) {
        to[o++] = b[++i];
      } else if (c == '"') {
        quoted = !quoted;
      }
    }
    return o;
  }

  private void word(String word, int pathLength, ValueKind kind) {
    int length = word.length();
    if (end - at < length) {
      throw CUT;
    }
    for (int i = 0; i < length; i++) {
      if (b[at + i] != word.charAt(i)) {
        throw SYNTAX;
      }
    }
    add(pathLength, kind, b, at, kind == ValueKind.NULL ? 0 : length);
    at += length;
  }

  private void number(int pathLength) {
    int from = at;
    if (next() == '-') {
      at++;
    }
    int digits = digits();
    if (digits == 0 || (digits > 1 && b[at - digits] == '0')) {
      throw SYNTAX;
    }
    boolean real = false;
    if (at < end && b[at] == '.') {
      real = true;
      at++;
      if (digits() == 0) {
        throw SYNTAX;
      }
    }
    if (at < end && (b[at] == 'e' || b[at] == 'E')) {
      real = true;
      at++;
      if (at < end && (b[at] == '+' || b[at] == '-')) {
        at++;
      }
      if (digits() == 0) {
        throw SYNTAX;
      }
    }
    if (!real) {
      add(pathLength, ValueKind.INTEGER, b, from, at - from);
      return;
    }
    byte[] shortest = shortest(new String(b, from, at - from, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
    byte[] to = event.scratch(shortest.length);
    int start = event.scratchLength();
    System.arraycopy(shortest, 0, to, start, shortest.length);
    event.scratchLength(start + shortest.length);
    add(pathLength, ValueKind.REAL, to, start, shortest.length);
  }

  private int digits() {
    int from = at;
    while (at < end && b[at] >= '0' && b[at] <= '9') {
      at++;
    }
    return at - from;
  }

  /// `2.0` is `2`; numbers too long or too large to write out stay as they are.
  private static String shortest(String number) {
    if (number.length() > MAX_REAL_CHARS) {
      return number;
    }
    BigDecimal value;
    try {
      value = new BigDecimal(number);
    } catch (NumberFormatException exponentOutOfRange) {
      return number;
    }
    if (value.signum() == 0) {
      return "0";
    }
    value = value.stripTrailingZeros();
    return Math.abs((long) value.scale()) > 400 ? number : value.toPlainString();
  }

  /// Reads a string; afterwards `text`, `textOffset` and `textLength` say where its characters are.
  private void string() {
    int from = ++at;
    while (true) {
      if (at >= end) {
        throw CUT;
      }
      byte c = b[at];
      if (c == '"') {
        text = b;
        textOffset = from;
        textLength = at - from;
        at++;
        return;
      }
      if (c == '\\') {
        escaped(from);
        return;
      }
      at++;
    }
  }

  private void escaped(int from) {
    int close = at;
    while (true) {
      if (close >= end) {
        throw CUT;
      }
      if (b[close] == '"') {
        break;
      }
      close += b[close] == '\\' ? 2 : 1;
    }
    // The decoded text is never longer than the written one.
    byte[] to = event.scratch(close - from);
    int start = event.scratchLength();
    int o = start;
    System.arraycopy(b, from, to, o, at - from);
    o += at - from;
    while (at < close) {
      byte c = b[at++];
      if (c != '\\') {
        to[o++] = c;
        continue;
      }
      switch (b[at++]) {
        case '"' -> to[o++] = '"';
        case '\\' -> to[o++] = '\\';
        case '/' -> to[o++] = '/';
        case 'b' -> to[o++] = '\b';
        case 'f' -> to[o++] = '\f';
        case 'n' -> to[o++] = '\n';
        case 'r' -> to[o++] = '\r';
        case 't' -> to[o++] = '\t';
        case 'u' -> {
          int cp = unit(close);
          if (Character.isHighSurrogate((char) cp) && at + 6 <= close && b[at] == '\\' && b[at + 1] == 'u') {
            int back = at;
            at += 2;
            int low = unit(close);
            if (Character.isLowSurrogate((char) low)) {
              cp = Character.toCodePoint((char) cp, (char) low);
            } else {
              at = back;
            }
          }
          o = utf8(to, o, cp);
        }
        default -> throw SYNTAX;
      }
    }
    event.scratchLength(o);
    text = to;
    textOffset = start;
    textLength = o - start;
    at = close + 1;
  }

  private int unit(int close) {
    if (at + 4 > close) {
      throw SYNTAX;
    }
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(b[at + i], 16);
      if (digit < 0) {
        throw SYNTAX;
      }
      value = value << 4 | digit;
    }
    at += 4;
    return value;
  }

  static int utf8(byte[] to, int at, int cp) {
    int o = at;
    if (cp < 0x80) {
      to[o++] = (byte) cp;
    } else if (cp < 0x800) {
      to[o++] = (byte) (0xC0 | cp >> 6);
      to[o++] = (byte) (0x80 | cp & 0x3F);
    } else if (cp < 0x10000) {
      to[o++] = (byte) (0xE0 | cp >> 12);
      to[o++] = (byte) (0x80 | cp >> 6 & 0x3F);
      to[o++] = (byte) (0x80 | cp & 0x3F);
    } else {
      to[o++] = (byte) (0xF0 | cp >> 18);
      to[o++] = (byte) (0x80 | cp >> 12 & 0x3F);
      to[o++] = (byte) (0x80 | cp >> 6 & 0x3F);
      to[o++] = (byte) (0x80 | cp & 0x3F);
    }
    return o;
  }

  /// The first line feed from `from` on, or `to`.
  public static int lineEnd(byte[] bytes, int from, int to) {
    return JsonScanner.lineEnd(bytes, from, to);
  }

  /// Where the object that begins at `from` ends, by counting brackets outside of strings; -1 where it does not end
  /// before `to`.
  public static int objectEnd(byte[] bytes, int from, int to) {
    int depth = 0;
    boolean quoted = false;
    for (int i = from; i < to; i++) {
      byte c = bytes[i];
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if ((c == '}' || c == ']') && --depth <= 0) {
        return i + 1;
      }
    }
    return -1;
  }
}
