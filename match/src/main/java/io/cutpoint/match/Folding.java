package io.cutpoint.match;

import io.cutpoint.sigma.CaseFolding;
import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Letter case taken out of text, and the units that text consists of.
///
/// Case is folded as [CaseFolding] says. Folding may change how many bytes a text has, never how many units.
///
/// A *unit* is a code point, written as UTF-8 or, a lone surrogate, as WTF-8; or a single byte that belongs to none.
/// Such bytes stay as they are. Because literals consist of code points alone, finding one byte by byte and unit by
/// unit is the same.
final class Folding {

  /// How many readable bytes must follow a folded text in its buffer.
  static final int PADDING = 16;

  private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long NOT_ASCII_UNITS = 0xff80ff80ff80ff80L;

  private Folding() {}

  /// How many bytes a folded text may need at most: two bytes may become three, nothing grows more.
  static int room(int length) {
    return Math.addExact(Math.addExact(length, length >>> 1), PADDING);
  }

  /// Writes the folded text.
  ///
  /// @return where it ends in `to`, or, where the folded text is not ASCII, the complement of that
  static int fold(byte[] text, int from, int end, byte[] to, int at) {
    int i = from;
    int o = at;
    int bits = 0;
    while (i < end) {
      for (; i <= end - 8; i += 8, o += 8) {
        long w = (long) LONG.get(text, i);
        if (!ascii(w)) {
          break;
        }
        LONG.set(to, o, fold(w));
      }
      // Fewer than eight bytes, or eight that are not all ASCII.
      for (int stop = Math.min(end, i + 8); i < stop; ) {
        byte b = text[i];
        if (b >= 0) {
          to[o++] = (byte) (b >= 'A' && b <= 'Z' ? b + 32 : b);
          i++;
          continue;
        }
        int length = unit(text, i, end);
        int codePoint = codePoint(text, i, length);
        int start = o;
        if (codePoint < 0) {
          to[o++] = b;
        } else {
          o = encode(CaseFolding.fold(codePoint), to, o);
        }
        bits |= to[start];
        i += length;
      }
    }
    return bits < 0 ? ~o : o;
  }

  /// Writes the folded text of one in UTF-16, little endian, if it is ASCII.
  ///
  /// @param end so that the text has whole characters of two bytes
  /// @return where it ends in `to`, or -1 where the text is not ASCII
  static int foldUtf16(byte[] text, int from, int end, byte[] to, int at) {
    int units = end - from >> 1;
    long seen = 0;
    if (units >= 8) {
      int i = from;
      int o = at;
      for (; i <= end - 16; i += 16, o += 8) {
        seen |= foldEight(text, i, to, o);
      }
      seen |= foldEight(text, end - 16, to, at + units - 8);
    } else {
      for (int k = 0; k < units; k++) {
        byte b = text[from + 2 * k];
        seen |= (b & 0x80) | (text[from + 2 * k + 1] & 0xff) << 8;
        to[at + k] = (byte) (b >= 'A' && b <= 'Z' ? b + 32 : b);
      }
    }
    return (seen & NOT_ASCII_UNITS) == 0 ? at + units : -1;
  }

  private static long foldEight(byte[] text, int i, byte[] to, int o) {
    long low = (long) LONG.get(text, i);
    long high = (long) LONG.get(text, i + 8);
    LONG.set(to, o, fold(narrow(low) | narrow(high) << 32));
    return low | high;
  }

  /// Four units of UTF-16 that are ASCII, as four bytes.
  static long narrow(long four) {
    long pairs = four | four >>> 8;
    return (pairs & 0xffff) | (pairs >>> 16 & 0xffff0000L);
  }

  /// Whether four units of UTF-16 are ASCII.
  static boolean asciiUnits(long four) {
    return (four & NOT_ASCII_UNITS) == 0;
  }

  /// Whether eight bytes are ASCII.
  static boolean ascii(long eight) {
    return (eight & HIGH_BITS) == 0;
  }

  /// Eight bytes of ASCII, folded.
  static long fold(long eight) {
    // A byte's high bit after the addition says: not below 'A'; above 'Z'. It differs for capital letters alone.
    long capital = ((eight + 0x3f3f3f3f3f3f3f3fL) ^ (eight + 0x2525252525252525L)) & HIGH_BITS;
    return eight | (capital >>> 2);
  }

  /// Whether a text has a character that is not ASCII and becomes ASCII when it is folded: the dotted capital i (U+0130),
  /// the dotless i (U+0131), the long s (U+017F), the sign of Kelvin (U+212A). Or, to be quick, one whose bytes begin so.
  static boolean mayBecomeAscii(byte[] text, int from, int end) {
    for (int i = from; i < end - 1; i++) {
      if (i <= end - Long.BYTES && ascii((long) LONG.get(text, i))) {
        i += Long.BYTES - 1;
        continue;
      }
      byte b = text[i];
      if (b < 0) {
        byte next = text[i + 1];
        if (b == (byte) 0xc4 ? next == (byte) 0xb0 || next == (byte) 0xb1 : b == (byte) 0xc5 ? next == (byte) 0xbf : b == (byte) 0xe2 && next == (byte) 0x84) {
          return true;
        }
      }
    }
    return false;
  }

  /// The bytes of the unit that begins at `at`: 1 to 4.
  static int unit(byte[] b, int at, int end) {
    int lead = b[at];
    if (lead >= 0) {
      return 1;
    }
    lead &= 0xff;
    if (lead < 0xc2 || lead > 0xf4) {
      return 1;
    }
    int length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (length > end - at) {
      return 1;
    }
    int second = b[at + 1] & 0xff;
    int least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int most = lead == 0xf4 ? 0x8f : 0xbf;
    if (second < least || second > most) {
      return 1;
    }
    for (int k = 2; k < length; k++) {
      if ((b[at + k] & 0xc0) != 0x80) {
        return 1;
      }
    }
    return length;
  }

  /// The code point of a unit, or -1 where it is none.
  static int codePoint(byte[] b, int at, int length) {
    int lead = b[at] & 0xff;
    return switch (length) {
      case 1 -> lead < 0x80 ? lead : -1;
      case 2 -> (lead & 0x1f) << 6 | (b[at + 1] & 0x3f);
      case 3 -> (lead & 0x0f) << 12 | (b[at + 1] & 0x3f) << 6 | (b[at + 2] & 0x3f);
      default -> (lead & 0x07) << 18 | (b[at + 1] & 0x3f) << 12 | (b[at + 2] & 0x3f) << 6 | (b[at + 3] & 0x3f);
    };
  }

  /// Whether a unit begins at `at`.
  static boolean begins(byte[] b, int from, int at, int end) {
    if (at >= end || (b[at] & 0xc0) != 0x80) {
      return true;
    }
    for (int back = 1; back <= 3 && at - back >= from; back++) {
      byte lead = b[at - back];
      if ((lead & 0xc0) != 0x80) {
        return lead >= 0 || unit(b, at - back, end) <= back;
      }
    }
    return true;
  }

  private static int encode(int codePoint, byte[] to, int at) {
    int o = at;
    if (codePoint < 0x80) {
      to[o++] = (byte) codePoint;
    } else if (codePoint < 0x800) {
      to[o++] = (byte) (0xc0 | codePoint >>> 6);
      to[o++] = (byte) (0x80 | (codePoint & 0x3f));
    } else if (codePoint < 0x10000) {
      to[o++] = (byte) (0xe0 | codePoint >>> 12);
      to[o++] = (byte) (0x80 | (codePoint >>> 6 & 0x3f));
      to[o++] = (byte) (0x80 | (codePoint & 0x3f));
    } else {
      to[o++] = (byte) (0xf0 | codePoint >>> 18);
      to[o++] = (byte) (0x80 | (codePoint >>> 12 & 0x3f));
      to[o++] = (byte) (0x80 | (codePoint >>> 6 & 0x3f));
      to[o++] = (byte) (0x80 | (codePoint & 0x3f));
    }
    return o;
  }

  /// A rule's text as bytes, as it is or folded; lone surrogates in three bytes.
  static byte[] bytes(String text, boolean folded) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() + 8);
    byte[] one = new byte[4];
    text.codePoints().forEach(c -> out.write(one, 0, encode(folded ? CaseFolding.fold(c) : c, one, 0)));
    return out.toByteArray();
  }

  /// Whether all of the bytes are ASCII.
  static boolean ascii(byte[] text) {
    int bits = 0;
    for (byte b : text) {
      bits |= b;
    }
    return bits >= 0;
  }
}
