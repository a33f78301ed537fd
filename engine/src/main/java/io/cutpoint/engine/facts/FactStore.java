package io.cutpoint.engine.facts;

import io.cutpoint.engine.runs.SortedRuns;
import io.cutpoint.ingest.SourceTally;
import io.cutpoint.model.detection.Evidence;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.fact.Fact;
import io.cutpoint.model.text.Untrusted;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The facts of one run: recorded by any number of workers, read back in the one total order, copies folded.
public final class FactStore implements Closeable {

  /// Copies of one record that a detection lists; more are counted in the ledger only.
  public static final int MAX_COPIES = 1000;

  /// Stands for evidence that was not rendered.
  public static final String NO_FIELDS = "{}";

  /// A fact with what the outputs need of its copies.
  ///
  /// @param fact with the rules that make detections
  /// @param fields the rendered evidence of each copy, where a rule that makes detections matched it, else [#NO_FIELDS];
  ///     the place in the list is that of [Fact#evidence()]
  /// @param made what normalisation made of each copy, likewise
  /// @param matched all rules that matched, also those that only correlations look at, ascending
  /// @param isVisible whether anything but correlations has to do with it
  /// @param correlated the values that correlations ask for, as [CorrelationFields] numbers them
  public record Merged(Fact fact, List<String> fields, List<String> made, List<Integer> matched, boolean isVisible, Map<Integer, Untrusted> correlated) {}

  /// Byte-identical records that are folded in memory; more go by way of a sort.
  private static final int MAX_HELD = 512;

  private static final int ORDINAL_BYTES = 8;

  private final Path folder;
  private final int bufferBytes;
  private final CorrelationFields correlated;
  private int nextCopies;
  private final SortedRuns facts;
  private final SortedRuns identities;
  private final EvidenceSpool spool;
  private final Fingerprint fingerprint = Fingerprint.create();

  /// @param folder where runs may be written
  /// @param bufferBytes memory that each worker may use for unsorted facts
  public FactStore(Path folder, int bufferBytes) {
    this(folder, bufferBytes, CorrelationFields.NONE);
  }

  /// @param correlated what facts carry for correlations
  public FactStore(Path folder, int bufferBytes, CorrelationFields correlated) {
    this.correlated = correlated;
    this.folder = folder;
    this.bufferBytes = bufferBytes;
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

  /// Has ready what all recorders share, so that the first one is made sooner.
  public static void prepare() {
    Identity.sha256();
    fields();
  }

  /// A recorder for one worker.
  public FactRecorder recorder(FieldDictionary dictionary) throws IOException {
    return new FactRecorder(dictionary, fingerprint.sibling(), correlated, facts.collector(), identities.collector(), spool.writer());
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

  /// Reads the facts from an order time on, with their rendered evidence.
  public Reader openAt(List<SourceTally> tallies, long orderTimeNanos) throws IOException {
    return new Reader(tallies, orderTimeNanos, true);
  }

  /// The fact with this id that was written at this order time, or null.
  public @Nullable Fact find(List<SourceTally> tallies, long orderTimeNanos, EventId id) throws IOException {
    Merged found = find(tallies, orderTimeNanos, id, false);
    return found == null ? null : found.fact();
  }

  /// As before, with what the outputs need.
  ///
  /// @param withFields whether the rendered evidence is wanted
  public @Nullable Merged find(List<SourceTally> tallies, long orderTimeNanos, EventId id, boolean withFields) throws IOException {
    try (Reader reader = new Reader(tallies, orderTimeNanos, withFields)) {
      for (Merged merged = reader.next(); merged != null && merged.fact().orderTimeNanos() == orderTimeNanos; merged = reader.next()) {
        if (merged.fact().id().equals(id)) {
          return merged;
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
    private long read;

    // Records without a number of their own that are being given out, one ordinal after the other.
    private @Nullable SortedRuns copies;
    private @Nullable CopyReader copyReader;
    private byte @Nullable [] copyAhead;
    private EventId copyId = new EventId(0, 0);

    private Reader(List<SourceTally> tallies, long from, boolean withFields) throws IOException {
      this.entries = facts.open(from);
      this.tallies = tallies;
      this.firstNumbers = new long[tallies.size()][];
      this.withFields = withFields;
      this.ahead = entry();
    }

    /// The next fact, or null after the last.
    public @Nullable Merged next() throws IOException {
      if (copyAhead != null) {
        return nextCopy(copyAhead);
      }
      StoredFact first = ahead;
      if (first == null) {
        return null;
      }
      return first.raw() ? foldRaw(first) : fold(first);
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

    /// Takes all copies of a record that has a number of its own.
    private Merged fold(StoredFact first) throws IOException {
      List<StoredFact> all = new ArrayList<>(1);
      StoredFact copy = first;
      while (copy != null && isCopy(copy, first)) {
        if (all.size() < MAX_COPIES) {
          all.add(copy);
        }
        copy = entry();
      }
      ahead = copy;
      return merged(all, first.id());
    }

    private static boolean isCopy(StoredFact copy, StoredFact first) {
      return copy.orderTimeNanos() == first.orderTimeNanos() && copy.id().equals(first.id());
    }

    /// Takes all records with the same bytes, puts each source's n-th beside the others' n-th, and gives the first.
    ///
    /// They come source by source, so all of them must be seen before the first can be given; there may be millions.
    private Merged foldRaw(StoredFact first) throws IOException {
      List<byte[]> held = new ArrayList<>(1);
      SortedRuns.Collector many = null;
      int source = -1;
      long ordinal = 0;
      StoredFact copy = first;
      while (copy != null && isCopy(copy, first)) {
        ordinal = copy.source() == source ? ordinal + 1 : 0;
        source = copy.source();
        byte[] numbered = numbered(ordinal);
        if (many == null && held.size() == MAX_HELD) {
          many = spill().collector();
          for (byte[] one : held) {
            many.add(one, one.length);
          }
        }
        if (many == null) {
          held.add(numbered);
        } else {
          many.add(numbered, numbered.length);
        }
        copy = entry();
      }
      ahead = copy;
      copyId = first.id();
      SortedRuns spilled = copies;
      if (many == null || spilled == null) {
        held.sort(Arrays::compareUnsigned);
        copyReader = new CopyReader(held.iterator(), null);
      } else {
        copyReader = new CopyReader(null, spilled.open());
      }
      byte[] one = copyReader.next();
      if (one == null) {
        throw new IllegalStateException("wanted the record itself, found none");
      }
      return nextCopy(one);
    }

    private SortedRuns spill() {
      SortedRuns runs = new SortedRuns(folder, "copies-" + copiesNumber(), ORDINAL_BYTES + FactRecorder.KEY_BYTES, bufferBytes / 4);
      copies = runs;
      return runs;
    }

    /// The current entry with its ordinal before it.
    private byte[] numbered(long ordinal) {
      byte[] numbered = new byte[ORDINAL_BYTES + entries.length()];
      for (int i = 0; i < ORDINAL_BYTES; i++) {
        numbered[i] = (byte) (ordinal >>> (56 - 8 * i));
      }
      System.arraycopy(entries.bytes(), 0, numbered, ORDINAL_BYTES, entries.length());
      return numbered;
    }

    private Merged nextCopy(byte[] first) throws IOException {
      CopyReader from = copyReader;
      if (from == null) {
        throw new IllegalStateException("wanted a reader of copies, found none");
      }
      List<StoredFact> all = new ArrayList<>(1);
      byte[] one = first;
      while (one != null && Arrays.equals(one, 0, ORDINAL_BYTES, first, 0, ORDINAL_BYTES)) {
        if (all.size() < MAX_COPIES) {
          all.add(StoredFact.read(Arrays.copyOfRange(one, ORDINAL_BYTES, one.length)));
        }
        one = from.next();
      }
      copyAhead = one;
      if (one == null) {
        endCopies();
      }
      long ordinal = 0;
      for (int i = 0; i < ORDINAL_BYTES; i++) {
        ordinal = ordinal << 8 | (first[i] & 0xFF);
      }
      return merged(all, Identity.copy(copyId, ordinal + 1));
    }

    private void endCopies() throws IOException {
      CopyReader reader = copyReader;
      SortedRuns runs = copies;
      copyReader = null;
      copies = null;
      if (reader != null) {
        reader.close();
      }
      if (runs != null) {
        runs.close();
      }
    }

    private Merged merged(List<StoredFact> copies, EventId id) throws IOException {
      StoredFact primary = copies.getFirst();
      List<Evidence> evidence = new ArrayList<>(copies.size());
      List<String> fields = new ArrayList<>(copies.size());
      List<String> made = new ArrayList<>(copies.size());
      for (StoredFact copy : copies) {
        SourceTally tally = tallies.get(copy.source());
        long number = copy.recordNumber() >= 0 ? copy.recordNumber() : number(copy);
        evidence.add(new Evidence(tally.id(), copy.position(), number, copy.sha256()));
        EvidenceSpool.Place place = copy.place();
        String kept = withFields && place != null ? spool.read(place) : NO_FIELDS;
        int end = kept.indexOf('\n');
        fields.add(end < 0 ? kept : kept.substring(0, end));
        made.add(end < 0 ? "" : kept.substring(end + 1));
      }
      // Copies in different formats may show different fields to the rules: what one copy proves holds.
      List<Integer> rules = copies.stream().flatMap(copy -> copy.rules().stream()).distinct().sorted().toList();
      List<Integer> loud = rules.stream().filter(rule -> !correlated.isMuted(rule)).toList();
      Map<Integer, Untrusted> values = new TreeMap<>();
      copies.forEach(copy -> copy.correlated().forEach(values::putIfAbsent));
      Fact fact = new Fact(id, primary.orderTimeNanos(), primary.timeNanos(), primary.activity(), primary.eventCode(), primary.channel(),
          primary.host(), primary.attributes(), loud, evidence);
      return new Merged(fact, fields, made, rules, copies.stream().anyMatch(StoredFact::visible), values);
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
      endCopies();
      entries.close();
    }
  }

  private synchronized int copiesNumber() {
    return nextCopies++;
  }

  /// Numbered entries in order, from memory or from runs.
  private record CopyReader(@Nullable Iterator<byte[]> held, SortedRuns.@Nullable Reader runs) {

    byte @Nullable [] next() throws IOException {
      if (held != null) {
        return held.hasNext() ? held.next() : null;
      }
      return runs != null && runs.next() ? Arrays.copyOf(runs.bytes(), runs.length()) : null;
    }

    void close() throws IOException {
      if (runs != null) {
        runs.close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    facts.close();
    identities.close();
    spool.close();
  }
}
