package io.cutpoint.provenance;

import static io.cutpoint.model.fact.Attribute.IMAGE;
import static io.cutpoint.model.fact.Attribute.PARENT_GUID;
import static io.cutpoint.model.fact.Attribute.PARENT_ID;
import static io.cutpoint.model.fact.Attribute.PARENT_IMAGE;
import static io.cutpoint.model.fact.Attribute.PROCESS_GUID;
import static io.cutpoint.model.fact.Attribute.PROCESS_ID;

import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attributes;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.text.Untrusted;

/// Which process family each fact is about, told while the facts go by in order, in a few bytes for each process.
///
/// A family is what hangs below one child of a stop node. Coarser than the [ProcessTable], which decides when all is
/// known: here a record goes to whoever has the id at that moment. Good enough to say what may be left out, and the
/// same facts in the same order always get the same numbers.
/// Cost: 20 bytes for a GUID, 20 for an id that is in use. Bounded; a process beyond the bound begins no family.
final class Families {

  /// The family of all stop nodes.
  static final int STOPS = 0;

  /// No process is named, or none that is known.
  static final int NONE = -1;

  static final int MOST_PROCESSES = 4_000_000;

  /// Two records of one start, by different sources, lie no further apart.
  private static final long SAME_START_SECONDS = ProcessTable.SAME_START_NANOS / Times.SECOND;

  private final LongInts byGuid = new LongInts();
  private final LongInts byPid = new LongInts();
  private final LongInts startOfPid = new LongInts();
  private int count = 1;

  /// How many there are, [#STOPS] included.
  int count() {
    return count;
  }

  /// The family of the process that acts in this fact; of one that starts, its own.
  int of(Fact fact) {
    Attributes values = fact.attributes();
    long host = LongInts.hash(0, Entities.hostKey(fact.host()));
    long guid = key(host, Entities.guidKey(values.or(PROCESS_GUID)));
    long pid = pid(host, values.or(PROCESS_ID));
    if (fact.activity() != Activity.PROCESS_START) {
      int known = guid == 0 ? NONE : byGuid.get(guid);
      return known != NONE || pid == 0 ? known : byPid.get(pid);
    }
    int seconds = (int) Long.divideUnsigned(fact.orderTimeNanos(), Times.SECOND);
    int family = started(values, host, guid, pid, seconds);
    if (byGuid.size() < MOST_PROCESSES && guid != 0) {
      byGuid.put(guid, family);
    }
    if (byPid.size() < MOST_PROCESSES && pid != 0) {
      byPid.put(pid, family);
      startOfPid.put(pid, seconds);
    }
    return family;
  }

  private int started(Attributes values, long host, long guid, long pid, int seconds) {
    int told = guid == 0 ? NONE : byGuid.get(guid);
    if (told != NONE) {
      return told;
    }
    String path = Paths.of(values.or(IMAGE));
    String parent = Paths.of(values.or(PARENT_IMAGE));
    boolean isBelowStop = parent.isEmpty() || Programs.isStop(parent);
    if (isBelowStop && Programs.isStop(path)) {
      return STOPS;
    }
    int twin = pid == 0 ? NONE : byPid.get(pid);
    if (twin > STOPS && Math.abs((long) seconds - startOfPid.get(pid)) <= SAME_START_SECONDS) {
      return twin;
    }
    int above = NONE;
    if (!isBelowStop) {
      long upGuid = key(host, Entities.guidKey(values.or(PARENT_GUID)));
      long upPid = pid(host, values.or(PARENT_ID));
      above = upGuid == 0 ? NONE : byGuid.get(upGuid);
      above = above > STOPS || upPid == 0 ? above : byPid.get(upPid);
    }
    return above > STOPS ? above : byGuid.size() < MOST_PROCESSES ? count++ : NONE;
  }

  private static long key(long host, String guid) {
    return guid.isEmpty() ? 0 : LongInts.hash(host, guid);
  }

  private static long pid(long host, Untrusted text) {
    long pid = ProvenanceBuilder.number(text);
    return pid <= 0 ? 0 : LongInts.mixed(host + 31 * pid + 1);
  }
}
