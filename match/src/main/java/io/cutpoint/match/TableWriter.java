package io.cutpoint.match;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Writes numbers, tables and texts one after the other, for [TableReader] to read in the same order.
///
/// Tables of numbers are written as they lie in memory (little endian), so that they are read by one copy. Texts and
/// literals are *veiled*: rules quote malware, and virus scanners remove files that quote it plainly. The veil is no
/// secret and no protection.
public final class TableWriter {

  private ByteBuffer out = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

  /// An empty one.
  public TableWriter() {}

  private ByteBuffer room(long bytes) {
    if (bytes > out.remaining()) {
      long size = Math.max(out.capacity() * 2L, out.position() + bytes);
      if (size > Integer.MAX_VALUE - 64) {
        throw new IllegalStateException("wanted tables of less than 2 GB, found more");
      }
      out = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN).put(out.flip());
    }
    return out;
  }

  /// Writes one number.
  public void number(int number) {
    room(Integer.BYTES).putInt(number);
  }

  /// Writes a yes or no.
  public void flag(boolean flag) {
    number(flag ? 1 : 0);
  }

  /// Writes one long number.
  public void wide(long number) {
    room(Long.BYTES).putLong(number);
  }

  /// Writes a number from 0 on in as few bytes as it needs.
  public void small(int number) {
    if (number < 0) {
      throw new IllegalArgumentException("wanted a number from 0 on, found " + number);
    }
    ByteBuffer to = room(5);
    int left = number;
    while (left > 0x7f) {
      to.put((byte) (left | 0x80));
      left >>>= 7;
    }
    to.put((byte) left);
  }

  /// Writes a table.
  public void numbers(int[] table) {
    number(table.length);
    room((long) table.length * Integer.BYTES).asIntBuffer().put(table);
    out.position(out.position() + table.length * Integer.BYTES);
  }

  /// Writes a table.
  public void wides(long[] table) {
    number(table.length);
    room((long) table.length * Long.BYTES).asLongBuffer().put(table);
    out.position(out.position() + table.length * Long.BYTES);
  }

  /// Writes bytes, veiled.
  public void bytes(byte[] bytes) {
    number(bytes.length);
    veiled(bytes);
  }

  private void veiled(byte[] bytes) {
    room(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      out.put((byte) (bytes[i] ^ TableReader.veil(i)));
    }
  }

  /// Writes a text, veiled; lone surrogates come back as they are.
  public void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    boolean whole = new String(utf8, StandardCharsets.UTF_8).equals(text);
    flag(whole);
    if (whole) {
      bytes(utf8);
      return;
    }
    byte[] chars = new byte[text.length() * 2];
    ByteBuffer.wrap(chars).order(ByteOrder.LITTLE_ENDIAN).asCharBuffer().put(text);
    bytes(chars);
  }

  /// Writes a text, veiled, in fewer bytes than [#text] and not as fast to read; a lone surrogate becomes `?`.
  public void brief(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    small(utf8.length);
    veiled(utf8);
  }

  /// Writes what another writer has taken, so that it can be passed over or read later.
  public void part(TableWriter part) {
    number(part.size());
    room(part.size()).put(part.out.duplicate().flip());
  }

  /// Writes a part that was read, as it is.
  public void part(TableReader part) {
    ByteBuffer all = part.all();
    number(all.remaining());
    room(all.remaining()).put(all);
  }

  /// How many bytes were written.
  public int size() {
    return out.position();
  }

  /// What was written; shares its bytes with this writer.
  public ByteBuffer buffer() {
    return out.duplicate().flip();
  }
}
