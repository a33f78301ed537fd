package io.cutpoint.generator.world;

import java.io.IOException;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Lets the story happen: acts in the order of time, each of which may tell what happens now or soon and plan others.
///
/// Memory: what is planned and what has been told ahead of time; both reach hours into the future, not days, whatever
/// the length of the story. One thread.
public final class World {

  /// 100 ns in a second.
  public static final long SECOND = 10_000_000L;
  public static final long MINUTE = 60 * SECOND;
  public static final long HOUR = 60 * MINUTE;
  public static final long DAY = 24 * HOUR;

  private record Planned(long time, long number, Runnable act) implements Comparable<Planned> {
    @Override
    public int compareTo(Planned other) {
      int order = Long.compare(time, other.time);
      return order != 0 ? order : Long.compare(number, other.number);
    }
  }

  private record Told(long time, long number, Happening what) implements Comparable<Told> {
    @Override
    public int compareTo(Told other) {
      int order = Long.compare(time, other.time);
      return order != 0 ? order : Long.compare(number, other.number);
    }
  }

  private final PriorityQueue<Planned> plan = new PriorityQueue<>();
  private final PriorityQueue<Told> told = new PriorityQueue<>();
  private final List<Sensor> sensors;
  private final long end;
  private long number;
  private long now;
  private int mostPending;

  /// A story that ends at a time, watched by sensors.
  public World(List<Sensor> sensors, long end) {
    this.sensors = List.copyOf(sensors);
    this.end = end;
  }

  /// The time of the act that runs.
  public long now() {
    return now;
  }

  /// When the story ends.
  public long end() {
    return end;
  }

  /// The most that was pending at once: what memory depends on.
  public int mostPending() {
    return mostPending;
  }

  /// Plans an act; nothing is planned beyond the end.
  public void at(long time, Runnable act) {
    if (time < end) {
      plan.add(new Planned(Math.max(time, now), number++, act));
    }
  }

  /// Tells what happens.
  public void tell(Happening what) {
    if (what.time() < now) {
      throw new IllegalStateException("told too late: " + what);
    }
    if (what.time() < end) {
      told.add(new Told(what.time(), number++, what));
    }
  }

  /// The hand of somebody who does things in the world, for a step of an attack or, with null, for none.
  public Hand hand(Chance chance, @Nullable Step step) {
    return new Hand(this, chance, step);
  }

  /// How many records all sensors have written.
  public long records() {
    long sum = 0;
    for (Sensor sensor : sensors) {
      sum += sensor.records();
    }
    return sum;
  }

  /// Runs the story to its end.
  ///
  /// @param isCancelled asked now and then; the story then stops where it is
  /// @return false if it was stopped
  public boolean run(BooleanSupplier isCancelled) throws IOException {
    int turns = 0;
    for (Planned next = plan.poll(); next != null; next = plan.poll()) {
      if ((++turns & 0xFF) == 0 && isCancelled.getAsBoolean()) {
        return false;
      }
      flush(next.time());
      now = next.time();
      next.act().run();
      mostPending = Math.max(mostPending, plan.size() + told.size());
    }
    flush(Long.MAX_VALUE);
    return true;
  }

  private void flush(long before) throws IOException {
    for (Told first = told.peek(); first != null && first.time() < before; first = told.peek()) {
      told.poll();
      for (Sensor sensor : sensors) {
        sensor.see(first.what());
      }
    }
  }
}
