package io.cutpoint.engine;

/// Told now and then how far an analysis is. Calls come from any worker, one at a time; they must be quick.
public interface Progress {

  /// Tells nobody.
  Progress NONE = new Progress() {
    @Override
    public void rulesLoaded(int rules, int skipped) {}

    @Override
    public void inputsFound(int files, long bytes) {}

    @Override
    public void reading(long bytesRead, long bytesTotal, long events) {}

    @Override
    public void linking(long facts, long factsTotal) {}

    @Override
    public boolean isCancelled() {
      return false;
    }
  };

  /// The rules are ready.
  void rulesLoaded(int rules, int skipped);

  /// Something about the run itself that only who asks for it wants to know, in a sentence that is not escaped.
  default void remark(String sentence) {}

  /// How many files there are to read, and how many bytes they have on disk.
  void inputsFound(int files, long bytes);

  /// Phase 1: the first event has been read and matched. Told at most once.
  default void firstEvent() {}

  /// Phase 1: so many of the bytes on disk are read, so many events matched.
  void reading(long bytesRead, long bytesTotal, long events);

  /// Phase 2: so many facts are linked.
  void linking(long facts, long factsTotal);

  /// Whether to stop soon and keep what there is.
  boolean isCancelled();
}
