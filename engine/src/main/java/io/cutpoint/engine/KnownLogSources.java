package io.cutpoint.engine;

import io.cutpoint.ingest.windows.WindowsCatalog;
import io.cutpoint.model.event.LogSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which log sources rules may name at all, read here or not.
///
/// Of Windows all are known by the table that routes events. Of other products the names are those of Sigma's taxonomy,
/// whose services are not listed here: a wrong service of them is not told.
final class KnownLogSources {

  /// Products of Sigma's taxonomy beside Windows, and of public rules.
  private static final Set<String> PRODUCTS = Set.of(
      "apache", "aws", "azure", "bitbucket", "cisco", "django", "docker", "esxi", "fortigate", "fortios", "gcp", "github", "google_workspace", "huawei", "jvm", "juniper",
      "kubernetes", "linux", "m365", "macos", "modsecurity", "nginx", "nodejs", "okta", "onelogin", "opencanary", "openssh", "paloalto", "python", "qualys", "rpc_firewall",
      "ruby_on_rails", "spring", "sql", "suricata", "unix", "velocity", "windows", "zeek");

  /// Categories of Sigma's taxonomy that belong to no product or to several, beside those that Windows events have.
  private static final Set<String> CATEGORIES = Set.of(
      "accounting", "antivirus", "application", "authentication", "database", "dns", "file_access", "file_rename", "firewall", "proxy", "webserver");

  private KnownLogSources() {}

  /// `product/category/service` without what is not named.
  static String name(LogSource source) {
    StringBuilder name = new StringBuilder();
    for (@Nullable String part : new @Nullable String[] {source.product(), source.category(), source.service()}) {
      name.append(part == null ? "" : (name.isEmpty() ? "" : "/") + part);
    }
    return name.toString();
  }

  /// What is wrong with a log source; nothing where its names are known.
  static Optional<String> fault(LogSource source) {
    String product = source.product();
    if (product != null && !PRODUCTS.contains(product)) {
      return Optional.of(unknown("product", product, PRODUCTS));
    }
    Set<String> categories = new TreeSet<>(CATEGORIES);
    Set<String> services = new TreeSet<>();
    for (LogSource known : WindowsCatalog.sources()) {
      addTo(categories, known.category());
      addTo(services, known.service());
    }
    String category = source.category();
    boolean windows = "windows".equals(product);
    if (category != null && !categories.contains(category) && (product == null || windows)) {
      return Optional.of(unknown("category", category, categories));
    }
    if (windows && source.service() != null && !services.contains(source.service())) {
      return Optional.of(unknown("service", source.service(), services));
    }
    boolean split = windows && category != null && source.service() != null;
    return split ? Optional.of("wanted a category that the service has, found " + name(source) + ", which no event belongs to") : Optional.empty();
  }

  private static void addTo(Set<String> names, @Nullable String name) {
    if (name != null) {
      names.add(name);
    }
  }

  private static String unknown(String what, String found, Set<String> known) {
    Map.Entry<String, Integer> best = Map.entry("", Integer.MAX_VALUE);
    for (String one : new TreeSet<>(known)) {
      int distance = distance(found, one);
      best = distance < best.getValue() ? Map.entry(one, distance) : best;
    }
    boolean near = best.getValue() <= Math.max(1, found.length() / 4);
    return "wanted a " + what + " that is known, found `" + found + "`" + (near ? ": did you mean " + best.getKey() + "?" : "");
  }

  /// How many letters to add, drop or change; longer words are never near.
  private static int distance(String a, String b) {
    if (a.length() > 64) {
      return Integer.MAX_VALUE;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int corner = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        row[j] = Math.min(Math.min(row[j - 1], above) + 1, corner + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1));
        corner = above;
      }
    }
    return row[b.length()];
  }
}
