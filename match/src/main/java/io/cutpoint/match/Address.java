package io.cutpoint.match;

import io.cutpoint.sigma.ValueText;
import java.util.List;

/// The IP address that a text names: a mutable cursor that a matcher owns.
///
/// What is an address is defined by [ValueText#address]; here it is read from bytes and without allocation. An IPv4
/// address inside an IPv6 one (`::ffff:10.1.2.3`) is the IPv4 address.
final class Address {

  private static final long MAPPED = 0xffffL << 32;

  private boolean four;
  private long high;
  private long low;

  /// A network of a rule.
  static final class Network {
    private final boolean four;
    private final long high;
    private final long low;
    private final long highMask;
    private final long lowMask;

    Network(TableReader in) {
      four = in.flag();
      high = in.wide();
      low = in.wide();
      highMask = in.wide();
      lowMask = in.wide();
    }

    void write(TableWriter out) {
      out.flag(four);
      out.wide(high);
      out.wide(low);
      out.wide(highMask);
      out.wide(lowMask);
    }

    Network(List<Byte> network, int prefix) {
      if ((network.size() != 4 && network.size() != 16) || prefix < 0 || prefix > network.size() * 8) {
        throw new IllegalArgumentException("wanted 4 or 16 bytes and a prefix within them, found " + network + "/" + prefix);
      }
      long h = 0;
      long l = network.size() == 4 ? MAPPED >>> 32 : 0;
      for (int i = 0; i < network.size(); i++) {
        h = network.size() == 16 && i < 8 ? h << 8 | (network.get(i) & 0xff) : h;
        l = network.size() == 4 || i >= 8 ? l << 8 | (network.get(i) & 0xff) : l;
      }
      int bits = network.size() == 4 ? prefix + 96 : prefix;
      four = network.size() == 4;
      highMask = bits == 0 ? 0 : bits >= 64 ? -1L : -1L << (64 - bits);
      lowMask = bits <= 64 ? 0 : -1L << (128 - bits);
      high = h & highMask;
      low = l & lowMask;
    }
  }

  /// Reads a text.
  ///
  /// @return whether it is an address
  boolean read(byte[] b, int from, int to) {
    high = 0;
    four = false;
    for (int i = from; i < to; i++) {
      if (b[i] == ':') {
        return readSix(b, from, to);
      }
    }
    long v4 = four(b, from, to);
    four = v4 >= 0;
    low = MAPPED | v4;
    return four;
  }

  /// Whether the address that was read lies in a network.
  boolean in(Network network) {
    return four == network.four && (high & network.highMask) == network.high && (low & network.lowMask) == network.low;
  }

  private static long four(byte[] b, int from, int to) {
    long address = 0;
    int part = 0;
    int digits = 0;
    int parts = 0;
    for (int i = from; i <= to; i++) {
      if (i == to || b[i] == '.') {
        if (digits == 0 || part > 255 || (digits > 1 && b[i - digits] == '0')) {
          return -1;
        }
        address = address << 8 | part;
        parts++;
        part = 0;
        digits = 0;
      } else if (b[i] >= '0' && b[i] <= '9' && digits < 3 && parts < 4) {
        part = part * 10 + (b[i] - '0');
        digits++;
      } else {
        return -1;
      }
    }
    return parts == 4 ? address : -1;
  }

  private boolean readSix(byte[] b, int from, int textEnd) {
    int to = textEnd;
    for (int i = from; i < textEnd; i++) {
      if (b[i] == '%') {
        to = i;
        break;
      }
    }
    long h = 0;
    long l = 0;
    int groups = 0;
    int gap = -1;
    int i = from;
    if (to - from >= 2 && b[from] == ':' && b[from + 1] == ':') {
      gap = 0;
      i = from + 2;
    }
    boolean wantGroup = gap < 0;
    while (i < to) {
      int start = i;
      int group = 0;
      while (i < to && i - start < 4 && hex(b[i]) >= 0) {
        group = group << 4 | hex(b[i]);
        i++;
      }
      if (i < to && b[i] == '.') {
        long tail = four(b, start, to);
        if (tail < 0 || groups > 6) {
          return false;
        }
        h = h << 32 | l >>> 32;
        l = l << 32 | tail;
        groups += 2;
        wantGroup = false;
        break;
      }
      if (i == start || groups == 8) {
        return false;
      }
      h = h << 16 | l >>> 48;
      l = l << 16 | group;
      groups++;
      wantGroup = false;
      if (i == to) {
        break;
      }
      if (b[i] != ':') {
        return false;
      }
      i++;
      wantGroup = true;
      if (i < to && b[i] == ':') {
        if (gap >= 0) {
          return false;
        }
        gap = groups;
        i++;
        wantGroup = false;
      }
    }
    if (wantGroup || (gap < 0 ? groups != 8 : groups > 7)) {
      return false;
    }
    if (gap >= 0) {
      // The groups after the gap stay, those before it move up.
      int after = (groups - gap) * 16;
      int up = (8 - groups) * 16;
      long tailHigh = after >= 128 ? h : after > 64 ? h & ((1L << (after - 64)) - 1) : 0;
      long tailLow = after >= 64 ? l : l & ((1L << after) - 1);
      long headHigh = h & ~tailHigh;
      long headLow = l & ~tailLow;
      if (up >= 64) {
        headHigh = up == 64 ? headLow : headLow << (up - 64);
        headLow = 0;
      } else if (up > 0) {
        headHigh = headHigh << up | headLow >>> (64 - up);
        headLow <<= up;
      }
      h = headHigh | tailHigh;
      l = headLow | tailLow;
    }
    high = h;
    low = l;
    four = h == 0 && l >>> 32 == 0xffff;
    return true;
  }

  private static int hex(byte c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int letter = c | 0x20;
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
  }
}
