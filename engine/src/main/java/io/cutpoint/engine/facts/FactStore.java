package io.cutpoint.engine.facts;

import io.cutpoint.engine.runs.SortedRuns;
import io.cutpoint.ingest.SourceTally;
import io.cutpoint.model.detection.Evidence;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.fact.Fact;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The facts of one run: recorded by any number of workers, read back in the one total order, copies folded.
public final class FactStore implements Closeable {

  /// Copies of one record that a detection lists; more are counted in the ledger only.
  public static final int MAX_COPIES = 1000;

  /// A fact with what the outputs need of its copies.
  ///
  /// @param fields the rendered evidence of each copy, where a rule matched it; the place in the list is that of
  ///     [Fact#evidence()]
  public record Merged(Fact fact, List<String> fields) {}

  private final SortedRuns facts;
  private final SortedRuns identities;
  private final EvidenceSpool spool;

  /// @param folder where runs may be written
  /// @param bufferBytes memory that each worker may use for unsorted facts
  public FactStore(Path folder, int bufferBytes) {
    facts = new SortedRuns(folder, "facts", FactRecorder.KEY_BYTES, bufferBytes);
    identities = new SortedRuns(folder, "identities", FactRecorder.IDENTITY_BYTES, bufferBytes / 4);
    spool = new EvidenceSpool(folder);
  }

  /// Names that the dictionary must have.
  public static Set<String> fields() {
    Set<String> all = new TreeSet<>(FactProjector.FIELDS);
    all.addAll(Identity.FIELDS);
    return all;
  }

  /// A recorder for one worker.
  public FactRecorder recorder(FieldDictionary dictionary) throws IOException {
    return new FactRecorder(dictionary, facts.collector(), identities.collector(), spool.writer());
  }

  /// Ends recording.
  public void finish() throws IOException {
    spool.finish();
  }

  /// How many entries there are, copies included.
  public long size() {
    return facts.size();
  }

  /// How many records of each source are copies that another stands for; the place is the source's index.
  ///
  /// The copy of the source with the smallest index stands for all; of records without a number of their own, the
  /// n-th of a source is a copy of the n-th of another.
  public long[] duplicates(int sources) throws IOException {
    long[] duplicates = new long[sources];
    try (SortedRuns.Reader reader = identities.open()) {
      byte[] id = new byte[17];
      boolean any = false;
      long most = 0;
      long here = 0;
      int source = -1;
      while (reader.next()) {
        byte[] b = reader.bytes();
        int from = source(b);
        boolean same = any && Arrays.equals(id, 0, 17, b, 0, 17);
        if (!same) {
          System.arraycopy(b, 0, id, 0, 17);
          any = true;
          most = 0;
          here = 0;
        } else if (from != source) {
          most = Math.max(most, here);
          here = 0;
        }
        here++;
        source = from;
        boolean raw = b[16] == 1;
        if (same && (!raw || here <= most)) {
          duplicates[from]++;
        }
      }
    }
    return duplicates;
  }

  private static int source(byte[] b) {
    return (b[17] & 0xFF) << 24 | (b[18] & 0xFF) << 16 | (b[19] & 0xFF) << 8 | (b[20] & 0xFF);
  }

  /// Reads all facts in order. May be called several times, once all blocks are parsed.
  ///
  /// @param withFields whether the rendered evidence is wanted
  public Reader open(List<SourceTally> tallies, boolean withFields) throws IOException {
    return new Reader(tallies, 0, withFields);
  }

  /// The fact with this id that was written at this order time, or null.
  public @Nullable Fact find(List<SourceTally> tallies, long orderTimeNanos, EventId id) throws IOException {
    try (Reader reader = new Reader(tallies, orderTimeNanos, false)) {
      for (Merged merged = reader.next(); merged != null && merged.fact().orderTimeNanos() == orderTimeNanos; merged = reader.next()) {
        if (merged.fact().id().equals(id)) {
          return merged.fact();
        }
      }
      return null;
    }
  }

  /// Facts in order.
  public final class Reader implements Closeable {
    private final SortedRuns.Reader entries;
    private final List<SourceTally> tallies;
    private final long[] @Nullable [] firstNumbers;
    private final boolean withFields;
    private @Nullable StoredFact ahead;
    private final List<Merged> ready = new ArrayList<>();
    private int next;
    private long read;

    private Reader(List<SourceTally> tallies, long from, boolean withFields) throws IOException {
      this.entries = facts.open(from);
      this.tallies = tallies;
      this.firstNumbers = new long[tallies.size()][];
      this.withFields = withFields;
      this.ahead = entry();
    }

    /// The next fact, or null after the last.
    public @Nullable Merged next() throws IOException {
      if (next == ready.size()) {
        ready.clear();
        next = 0;
        fold();
        if (ready.isEmpty()) {
          return null;
        }
      }
      return ready.get(next++);
    }

    /// How many entries were read.
    public long read() {
      return read;
    }

    private @Nullable StoredFact entry() throws IOException {
      if (!entries.next()) {
        return null;
      }
      read++;
      return StoredFact.read(entries.bytes());
    }

    /// Takes all copies of the next record and makes one fact, or one for each ordinal.
    private void fold() throws IOException {
      StoredFact first = ahead;
      if (first == null) {
        return;
      }
      List<List<StoredFact>> byOrdinal = new ArrayList<>();
      int source = -1;
      int ordinal = 0;
      StoredFact copy = first;
      while (copy != null && copy.orderTimeNanos() == first.orderTimeNanos() && copy.id().equals(first.id())) {
        if (!copy.raw()) {
          ordinal = 0;
        } else if (copy.source() != source) {
          source = copy.source();
          ordinal = 0;
        } else {
          ordinal++;
        }
        if (ordinal == byOrdinal.size()) {
          byOrdinal.add(new ArrayList<>(1));
        }
        if (byOrdinal.get(ordinal).size() < MAX_COPIES) {
          byOrdinal.get(ordinal).add(copy);
        }
        copy = entry();
      }
      ahead = copy;
      for (int n = 0; n < byOrdinal.size(); n++) {
        ready.add(merged(byOrdinal.get(n), Identity.copy(first.id(), n + 1L)));
      }
    }

    private Merged merged(List<StoredFact> copies, EventId id) throws IOException {
      StoredFact primary = copies.getFirst();
      List<Evidence> evidence = new ArrayList<>(copies.size());
      List<String> fields = new ArrayList<>(copies.size());
      for (StoredFact copy : copies) {
        SourceTally tally = tallies.get(copy.source());
        long number = copy.recordNumber() >= 0 ? copy.recordNumber() : number(copy);
        evidence.add(new Evidence(tally.id(), copy.position(), number, copy.sha256()));
        EvidenceSpool.Place place = copy.place();
        fields.add(withFields && place != null ? spool.read(place) : "{}");
      }
      // Copies in different formats may show different fields to the rules: what one copy proves holds.
      List<Integer> rules = copies.stream().flatMap(copy -> copy.rules().stream()).distinct().sorted().toList();
      Fact fact = new Fact(id, primary.orderTimeNanos(), primary.timeNanos(), primary.activity(), primary.eventCode(), primary.channel(),
          primary.host(), primary.attributes(), rules, evidence);
      return new Merged(fact, fields);
    }

    private long number(StoredFact fact) {
      long[] first = firstNumbers[fact.source()];
      if (first == null) {
        first = tallies.get(fact.source()).firstRecordNumbers();
        firstNumbers[fact.source()] = first;
      }
      return first[(int) fact.position().block()] + fact.position().index();
    }

    @Override
    public void close() throws IOException {
      entries.close();
    }
  }

  @Override
  public void close() throws IOException {
    facts.close();
    identities.close();
    spool.close();
  }
}
