package io.cutpoint.ingest.json;

import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.KnownName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The names that a worker has seen, so that a name that comes again costs one hash and no object.
///
/// Bounded: a log with ever new or colliding names fills the table once and then pays for each further name; no search
/// looks at more than [#MAX_PROBES] places.
final class FieldNames {

  /// Distinct names kept. Windows has about 2,000 in all.
  static final int MAX_NAMES = 1 << 14;

  private static final int MAX_PROBES = 32;

  private final FieldDictionary dictionary;
  private final KnownName[] names = new KnownName[MAX_NAMES * 2];
  private final byte[][] keys = new byte[MAX_NAMES * 2][];
  private int size;

  FieldNames(FieldDictionary dictionary) {
    this.dictionary = dictionary;
  }

  KnownName of(byte[] bytes, int offset, int length) {
    int mask = names.length - 1;
    int slot = hash(bytes, offset, length) & mask;
    int probes = 0;
    for (byte[] key = keys[slot]; key != null && probes < MAX_PROBES; key = keys[slot], probes++) {
      if (key.length == length && Arrays.equals(key, 0, length, bytes, offset, offset + length)) {
        return names[slot];
      }
      slot = (slot + 1) & mask;
    }
    String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
    KnownName name = KnownName.of(text, dictionary);
    if (probes < MAX_PROBES && size < MAX_NAMES && length <= 256) {
      keys[slot] = Arrays.copyOfRange(bytes, offset, offset + length);
      names[slot] = name;
      size++;
    }
    return name;
  }

  private static int hash(byte[] b, int offset, int length) {
    int h = length;
    for (int i = offset; i < offset + length; i++) {
      h = h * 31 + b[i];
    }
    return h ^ (h >>> 15);
  }
}
