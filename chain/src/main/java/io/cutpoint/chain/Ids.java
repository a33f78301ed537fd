package io.cutpoint.chain;

import io.cutpoint.model.event.EventId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Ids of what the chain makes: the first 128 bits of SHA-256 over parts, each with its length in front.
final class Ids {

  private Ids() {}

  /// `int | id of the detection that opened it`.
  static EventId intrusion(EventId seed) {
    return hash(bytes("int"), ByteBuffer.allocate(16).putLong(seed.hi()).putLong(seed.lo()).array());
  }

  /// `ep | what is the same in all its detections | its first instant`.
  static EventId episode(String key, long t0) {
    return hash(bytes("ep"), bytes(key), ByteBuffer.allocate(8).putLong(t0).array());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static EventId hash(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(ByteBuffer.allocate(4).putInt(part.length).array());
        digest.update(part);
      }
      ByteBuffer out = ByteBuffer.wrap(digest.digest());
      return new EventId(out.getLong(), out.getLong());
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
