package io.cutpoint.engine.facts;

import io.cutpoint.model.event.EventId;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.View;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/// Which event a record is, whatever copy of it was read (ARCHITECTURE.md, "Identity").
///
/// With a record number of its own: `win`, Computer, Channel, EventRecordID, SystemTime in whole microseconds, EventID,
/// all as the event itself says. Without: `raw` and the SHA-256 of its bytes; the ordinal among equal records of a
/// source is added when they meet in the merge.
final class Identity {

  /// Names that the dictionary must have.
  static final List<String> FIELDS = List.of("Channel", "EventID", "Computer", "Hostname", "EventRecordID", "RecordNumber");

  private static final byte[] RAW = "raw".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] WINDOWS = "win".getBytes(StandardCharsets.US_ASCII);

  private final MessageDigest sha;
  private final byte[] digest = new byte[32];
  private final ByteWriter parts = new ByteWriter();
  private final int channel;
  private final int eventId;
  private final int computer;
  private final int hostname;
  private final int recordId;
  private final int recordNumber;
  private boolean raw;
  private int record;
  private int host;
  private int log;
  private int code;

  Identity(FieldDictionary dictionary) {
    sha = sha256();
    channel = dictionary.id("Channel");
    eventId = dictionary.id("EventID");
    computer = dictionary.id("Computer");
    hostname = dictionary.id("Hostname");
    recordId = dictionary.id("EventRecordID");
    recordNumber = dictionary.id("RecordNumber");
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJvmHasIt) {
      throw new IllegalStateException(everyJvmHasIt);
    }
  }

  /// Looks for what identifies the event; the other methods then tell of it.
  void look(EventView event) {
    record = first(event, recordId, recordNumber);
    host = first(event, computer, hostname);
    log = stated(event, channel);
    code = stated(event, eventId);
    raw = record < 0 || host < 0 || log < 0 || code < 0 || event.timeNanos() == EventView.NO_TIME;
  }

  /// Writes 16 bytes that are equal for equal identities of one run, and for no others: [Fingerprint]. A tenth of the
  /// work of [#of], and all that is asked of an event that no fact is kept of.
  void fingerprint(EventView event, Fingerprint fingerprint, ByteWriter out) {
    fingerprint.begin(raw ? 1 : 0);
    if (raw) {
      fingerprint.part(event.raw(), event.rawOffset(), event.rawLength());
    } else {
      fingerprint.part(event.bytes(host), event.offset(host), event.length(host));
      fingerprint.part(event.bytes(log), event.offset(log), event.length(log));
      fingerprint.part(event.bytes(record), event.offset(record), event.length(record));
      fingerprint.number(microseconds(event.timeNanos()));
      fingerprint.part(event.bytes(code), event.offset(code), event.length(code));
    }
    out.int64(fingerprint.hi());
    out.int64(fingerprint.lo());
  }

  /// Identifies the event that was looked at.
  ///
  /// @param content the SHA-256 of its bytes
  EventId of(EventView event, byte[] content) {
    parts.clear();
    if (raw) {
      part(RAW, 0, RAW.length);
      part(content, 0, content.length);
    } else {
      part(WINDOWS, 0, WINDOWS.length);
      part(event, host);
      part(event, log);
      part(event, record);
      parts.int32(Long.BYTES);
      parts.int64(microseconds(event.timeNanos()));
      part(event, code);
    }
    sha.update(parts.bytes(), 0, parts.length());
    digest(sha, digest);
    return new EventId(half(digest, 0), half(digest, 8));
  }

  /// Whether the event that was looked at has no number of its own.
  boolean isRaw() {
    return raw;
  }

  /// The identity of the n-th of several byte-identical records of one source, n from 1.
  static EventId copy(EventId raw, long n) {
    if (n == 1) {
      return raw;
    }
    MessageDigest sha = sha256();
    sha.update("raw-copy".getBytes(StandardCharsets.US_ASCII));
    for (long part : new long[] {raw.hi(), raw.lo(), n}) {
      for (int shift = 56; shift >= 0; shift -= 8) {
        sha.update((byte) (part >>> shift));
      }
    }
    byte[] digest = sha.digest();
    return new EventId(half(digest, 0), half(digest, 8));
  }

  /// The part of a time that copies of a record agree in: exporters cut the last digit.
  static long microseconds(long nanos) {
    return nanos == EventView.NO_TIME ? nanos : nanos - Long.remainderUnsigned(nanos, 1000);
  }

  private static int first(EventView event, int field, int other) {
    int at = stated(event, field);
    return at >= 0 ? at : stated(event, other);
  }

  /// The first entry of this field that says something: null would make different records one.
  private static int stated(EventView event, int field) {
    int at = event.find(field, View.ORIGINAL);
    while (at >= 0 && event.length(at) == 0) {
      at = event.find(field, View.ORIGINAL, at + 1);
    }
    return at;
  }

  private void part(EventView event, int i) {
    part(event.bytes(i), event.offset(i), event.length(i));
  }

  private void part(byte[] bytes, int offset, int length) {
    parts.int32(length);
    parts.raw(bytes, offset, length);
  }

  /// Ends a SHA-256 without an array for it.
  static void digest(MessageDigest sha, byte[] to) {
    try {
      sha.digest(to, 0, to.length);
    } catch (java.security.DigestException tooShort) {
      throw new IllegalStateException(tooShort);
    }
  }

  private static long half(byte[] b, int at) {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (b[at + i] & 0xFF);
    }
    return value;
  }
}
