package io.cutpoint.sigma;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Address ranges as rules write them: `address` or `address/bits`, IPv4 or IPv6.
final class Networks {

  private Networks() {}

  /// The network, or null where the text is none or has bits set after its prefix.
  ///
  /// A network of addresses that are IPv4 written as IPv6 becomes one of IPv4, as the addresses do.
  static Predicate.@Nullable Cidr parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    byte[] bytes = address.indexOf('%') >= 0 ? null : ValueText.address(address);
    if (bytes == null) {
      return null;
    }
    boolean mapped = bytes.length == 4 && address.indexOf(':') >= 0;
    int bits = bytes.length * 8;
    int prefix = slash < 0 ? bits : number(text.substring(slash + 1)) - (mapped ? 96 : 0);
    if (prefix < 0 || prefix > bits || !Arrays.equals(bytes, masked(bytes, prefix))) {
      return null;
    }
    List<Byte> network = new ArrayList<>(bytes.length);
    for (byte b : bytes) {
      network.add(b);
    }
    return new Predicate.Cidr(network, prefix);
  }

  private static byte[] masked(byte[] address, int prefix) {
    byte[] masked = address.clone();
    for (int i = 0; i < masked.length; i++) {
      int kept = Math.clamp(prefix - i * 8L, 0, 8);
      masked[i] &= (byte) (0xFF << (8 - kept));
    }
    return masked;
  }

  /// A number of one to three digits, or a negative one where the text is none.
  private static int number(String digits) {
    boolean sound = !digits.isEmpty() && digits.length() <= 3 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return sound ? Integer.parseInt(digits) : Integer.MIN_VALUE / 2;
  }
}
