package io.cutpoint.provenance;

import io.cutpoint.model.detection.Evidence;
import io.cutpoint.model.event.Position;
import io.cutpoint.model.event.SourceId;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Where a record stands, as [Evidence] says it, in 88 bytes instead of 210: there is one for each record of a start or
/// an end of a process.
final class Origin {
  private static final int HASH_DIGITS = 64;

  private final SourceId source;
  private final long block;
  private final int index;
  private final long offset;
  private final int length;
  private final long record;
  private final long hash0;
  private final long hash1;
  private final long hash2;
  private final long hash3;

  /// What stands where a hash should, if it is none; null where it is one.
  private final @Nullable String noHash;

  private Origin(Evidence evidence) {
    String sha256 = evidence.sha256();
    boolean isHash = sha256.length() == HASH_DIGITS && sha256.chars().allMatch(c -> HexFormat.isHexDigit(c) && (c < 'A' || c > 'F'));
    source = evidence.source();
    block = evidence.at().block();
    index = evidence.at().index();
    offset = evidence.at().offset();
    length = evidence.at().length();
    record = evidence.record();
    hash0 = isHash ? HexFormat.fromHexDigitsToLong(sha256, 0, 16) : 0;
    hash1 = isHash ? HexFormat.fromHexDigitsToLong(sha256, 16, 32) : 0;
    hash2 = isHash ? HexFormat.fromHexDigitsToLong(sha256, 32, 48) : 0;
    hash3 = isHash ? HexFormat.fromHexDigitsToLong(sha256, 48, HASH_DIGITS) : 0;
    noHash = isHash ? null : sha256;
  }

  /// The place of some evidence.
  static Origin of(Evidence evidence) {
    return new Origin(evidence);
  }

  /// The evidence again.
  Evidence evidence() {
    HexFormat hex = HexFormat.of();
    String sha256 = noHash != null ? noHash : hex.toHexDigits(hash0) + hex.toHexDigits(hash1) + hex.toHexDigits(hash2) + hex.toHexDigits(hash3);
    return new Evidence(source, new Position(block, index, offset, length), record, sha256);
  }
}
