package io.cutpoint.flink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.state.MapState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Pages behave as one sorted map, whatever happens between two calls.
class PagedMapTest {

  private final HeapMap<Integer> directories = new HeapMap<>();
  private final HeapMap<Long> pages = new HeapMap<>();

  private PagedMap map(int tag) throws Exception {
    return new PagedMap(tag, directories, pages);
  }

  @Test
  void itEqualsASortedMapOverManyCalls() throws Exception {
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      TreeMap<byte[], byte[]> wanted = new TreeMap<>(Arrays::compareUnsigned);
      directories.clear();
      pages.clear();
      int range = 10 + random.nextInt(2_000);
      for (int call = 0; call < 60; call++) {
        PagedMap map = map(3);
        for (int i = 0; i < 50; i++) {
          byte[] key = key(random.nextInt(range));
          switch (random.nextInt(call < 40 ? 8 : 3)) {
            case 0 -> {
              map.remove(key);
              wanted.remove(key);
            }
            case 1 -> {
              Map.Entry<byte[], byte[]> first = random.nextBoolean() ? map.first() : map.last();
              if (first != null) {
                map.remove(first.getKey());
                wanted.remove(first.getKey());
              }
            }
            case 2 -> assertThat(map.get(key)).isEqualTo(wanted.get(key));
            default -> {
              byte[] value = new byte[random.nextInt(300)];
              random.nextBytes(value);
              map.put(key, value);
              wanted.put(key, value);
            }
          }
        }
        if (random.nextInt(50) == 0) {
          map.clear();
          wanted.clear();
        }
        map.flush();
        same(map(3), wanted);
      }
      PagedMap map = map(3);
      map.clear();
      map.flush();
      assertThat(directories.isEmpty()).isTrue();
      assertThat(pages.isEmpty()).as("no page outlives its map").isTrue();
    }
  }

  private static void same(PagedMap map, TreeMap<byte[], byte[]> wanted) {
    assertThat(map.size()).isEqualTo(wanted.size());
    Iterator<Map.Entry<byte[], byte[]>> all = map.all().iterator();
    wanted.forEach((key, value) -> {
      Map.Entry<byte[], byte[]> one = all.next();
      assertThat(one.getKey()).isEqualTo(key);
      assertThat(one.getValue()).isEqualTo(value);
    });
    assertThat(all.hasNext()).isFalse();
    Map.Entry<byte[], byte[]> first = map.first();
    assertThat(first == null ? null : first.getKey()).isEqualTo(wanted.isEmpty() ? null : wanted.firstKey());
    Map.Entry<byte[], byte[]> last = map.last();
    assertThat(last == null ? null : last.getKey()).isEqualTo(wanted.isEmpty() ? null : wanted.lastKey());
  }

  /// Of different lengths, with high bytes; the empty key is one of them.
  private static byte[] key(int number) {
    byte[] key = new byte[number % 5 == 0 ? number % 3 : 4];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (number * 0x9E3779B1 >>> 8 * i);
    }
    return key;
  }

  @Test
  void whatDoesNotFitAPageIsSpreadOverSeveral() throws Exception {
    PagedMap map = map(1);
    for (int i = 0; i < 1_000; i++) {
      map.put(key(i), new byte[100]);
    }
    map.flush();

    assertThat(pages.of.size()).isGreaterThan(10);
    assertThat(pages.of.values()).allSatisfy(page -> assertThat(page.length).isLessThanOrEqualTo(PagedMap.PAGE_BYTES));
  }

  @Test
  void mapsOfDifferentTagsDoNotMeet() throws Exception {
    for (int tag : new int[] {-1, 0, 1, 2}) {
      PagedMap map = map(tag);
      map.put(key(7), new byte[] {(byte) tag});
      map.flush();
    }

    for (int tag : new int[] {-1, 0, 1, 2}) {
      assertThat(map(tag).get(key(7))).containsExactly(tag);
      assertThat(map(tag).size()).isEqualTo(1);
    }
  }

  @Test
  void readingWritesNothing() throws Exception {
    PagedMap map = map(1);
    map.put(key(1), key(2));
    map.flush();
    byte[] before = directories.of.get(1);

    PagedMap again = map(1);
    again.all();
    again.remove(key(3));
    again.flush();

    assertThat(directories.of.get(1)).isSameAs(before);
  }

  /// As on the heap, but for keys and values alone.
  private static final class HeapMap<K> implements MapState<K, byte[]> {
    final HashMap<K, byte[]> of = new HashMap<>();

    @Override
    public byte @Nullable [] get(K key) {
      return of.get(key);
    }

    @Override
    public void put(K key, byte[] value) {
      of.put(key, value);
    }

    @Override
    public void putAll(Map<K, byte[]> map) {
      of.putAll(map);
    }

    @Override
    public void remove(K key) {
      of.remove(key);
    }

    @Override
    public boolean contains(K key) {
      return of.containsKey(key);
    }

    @Override
    public Iterable<Map.Entry<K, byte[]>> entries() {
      return of.entrySet();
    }

    @Override
    public Iterable<K> keys() {
      return of.keySet();
    }

    @Override
    public Iterable<byte[]> values() {
      return of.values();
    }

    @Override
    public Iterator<Map.Entry<K, byte[]>> iterator() {
      return of.entrySet().iterator();
    }

    @Override
    public boolean isEmpty() {
      return of.isEmpty();
    }

    @Override
    public void clear() {
      of.clear();
    }
  }
}
