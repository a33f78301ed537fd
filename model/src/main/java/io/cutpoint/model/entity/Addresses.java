package io.cutpoint.model.entity;

import io.cutpoint.model.entity.Entity.Scope;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/// Reads IP addresses without ever asking a resolver: what is not literally one is none.
///
/// IPv4 in four decimal parts without leading zeros (`010` is ten here and eight there), IPv6 as in RFC 4291, with
/// or without brackets and a zone. IPv6 is written as RFC 5952 says, so that equal addresses are equal texts.
final class Addresses {

  private static final int LONGEST = 64;

  private Addresses() {}

  /// The 4 or 16 bytes of the address, an IPv4 address mapped into IPv6 as 4; or none.
  static Optional<byte[]> parse(String text) {
    String some = text.strip();
    if (some.isEmpty() || some.length() > LONGEST) {
      return Optional.empty();
    }
    if (some.charAt(0) == '[' && some.charAt(some.length() - 1) == ']') {
      some = some.substring(1, some.length() - 1);
    }
    if (some.indexOf(':') < 0) {
      return v4(some);
    }
    int zone = some.indexOf('%');
    return v6(zone < 0 ? some : some.substring(0, zone)).map(Addresses::unmapped);
  }

  private static byte[] unmapped(byte[] v6) {
    for (int i = 0; i < 10; i++) {
      if (v6[i] != 0) {
        return v6;
      }
    }
    return v6[10] == (byte) 0xFF && v6[11] == (byte) 0xFF ? Arrays.copyOfRange(v6, 12, 16) : v6;
  }

  private static Optional<byte[]> v4(String text) {
    byte[] out = new byte[4];
    int part = 0;
    int value = -1;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? '.' : text.charAt(i);
      if (c == '.') {
        if (value < 0 || part == 4) {
          return Optional.empty();
        }
        out[part++] = (byte) value;
        value = -1;
      } else if (c < '0' || c > '9' || value == 0) {
        return Optional.empty();
      } else {
        value = Math.max(value, 0) * 10 + (c - '0');
        if (value > 255) {
          return Optional.empty();
        }
      }
    }
    return part == 4 ? Optional.of(out) : Optional.empty();
  }

  private static Optional<byte[]> v6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      byte[] all = new byte[16];
      return groups(text, all, 0) == 16 ? Optional.of(all) : Optional.empty();
    }
    byte[] head = new byte[16];
    byte[] tail = new byte[16];
    String left = text.substring(0, gap);
    String right = text.substring(gap + 2);
    int before = left.isEmpty() ? 0 : groups(left, head, 0);
    int after = right.isEmpty() ? 0 : groups(right, tail, 0);
    if (before < 0 || after < 0 || before + after > 14) {
      return Optional.empty();
    }
    System.arraycopy(tail, 0, head, 16 - after, after);
    return Optional.of(head);
  }

  /// Reads groups of hexadecimal digits, the last perhaps an IPv4 address; how many bytes they gave, or -1.
  private static int groups(String text, byte[] out, int from) {
    int at = from;
    int start = 0;
    while (start <= text.length()) {
      int colon = text.indexOf(':', start);
      int end = colon < 0 ? text.length() : colon;
      String group = text.substring(start, end);
      if (colon < 0 && group.indexOf('.') >= 0) {
        Optional<byte[]> v4 = v4(group);
        if (v4.isEmpty() || at > 12) {
          return -1;
        }
        System.arraycopy(v4.get(), 0, out, at, 4);
        return at + 4;
      }
      if (group.isEmpty() || group.length() > 4 || at > 14) {
        return -1;
      }
      int value = 0;
      for (int i = 0; i < group.length(); i++) {
        int digit = group.charAt(i) < 0x80 ? Character.digit(group.charAt(i), 16) : -1;
        if (digit < 0) {
          return -1;
        }
        value = value << 4 | digit;
      }
      out[at++] = (byte) (value >> 8);
      out[at++] = (byte) value;
      start = end + 1;
    }
    return at;
  }

  /// The one way to write it.
  static String text(byte[] address) {
    StringBuilder out = new StringBuilder();
    if (address.length == 4) {
      for (int i = 0; i < 4; i++) {
        out.append(i == 0 ? "" : ".").append(address[i] & 0xFF);
      }
      return out.toString();
    }
    int bestStart = -1;
    int bestLength = 1;
    for (int i = 0; i < 8; i++) {
      int j = i;
      while (j < 8 && group(address, j) == 0) {
        j++;
      }
      if (j - i > bestLength) {
        bestStart = i;
        bestLength = j - i;
      }
    }
    for (int i = 0; i < 8; i++) {
      if (i == bestStart) {
        out.append("::");
        i += bestLength - 1;
      } else {
        if (!out.isEmpty() && out.charAt(out.length() - 1) != ':') {
          out.append(':');
        }
        out.append(Integer.toHexString(group(address, i)));
      }
    }
    return out.toString();
  }

  private static int group(byte[] address, int i) {
    return (address[2 * i] & 0xFF) << 8 | (address[2 * i + 1] & 0xFF);
  }

  /// Whether it can be one machine's address in a network: not unspecified, loopback, link-local, multicast or
  /// broadcast.
  static boolean isUnicast(byte[] a) {
    int first = a[0] & 0xFF;
    int second = a[1] & 0xFF;
    if (a.length == 4) {
      return first != 0 && first != 127 && first < 224 && !(first == 169 && second == 254);
    }
    boolean low = true;
    for (int i = 0; i < 15; i++) {
      low &= a[i] == 0;
    }
    boolean unspecifiedOrLoopback = low && (a[15] == 0 || a[15] == 1);
    return !unspecifiedOrLoopback && first != 0xFF && !(first == 0xFE && (second & 0xC0) == 0x80);
  }

  /// Whose it is, as far as the address itself and the predicate tell.
  static Scope scope(byte[] a, Predicate<String> isInternal) {
    if (isInternal.test(text(a))) {
      return Scope.INTERNAL;
    }
    int first = a[0] & 0xFF;
    int second = a[1] & 0xFF;
    boolean mine =
        a.length == 4
            ? first == 10 || (first == 172 && second >= 16 && second < 32) || (first == 192 && second == 168)
                || (first == 100 && second >= 64 && second < 128)
            : (first & 0xFE) == 0xFC || (first == 0xFE && (second & 0xC0) == 0xC0);
    return mine ? Scope.PRIVATE_UNKNOWN : Scope.EXTERNAL;
  }
}
