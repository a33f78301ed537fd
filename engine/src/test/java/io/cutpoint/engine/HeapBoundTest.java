package io.cutpoint.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import org.junit.jupiter.api.Test;

class HeapBoundTest {

  @Test
  void aHeapPastItsBoundIsCollectedOnceAndNotForWhatIsAlive() {
    HeapBound bound = new HeapBound(1, 64L << 30);
    long before = collections();

    bound.keep();
    long once = collections();
    bound.keep();

    assertThat(once).isGreaterThan(before);
    assertThat(collections()).isEqualTo(once);
  }

  @Test
  void aHeapWithinItsBoundIsLeftAlone() {
    HeapBound bound = new HeapBound(Long.MAX_VALUE, 0);
    long before = collections();

    bound.keep();

    assertThat(collections()).isEqualTo(before);
  }

  /// Collections of the old generation.
  private static long collections() {
    long all = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      if (collector.getMemoryPoolNames().length == 3 || ManagementFactory.getMemoryPoolMXBeans().stream().map(MemoryPoolMXBean::getName).noneMatch("Tenured Gen"::equals)) {
        all += collector.getCollectionCount();
      }
    }
    return all;
  }
}
