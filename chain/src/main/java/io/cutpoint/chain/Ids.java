package io.cutpoint.chain;

import io.cutpoint.model.event.EventId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Ids of what the chain makes: the first 128 bits of SHA-256 over parts, each with a tag (`T` text in UTF-8, `E` event
/// or detection id, `N` time) and its length in four bytes in front. Source: ARCHITECTURE.md, "Identity".
final class Ids {

  private Ids() {}

  /// `int | id of the detection that opened it`.
  static EventId intrusion(EventId seed) {
    return hash(text("int"), id(seed));
  }

  /// `ep | what is the same in all its detections | its first instant`.
  static EventId episode(String key, long t0) {
    return hash(text("ep"), text(key), part('N', ByteBuffer.allocate(8).putLong(t0).array()));
  }

  private static byte[] text(String text) {
    return part('T', text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] id(EventId id) {
    return part('E', ByteBuffer.allocate(16).putLong(id.hi()).putLong(id.lo()).array());
  }

  private static byte[] part(char tag, byte[] bytes) {
    return ByteBuffer.allocate(5 + bytes.length).put((byte) tag).putInt(bytes.length).put(bytes).array();
  }

  private static EventId hash(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      ByteBuffer out = ByteBuffer.wrap(digest.digest());
      return new EventId(out.getLong(), out.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("wanted SHA-256, which every Java platform has", e);
    }
  }
}
