package io.cutpoint.detect;

import io.cutpoint.model.detection.RuleKey;
import io.cutpoint.model.event.EventId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.List;

/// Makes the ids of detections: the same rule and the same events give the same id, whatever the run.
///
/// The first 128 bits of SHA-256 over `det`, the rule's origin, id and content hash, the sorted ids of the events and,
/// for a correlation, the values it grouped by. Each part is a tag (`T` text in UTF-8, `E` event id, `G` group value),
/// its length in four bytes, the highest first, and its bytes, so that no two lists of parts are written alike.
/// Source: ARCHITECTURE.md, "Identity".
public final class DetectionIds {

  private final MessageDigest digest;

  private DetectionIds() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("wanted SHA-256, which every Java platform has", e);
    }
  }

  /// The id of what a rule found in one event.
  public static EventId of(RuleKey rule, EventId event) {
    return of(rule, List.of(event), List.of());
  }

  /// The id of what a correlation found in several events.
  ///
  /// @param events in any order; repetitions count once
  /// @param group the values that it grouped by, in the order of its rule
  public static EventId of(RuleKey rule, Collection<EventId> events, List<String> group) {
    DetectionIds id = new DetectionIds();
    id.text('T', "det");
    id.text('T', rule.origin());
    id.text('T', rule.id());
    id.text('T', rule.contentHash());
    events.stream().sorted().distinct().forEach(id::event);
    group.forEach(value -> id.text('G', value));
    ByteBuffer hash = ByteBuffer.wrap(id.digest.digest());
    return new EventId(hash.getLong(), hash.getLong());
  }

  private void text(char tag, String text) {
    part(tag, text.getBytes(StandardCharsets.UTF_8));
  }

  private void event(EventId event) {
    part('E', ByteBuffer.allocate(16).putLong(event.hi()).putLong(event.lo()).array());
  }

  private void part(char tag, byte[] bytes) {
    digest.update(ByteBuffer.allocate(5).put((byte) tag).putInt(bytes.length).flip());
    digest.update(bytes);
  }
}
