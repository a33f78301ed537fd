package io.cutpoint.model.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/// The names of fields that somebody will ask for, each with a small number.
///
/// Made once from the rules, the extractors and the outputs, then immutable and safe for any number of threads. A
/// name that a log brings and nobody asks for is never added: a log could grow it without end. Names are compared
/// byte by byte in UTF-8; upper and lower case differ.
public final class FieldDictionary {

  private final List<String> names;
  private final byte[][] encoded;
  private final int[] table;

  private FieldDictionary(List<String> names) {
    this.names = names;
    this.encoded = names.stream().map(n -> n.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    int size = Integer.highestOneBit(Math.max(8, names.size() * 4 - 1)) << 1;
    this.table = new int[size];
    Arrays.fill(table, EventView.NO_FIELD);
    for (int id = 0; id < encoded.length; id++) {
      int slot = hash(encoded[id], 0, encoded[id].length) & (size - 1);
      while (table[slot] >= 0) {
        slot = (slot + 1) & (size - 1);
      }
      table[slot] = id;
    }
  }

  /// The dictionary of these names. The same set of names gives the same ids, whatever their order.
  public static FieldDictionary of(Collection<String> names) {
    return new FieldDictionary(List.copyOf(new TreeSet<>(names)));
  }

  /// How many names there are; ids are smaller.
  public int size() {
    return encoded.length;
  }

  /// The name with this id.
  public String name(int id) {
    return names.get(id);
  }

  /// All names, the place in the list is the id.
  public List<String> names() {
    return names;
  }

  /// The id of this name, or [EventView#NO_FIELD].
  public int id(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return id(bytes, 0, bytes.length);
  }

  /// The id of the name in these bytes, or [EventView#NO_FIELD].
  public int id(byte[] bytes, int offset, int length) {
    int slot = hash(bytes, offset, length) & (table.length - 1);
    for (; table[slot] >= 0; slot = (slot + 1) & (table.length - 1)) {
      byte[] name = encoded[table[slot]];
      if (name.length == length && Arrays.equals(name, 0, length, bytes, offset, offset + length)) {
        return table[slot];
      }
    }
    return EventView.NO_FIELD;
  }

  private static int hash(byte[] bytes, int offset, int length) {
    int h = length;
    for (int i = offset; i < offset + length; i++) {
      h = h * 31 + bytes[i];
    }
    return h ^ (h >>> 15);
  }
}
