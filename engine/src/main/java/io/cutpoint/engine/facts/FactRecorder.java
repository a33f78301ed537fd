package io.cutpoint.engine.facts;

import io.cutpoint.engine.output.EvidenceFields;
import io.cutpoint.engine.runs.SortedRuns;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import java.io.IOException;
import java.security.MessageDigest;

/// Turns events into facts on disk; one for each worker.
///
/// The layout of an entry: the key (order time, identity, kind of identity, source, block, index: 41 bytes, big
/// endian, so that bytes compare as the order does), then the rest in the order that [StoredFact] reads.
public final class FactRecorder {

  static final int KEY_BYTES = 8 + 16 + 1 + 4 + 8 + 4;
  static final int IDENTITY_BYTES = 16 + 1 + 4;

  private final Identity identity;
  private final Fingerprint fingerprint;
  private final FactProjector projector;
  private final LogSurvey survey;
  private final SortedRuns.Collector facts;
  private final SortedRuns.Collector identities;
  private final EvidenceSpool.Writer spool;
  private final EvidenceFields evidence = new EvidenceFields();
  private final MessageDigest sha = Identity.sha256();
  private final byte[] digest = new byte[32];
  private final ByteWriter out = new ByteWriter();

  private final CorrelationFields correlated;
  private final CorrelationFields.Reading values;

  FactRecorder(FieldDictionary dictionary, Fingerprint fingerprint, CorrelationFields correlated, SortedRuns.Collector facts, SortedRuns.Collector identities, EvidenceSpool.Writer spool) {
    this.identity = new Identity(dictionary);
    this.fingerprint = fingerprint;
    this.projector = new FactProjector(dictionary);
    this.correlated = correlated;
    this.values = correlated.new Reading(dictionary);
    this.survey = new LogSurvey(dictionary);
    this.facts = facts;
    this.identities = identities;
    this.spool = spool;
  }

  /// What the events so far tell of the logs themselves.
  public LogSurvey survey() {
    return survey;
  }

  /// Keeps what the second phase needs of this event.
  ///
  /// @param rules indexes of the rules that matched, ascending
  /// @param ruleCount how many of them there are
  public void record(EventView event, int[] rules, int ruleCount) throws IOException {
    identity.look(event);
    boolean raw = identity.isRaw();
    out.clear();
    identity.fingerprint(event, fingerprint, out);
    out.oneByte(raw ? 1 : 0);
    out.int32(event.source().index());
    identities.add(out.bytes(), out.length());
    projector.look(event);
    boolean isContext = projector.isContext(event);
    survey.add(event, projector.hostAt(), projector.isOfController());
    if (ruleCount == 0 && !isContext) {
      return;
    }
    sha.update(event.raw(), event.rawOffset(), event.rawLength());
    Identity.digest(sha, digest);
    EventId id = identity.of(event, digest);
    out.clear();
    out.int64(Identity.microseconds(event.timeNanos()));
    out.int64(id.hi());
    out.int64(id.lo());
    out.oneByte(raw ? 1 : 0);
    out.int32(event.source().index());
    var position = event.position();
    out.int64(position.block());
    out.int32(position.index());
    out.int64(event.timeNanos());
    out.varint(position.offset());
    out.varint(position.length());
    out.int64(event.recordNumber());
    out.varint(projector.activity().code());
    out.varint(projector.eventCode() + 1L);
    text(event, projector.channelAt());
    text(event, projector.hostAt());
    projector.write(event, out);
    out.varint(ruleCount);
    for (int i = 0; i < ruleCount; i++) {
      out.varint(rules[i]);
    }
    out.raw(digest, 0, digest.length);
    boolean loud = false;
    for (int i = 0; i < ruleCount && !loud; i++) {
      loud = !correlated.isMuted(rules[i]);
    }
    if (loud) {
      EvidenceSpool.Place place = spool.write(evidence.render(event));
      out.varint(place.file() + 1L);
      out.varint(place.offset());
      out.varint(place.length());
    } else {
      out.varint(0);
    }
    boolean visible = isContext || loud;
    out.oneByte(visible ? 1 : 0);
    if (correlated.concerns(rules, ruleCount)) {
      values.write(event, rules, ruleCount, out);
    } else {
      out.varint(0);
    }
    facts.add(out.bytes(), out.length());
  }

  private void text(EventView event, int i) {
    if (i < 0) {
      out.varint(0);
      return;
    }
    int length = FactProjector.cut(event, i, 512);
    out.varint(length);
    out.raw(event.bytes(i), event.offset(i), length);
  }
}
