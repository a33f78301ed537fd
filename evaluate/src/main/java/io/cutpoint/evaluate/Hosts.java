package io.cutpoint.evaluate;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Numbers hosts. Two names mean one host where their first labels are the same in any case; an address is taken whole.
final class Hosts {

  private final Map<String, Integer> numbers = new HashMap<>();

  /// The number of a host; -1 for none.
  int number(String name) {
    String one = key(name);
    return one.isEmpty() ? -1 : numbers.computeIfAbsent(one, key -> numbers.size());
  }

  int size() {
    return numbers.size();
  }

  /// What is compared of a name.
  static String key(String name) {
    String lower = name.strip().toLowerCase(Locale.ROOT);
    int dot = lower.indexOf('.');
    return dot < 0 || lower.indexOf(':') >= 0 || lower.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9')) ? lower : lower.substring(0, dot);
  }
}
