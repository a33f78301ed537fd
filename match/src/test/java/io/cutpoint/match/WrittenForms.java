package io.cutpoint.match;

import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.model.event.TextForm;
import io.cutpoint.model.event.Writing;
import java.util.Arrays;

/// Copies of events whose values are written as records of event log files have them: text in UTF-16, other values in
/// bytes that are no text.
final class WrittenForms implements TextForm {

  private static final int UTF16 = 1;

  /// The bytes of the text from the last to the first.
  private static final int REVERSED = 2;

  /// The same event, written so wherever a value can be; the rest as text.
  static FlatEvent of(FlatEvent event) {
    WrittenForms forms = new WrittenForms();
    FlatEvent copy = new FlatEvent();
    copy.begin(event.source(), 0, 0, event.raw(), event.rawOffset(), event.rawLength(), 0);
    copy.logSources(event.logSources());
    for (int i = 0; i < event.originals(); i++) {
      byte[] text = Arrays.copyOfRange(event.bytes(i), event.offset(i), event.offset(i) + event.length(i));
      byte[] utf16 = utf16(text);
      if (text.length > 0 && symbols(text)) {
        // Between other bytes, at an odd place.
        byte[] b = between(reversed(text));
        copy.addLater(event.field(i), event.name(i), event.kind(i), REVERSED, forms, b, 3, b.length - 6);
      } else if (utf16.length > 0) {
        byte[] b = between(utf16);
        copy.addLater(event.field(i), event.name(i), event.kind(i), UTF16, forms, b, 3, b.length - 6);
      } else {
        copy.add(event.field(i), event.name(i), event.kind(i), text, 0, text.length);
      }
      int alias = aliasOf(event, i);
      if (alias >= 0) {
        copy.alsoKnownAs(event.field(alias), event.name(alias));
      }
    }
    copy.endOriginals();
    for (int i = event.originals(); i < event.count(); i++) {
      if (!event.isAlias(i)) {
        copy.addGeneric(event.field(i), event.name(i), event.kind(i), event.bytes(i), event.offset(i), event.length(i));
      }
    }
    return copy;
  }

  /// The entry that is this one under another name, or -1.
  @SuppressWarnings("ReferenceEquality") // each value has an array of its own
  private static int aliasOf(FlatEvent event, int original) {
    for (int i = event.originals(); i < event.count(); i++) {
      if (event.isAlias(i) && event.bytes(i) == event.bytes(original)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean symbols(byte[] text) {
    for (byte b : text) {
      if (b < 0 || !Writing.mayStandInSymbols((byte) Character.toLowerCase(b))) {
        return false;
      }
    }
    return true;
  }

  private static byte[] between(byte[] b) {
    byte[] among = new byte[b.length + 6];
    Arrays.fill(among, (byte) 'a');
    System.arraycopy(b, 0, among, 3, b.length);
    return among;
  }

  private static byte[] reversed(byte[] b) {
    byte[] reversed = new byte[b.length];
    for (int i = 0; i < b.length; i++) {
      reversed[i] = b[b.length - 1 - i];
    }
    return reversed;
  }

  /// The text in UTF-16, or nothing where it has bytes that are no text, or halves of a pair that UTF-16 cannot tell from
  /// the pair.
  static byte[] utf16(byte[] text) {
    byte[] to = new byte[2 * text.length];
    int at = 0;
    for (int i = 0; i < text.length; ) {
      boolean half = text.length - i >= 3 && (text[i] & 0xff) == 0xed && (text[i + 1] & 0xe0) == 0xa0 && (text[i + 2] & 0xc0) == 0x80;
      int length = half ? 3 : Folding.unit(text, i, text.length);
      int point = Folding.codePoint(text, i, length);
      if (point < 0) {
        return new byte[0];
      }
      for (char unit : Character.toChars(point)) {
        to[at++] = (byte) unit;
        to[at++] = (byte) (unit >>> 8);
      }
      i += length;
    }
    byte[] utf16 = Arrays.copyOf(to, at);
    byte[] back = new byte[3 * at];
    int end = text(utf16, 0, at, back, 0);
    return Arrays.equals(back, 0, end, text, 0, text.length) ? utf16 : new byte[0];
  }

  private static int text(byte[] utf16, int offset, int length, byte[] to, int at) {
    StringBuilder units = new StringBuilder();
    for (int i = offset; i < offset + length; i += 2) {
      units.append((char) ((utf16[i] & 0xff) | (utf16[i + 1] & 0xff) << 8));
    }
    byte[] text = Folding.bytes(units.toString(), false);
    System.arraycopy(text, 0, to, at, text.length);
    return at + text.length;
  }

  @Override
  public Writing writing(int form) {
    return form == UTF16 ? Writing.UTF16 : Writing.SYMBOLS;
  }

  @Override
  public int most(int form, int length) {
    return 3 * length;
  }

  @Override
  public int write(int form, byte[] from, int offset, int length, byte[] to, int at) {
    if (form == UTF16) {
      return text(from, offset, length, to, at);
    }
    byte[] text = reversed(Arrays.copyOfRange(from, offset, offset + length));
    System.arraycopy(text, 0, to, at, length);
    return at + length;
  }
}
