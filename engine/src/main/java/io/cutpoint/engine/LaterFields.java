package io.cutpoint.engine;

import io.cutpoint.engine.facts.FactStore;
import io.cutpoint.model.detection.Evidence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Rendered evidence that is read from its file only when lines are written out.
///
/// Events that only correlations look at may be most of a log, and few of them end in a detection; rendering all of
/// them would cost more than matching. A line is made with a mark where such evidence belongs: a control character,
/// which no JSON has, and a number.
final class LaterFields {

  /// Records that are read again; the fields of more are not shown.
  static final int MOST = 10_000;

  private static final char MARK = '\u0001';

  private final Map<Evidence, Integer> numbers = new LinkedHashMap<>();
  private List<String> texts = List.of();

  /// What stands in a line for the fields of this record until they are there.
  String text(Evidence evidence) {
    Integer known = numbers.get(evidence);
    if (known == null && numbers.size() >= MOST) {
      return FactStore.NO_FIELDS;
    }
    int number = known == null ? numbers.size() : known;
    numbers.put(evidence, number);
    return MARK + Integer.toString(number) + MARK;
  }

  /// Reads all that is needed.
  void fetch(SecondPhase.Fetch from) {
    if (!numbers.isEmpty()) {
      Map<Evidence, String> read = from.fields(numbers.keySet());
      List<String> all = new ArrayList<>();
      numbers.keySet().forEach(evidence -> all.add(read.getOrDefault(evidence, FactStore.NO_FIELDS)));
      texts = all;
    }
  }

  /// The line with the fields in place of the marks.
  String complete(String line) {
    int mark = line.indexOf(MARK);
    if (mark < 0) {
      return line;
    }
    StringBuilder whole = new StringBuilder(line.length() * 2);
    int at = 0;
    while (mark >= 0) {
      int end = line.indexOf(MARK, mark + 1);
      whole.append(line, at, mark).append(texts.get(Integer.parseInt(line, mark + 1, end, 10)));
      at = end + 1;
      mark = line.indexOf(MARK, at);
    }
    return whole.append(line, at, line.length()).toString();
  }
}
