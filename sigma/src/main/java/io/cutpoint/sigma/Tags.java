package io.cutpoint.sigma;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a rule's `attack.` tags say: tactics and techniques.
///
/// Tactics keep their names, those of ATT&CK 18 (`defense-evasion`) and of 19 (`stealth`, `defense-impairment`)
/// alike; names that nobody knows are kept too. Groups, software, mitigations, campaigns and data sources are neither.
final class Tags {

  private static final String NAMESPACE = "attack.";

  private final List<String> tactics = new ArrayList<>();
  private final List<String> techniques = new ArrayList<>();

  List<String> tactics() {
    return tactics;
  }

  List<String> techniques() {
    return techniques;
  }

  void add(String tag) {
    String lower = tag.toLowerCase(Locale.ROOT);
    if (!lower.startsWith(NAMESPACE)) {
      return;
    }
    String name = lower.substring(NAMESPACE.length()).replace('_', '-');
    String kind = letters(name);
    if (kind.equals("t") && digits(name, 1) == 4) {
      // Some write the dot of a sub-technique as a dash or an underscore.
      boolean sub = name.length() == 9 && (name.charAt(5) == '.' || name.charAt(5) == '-') && digits(name, 6) == 3;
      String technique = sub ? name.substring(0, 5) + "." + name.substring(6) : name;
      addOnce(techniques, technique.toUpperCase(Locale.ROOT));
    } else if (!name.isEmpty() && !isOther(kind, name)) {
      addOnce(tactics, name);
    }
  }

  private static boolean isOther(String kind, String name) {
    return kind.length() < name.length() && switch (kind) {
      case "g", "s", "m", "c", "ds" -> digits(name, kind.length()) == name.length() - kind.length();
      default -> false;
    };
  }

  private static void addOnce(List<String> to, String name) {
    if (!to.contains(name)) {
      to.add(name);
    }
  }

  private static String letters(String name) {
    int end = 0;
    while (end < name.length() && name.charAt(end) >= 'a' && name.charAt(end) <= 'z') {
      end++;
    }
    return name.substring(0, end);
  }

  private static int digits(String name, int from) {
    int end = from;
    while (end < name.length() && name.charAt(end) >= '0' && name.charAt(end) <= '9') {
      end++;
    }
    return end - from;
  }
}
