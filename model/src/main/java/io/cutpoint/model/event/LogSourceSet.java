package io.cutpoint.model.event;

import java.util.Collection;
import java.util.List;

/// All log sources that one kind of event belongs to; immutable, sorted, and made once for each kind of event.
///
/// A router hands out the same instance for the same kind of event, so that a matcher may key its partitions by it.
public final class LogSourceSet {

  /// An event of no known log source. No rule that names a log source applies.
  public static final LogSourceSet NONE = new LogSourceSet(List.of());

  private final List<LogSource> all;
  private final int hash;

  private LogSourceSet(List<LogSource> all) {
    this.all = all;
    this.hash = all.hashCode();
  }

  /// The set of these log sources, without repetitions.
  public static LogSourceSet of(Collection<LogSource> sources) {
    return sources.isEmpty() ? NONE : new LogSourceSet(sources.stream().distinct().sorted().toList());
  }

  /// The members in their natural order.
  public List<LogSource> all() {
    return all;
  }

  /// Whether a rule with this log source applies to events of this set.
  public boolean satisfies(LogSource wanted) {
    for (LogSource one : all) {
      if (one.satisfies(wanted)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof LogSourceSet set && hash == set.hash && all.equals(set.all));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return all.toString();
  }
}
