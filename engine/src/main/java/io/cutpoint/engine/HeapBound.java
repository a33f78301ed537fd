package io.cutpoint.engine;

/// Keeps the heap of the first phase small, whatever the size of the input.
///
/// The heap may grow to what the second phase needs, and a serial collector does not look at its old generation before
/// it is as large as it may get: what reading the rules left behind, and what each young collection caught by accident,
/// would stay resident until then. So the workers ask after each block whether the heap has grown past the bound, and
/// then have it collected as a whole, which takes about as long as reading 10 MB. Where more than expected is alive the
/// bound moves up, so that nobody collects for nothing. One for all workers.
final class HeapBound {

  private final long stepBytes;
  private volatile long boundBytes;

  /// @param boundBytes committed heap that needs no look
  /// @param stepBytes how much may come on top of what is still committed after a collection
  HeapBound(long boundBytes, long stepBytes) {
    this.boundBytes = boundBytes;
    this.stepBytes = stepBytes;
  }

  /// Collects where the heap is larger than it should be.
  void keep() {
    if (Runtime.getRuntime().totalMemory() > boundBytes) {
      collect();
    }
  }

  private synchronized void collect() {
    if (Runtime.getRuntime().totalMemory() > boundBytes) {
      System.gc();
      boundBytes = Math.max(boundBytes, Runtime.getRuntime().totalMemory() + stepBytes);
    }
  }
}
