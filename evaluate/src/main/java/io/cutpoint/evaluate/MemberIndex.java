package io.cutpoint.evaluate;

import io.cutpoint.model.Stage;
import java.util.BitSet;

/// Finds the intrusions that list a detection, and the stage that it has in each.
final class MemberIndex implements ResultReader.Members {

  private final LongPairs ids = new LongPairs();
  private final Ints head = new Ints();
  private final Ints intrusion = new Ints();
  private final Ints stage = new Ints();
  private final Ints next = new Ints();
  private final BitSet met = new BitSet();

  @Override
  public void member(long idHigh, long idLow, int inIntrusion, Stage inStage) {
    int number = ids.add(idHigh, idLow);
    if (number == head.size()) {
      head.add(-1);
    }
    for (int entry = head.get(number); entry >= 0; entry = next.get(entry)) {
      if (intrusion.get(entry) == inIntrusion) {
        return;
      }
    }
    intrusion.add(inIntrusion);
    stage.add(inStage.ordinal());
    next.add(head.get(number));
    head.set(number, intrusion.size() - 1);
  }

  /// The first entry of a detection, or -1; the detection is met from now on.
  int meet(long idHigh, long idLow) {
    int number = ids.find(idHigh, idLow);
    if (number < 0) {
      return -1;
    }
    met.set(number);
    return head.get(number);
  }

  /// The entry behind this one, or -1.
  int next(int entry) {
    return next.get(entry);
  }

  int intrusion(int entry) {
    return intrusion.get(entry);
  }

  /// The place in the chain of the stage.
  int stage(int entry) {
    return stage.get(entry);
  }

  /// Members that no detection was met for.
  int unmet() {
    return ids.size() - met.cardinality();
  }
}
