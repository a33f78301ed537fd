package io.cutpoint.cli.terminal;

import io.cutpoint.engine.Progress;
import io.cutpoint.model.text.Figures;
import java.io.PrintStream;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// One line on the terminal that tells how far the work is, rewritten a few times a second.
///
/// Threads: calls come one at a time, from any thread. Time: a monotonic clock in nanoseconds.
public final class ProgressLine implements Progress {

  private static final long REDRAW_NANOS = 200_000_000L;
  /// Columns of the bar: the narrower one leaves room for the time that is left.
  private static final int BAR = 22;
  private static final int NARROW_BAR = 12;
  private static final int WIDE = 100;

  private final PrintStream err;
  private final int width;
  private final LongSupplier nanoClock;
  private final BooleanSupplier cancelled;
  private final Consumer<String> remarks;
  private final Runnable begun;
  private final long started;
  private long drawn;
  private boolean shown;
  private boolean isLinking;
  private long linkingSince;

  /// @param err where it is drawn
  /// @param cancelled whether the user wants to stop
  /// @param remarks takes what else is said, while the line is away
  /// @param begun what is done when the first event is matched, while the line is away
  public ProgressLine(PrintStream err, int width, LongSupplier nanoClock, BooleanSupplier cancelled, Consumer<String> remarks, Runnable begun) {
    this.remarks = remarks;
    this.begun = begun;
    this.err = err;
    this.width = width;
    this.nanoClock = nanoClock;
    this.cancelled = cancelled;
    this.started = nanoClock.getAsLong();
    this.drawn = started - REDRAW_NANOS;
  }

  @Override
  public synchronized void rulesLoaded(int rules, int skipped) {
    draw(Figures.counted(rules, "rule") + (skipped > 0 ? " (" + Figures.grouped(skipped) + " skipped)" : "") + ", looking for files", true);
  }

  @Override
  public synchronized void inputsFound(int files, long bytes) {
    draw(Figures.counted(files, "file") + ", " + Amounts.bytes(bytes), true);
  }

  @Override
  public synchronized void reading(long bytesRead, long bytesTotal, long events) {
    double seconds = (nanoClock.getAsLong() - started) / 1e9;
    String rate = seconds < 0.5 ? "" : "  " + rate(events / seconds);
    String left = seconds < 2 || bytesRead <= 0 || bytesTotal <= bytesRead ? "" : "  " + Amounts.seconds(seconds * (bytesTotal - bytesRead) / bytesRead) + " left";
    draw("matching " + bar(bytesRead, bytesTotal) + "  " + Amounts.part(bytesRead, bytesTotal) + rate + left, false);
  }

  @Override
  public synchronized void linking(long facts, long factsTotal) {
    long now = nanoClock.getAsLong();
    if (!isLinking) {
      isLinking = true;
      linkingSince = now;
    }
    double seconds = (now - linkingSince) / 1e9;
    String left = seconds < 2 || facts <= 0 || factsTotal <= facts ? "" : "  " + Amounts.seconds(seconds * (factsTotal - facts) / facts) + " left";
    draw("linking " + bar(facts, factsTotal) + "  " + Figures.counted(factsTotal, "fact") + left, false);
  }

  @Override
  public synchronized void remark(String sentence) {
    clear();
    remarks.accept(sentence);
  }

  @Override
  public synchronized void firstEvent() {
    clear();
    begun.run();
  }

  @Override
  public boolean isCancelled() {
    return cancelled.getAsBoolean();
  }

  /// Takes the line away.
  public synchronized void clear() {
    if (shown) {
      err.print("\r\u001b[K");
      err.flush();
      shown = false;
    }
  }

  private void draw(String text, boolean always) {
    long now = nanoClock.getAsLong();
    if (always || now - drawn >= REDRAW_NANOS) {
      drawn = now;
      shown = true;
      err.print("\r" + Lines.cut(text, width - 1) + "\u001b[K");
      err.flush();
    }
  }

  private static String rate(double perSecond) {
    return perSecond >= 1e5 ? Amounts.tenths(perSecond / 1e6) + " M events/s" : Figures.grouped(Math.round(perSecond)) + " events/s";
  }

  private String bar(long done, long total) {
    return bar(done, total, width < WIDE ? NARROW_BAR : BAR);
  }

  static String bar(long done, long total, int columns) {
    double part = total <= 0 ? 1 : Math.clamp((double) done / total, 0, 1);
    int full = (int) (part * columns);
    return "[" + "#".repeat(full) + "-".repeat(columns - full) + "] " + (int) (part * 100) + " %";
  }
}
