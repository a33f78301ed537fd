package io.cutpoint.evaluate;

import io.cutpoint.model.Stage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is known to have happened: attacks, and for each the records that it left or the windows in which it ran.
///
/// A record or a window is a row. A record belongs to one attack at most.
final class Truth {

  /// How the truth is given.
  enum Form {
    RECORDS("records"),
    WINDOWS("windows"),
    LABELS("labels");

    private final String id;

    Form(String id) {
      this.id = id;
    }

    String id() {
      return id;
    }
  }

  /// Takes any host.
  private static final String ANY_HOST = "*";

  private record Window(int row, long from, long to) {}

  private final Form form;
  private final Map<String, Integer> attacks = new LinkedHashMap<>();
  private final Map<String, Integer> sources = new LinkedHashMap<>();
  private final LongPairs records = new LongPairs();
  private final Map<String, List<Window>> windows = new HashMap<>();
  private final Ints attackOf = new Ints();
  private final Ints stagesOf = new Ints();
  private long harmless;

  Truth(Form form) {
    this.form = form;
  }

  Form form() {
    return form;
  }

  /// The number of an attack, in the order in which they are named.
  int attack(String name) {
    return attacks.computeIfAbsent(name, key -> attacks.size());
  }

  /// A record of an attack.
  ///
  /// @return the number of the attack to which the record belongs, another one where it was given before
  int addRecord(int attack, String source, long record, int stages) {
    int row = records.add(sources.computeIfAbsent(source, key -> sources.size()), record);
    if (row == attackOf.size()) {
      attackOf.add(attack);
      stagesOf.add(stages);
    } else if (attackOf.get(row) == attack) {
      stagesOf.set(row, stagesOf.get(row) | stages);
    }
    return attackOf.get(row);
  }

  /// A record that a label calls harmless. It is counted; what is not named at all is no attack's either.
  void addHarmless(String source) {
    sources.computeIfAbsent(source, key -> sources.size());
    harmless++;
  }

  /// A window, both ends in it.
  void addWindow(int attack, String host, long from, long to, int stages) {
    String key = host.equals(ANY_HOST) ? ANY_HOST : Hosts.key(host);
    windows.computeIfAbsent(key, name -> new ArrayList<>()).add(new Window(attackOf.size(), from, to));
    attackOf.add(attack);
    stagesOf.add(stages);
  }

  /// The row of a record, or -1.
  int row(String source, long record) {
    Integer number = sources.get(source);
    return number == null ? -1 : records.find(number, record);
  }

  /// The rows of the windows that a time on a host lies in, as they stand in the file.
  void rows(String host, long time, Ints rows) {
    List<Window> own = windows.getOrDefault(Hosts.key(host), List.of());
    List<Window> any = windows.getOrDefault(ANY_HOST, List.of());
    int i = 0;
    int j = 0;
    while (i < own.size() || j < any.size()) {
      boolean isOwn = j == any.size() || (i < own.size() && own.get(i).row < any.get(j).row);
      Window next = isOwn ? own.get(i++) : any.get(j++);
      if (next.from <= time && time <= next.to) {
        rows.add(next.row);
      }
    }
  }

  /// The first and the last instant of an attack's windows; no instant where it has none.
  long[] span(int attack) {
    long from = Long.MAX_VALUE;
    long to = Long.MIN_VALUE;
    for (List<Window> list : windows.values()) {
      for (Window window : list) {
        if (attackOf.get(window.row) == attack) {
          from = Math.min(from, window.from);
          to = Math.max(to, window.to);
        }
      }
    }
    return from > to ? new long[0] : new long[] {from, to};
  }

  List<String> attacks() {
    return List.copyOf(attacks.keySet());
  }

  /// The sources that the truth names.
  Set<String> sources() {
    return sources.keySet();
  }

  int rows() {
    return attackOf.size();
  }

  /// Records that a label calls harmless.
  long harmless() {
    return harmless;
  }

  int attackOf(int row) {
    return attackOf.get(row);
  }

  /// The stages of a row, as bits; zero where the truth does not say.
  int stagesOf(int row) {
    return stagesOf.get(row);
  }

  /// The stages of bits.
  static Set<Stage> stages(int bits) {
    Set<Stage> stages = EnumSet.noneOf(Stage.class);
    for (Stage stage : Stage.CHAIN) {
      if ((bits & 1 << stage.ordinal()) != 0) {
        stages.add(stage);
      }
    }
    return stages;
  }
}
