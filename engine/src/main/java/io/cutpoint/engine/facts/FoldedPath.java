package io.cutpoint.engine.facts;

import io.cutpoint.model.event.EventView;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A path or key in lower case, and quick refusals of most that [FactProjector] does not keep: a third of all events
/// write to the registry or to files, and hardly any of them is kept.
///
/// What it refuses is refused by the full test too, since every place that the full test looks for begins with one of
/// the heads here. It speaks of ASCII alone; any other text goes to the full test.
final class FoldedPath {

  private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long TOPS = 0x8080_8080_8080_8080L;

  private static final int HEAD_BYTES = 8;
  private static final int MAX_EXTENSION = FactProjector.CARRIERS.stream().mapToInt(String::length).max().orElse(0);

  /// The first eight bytes of each extension, sorted.
  private static final long[] EXTENSIONS = FactProjector.CARRIERS.stream()
      .mapToLong(extension -> head(extension.getBytes(StandardCharsets.US_ASCII), 0, extension.length()))
      .sorted()
      .distinct()
      .toArray();

  /// The first eight bytes of each place that starts programs by itself, and of services.
  private static final long[] HEADS;

  static {
    long[] heads = new long[FactProjector.AUTOSTART.size() + 1];
    for (int i = 0; i < heads.length; i++) {
      String place = i < FactProjector.AUTOSTART.size() ? FactProjector.AUTOSTART.get(i) : "\\services\\";
      if (place.length() < HEAD_BYTES || place.charAt(0) != '\\') {
        throw new IllegalStateException("wanted a place of eight characters or more that begins with a backslash, found " + place);
      }
      heads[i] = (long) LONGS.get(place.getBytes(StandardCharsets.US_ASCII), 0);
    }
    HEADS = Arrays.stream(heads).distinct().toArray();
  }

  private byte[] text = new byte[512];
  private int length;

  /// Takes the text of an entry; false where it is not ASCII.
  boolean fold(EventView event, int entry) {
    byte[] from = event.bytes(entry);
    int offset = event.offset(entry);
    length = event.length(entry);
    if (text.length < length + HEAD_BYTES) {
      text = new byte[2 * (length + HEAD_BYTES)];
    }
    int i = 0;
    for (; i + 8 <= length; i += 8) {
      long word = (long) LONGS.get(from, offset + i);
      if ((word & TOPS) != 0) {
        return false;
      }
      // A letter from A to Z: adding what is missing to 128 sets the top bit from A on, and again behind Z.
      long upper = (word + ONES * (128 - 'A')) & ~(word + ONES * (128 - 'Z' - 1)) & TOPS;
      LONGS.set(text, i, word | upper >>> 2);
    }
    for (; i < length; i++) {
      byte c = from[offset + i];
      if (c < 0) {
        return false;
      }
      text[i] = c >= 'A' && c <= 'Z' ? (byte) (c | 0x20) : c;
    }
    return true;
  }

  /// Whether the key may be one of a place that starts programs by itself, or of a service.
  boolean mayBeAutostart() {
    for (int at = 0; at <= length - HEAD_BYTES; at++) {
      if (text[at] == '\\') {
        long head = (long) LONGS.get(text, at);
        for (long wanted : HEADS) {
          if (head == wanted) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /// Whether the path has an extension that may be one of those kept.
  boolean endsLikeCarrier() {
    int dot = length - 1;
    while (dot >= 0 && text[dot] != '.' && dot >= length - 1 - MAX_EXTENSION) {
      dot--;
    }
    return dot >= 0 && text[dot] == '.' && Arrays.binarySearch(EXTENSIONS, head(text, dot + 1, length)) >= 0;
  }

  /// The first eight bytes of a text, zeros behind its end.
  private static long head(byte[] b, int from, int to) {
    long head = 0;
    for (int i = Math.min(to, from + HEAD_BYTES) - 1; i >= from; i--) {
      head = head << 8 | b[i];
    }
    return head;
  }
}
