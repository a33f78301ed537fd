package io.cutpoint.model.event;

import java.util.Comparator;
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
