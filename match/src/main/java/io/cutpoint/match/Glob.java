package io.cutpoint.match;

import io.cutpoint.sigma.Predicate.Token;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A text pattern over bytes: literals, one-unit wildcards, dashes, and gaps of any length between segments.
///
/// A segment always covers the same number of units, so taking the first place where each segment fits leaves the
/// most for the next: no backtracking. Time is at most the text's length times the pattern's, for any text; no
/// recursion, no allocation.
final class Glob {

  private static final byte[] ONE = {};
  private static final byte[] DASH = {};

  private final byte[][][] segments;
  private final boolean fromStart;
  private final boolean toEnd;

  private Glob(byte[][][] segments, boolean fromStart, boolean toEnd) {
    this.segments = segments;
    this.fromStart = fromStart;
    this.toEnd = toEnd;
  }

  /// Compiles a pattern.
  ///
  /// @param folded whether literals are folded; the text then must be too
  static Glob of(List<Token> pattern, boolean folded) {
    List<byte[][]> segments = new ArrayList<>();
    List<byte[]> segment = new ArrayList<>();
    boolean fromStart = true;
    boolean toEnd = true;
    for (Token token : pattern) {
      toEnd = true;
      switch (token) {
        case Token.Literal literal -> segment.add(Folding.bytes(literal.text(), folded));
        case Token.One _ -> segment.add(ONE);
        case Token.Dash _ -> segment.add(DASH);
        case Token.Any _ -> {
          toEnd = false;
          if (segment.isEmpty()) {
            fromStart &= !segments.isEmpty();
          } else {
            segments.add(segment.toArray(byte[][]::new));
            segment.clear();
          }
        }
      }
    }
    if (!segment.isEmpty()) {
      segments.add(segment.toArray(byte[][]::new));
    }
    return new Glob(segments.toArray(byte[][][]::new), fromStart, toEnd);
  }

  static Glob read(TableReader in) {
    byte[][][] segments = new byte[in.count()][][];
    for (int s = 0; s < segments.length; s++) {
      segments[s] = new byte[in.count()][];
      for (int p = 0; p < segments[s].length; p++) {
        segments[s][p] = switch (in.below(3)) {
          case 0 -> ONE;
          case 1 -> DASH;
          default -> in.bytes();
        };
      }
    }
    return new Glob(segments, in.flag(), in.flag());
  }

  void write(TableWriter out) {
    out.number(segments.length);
    for (byte[][] segment : segments) {
      out.number(segment.length);
      for (byte[] part : segment) {
        out.number(is(part, ONE) ? 0 : is(part, DASH) ? 1 : 2);
        if (!is(part, ONE) && !is(part, DASH)) {
          out.bytes(part);
        }
      }
    }
    out.flag(fromStart);
    out.flag(toEnd);
  }

  /// Whether the text `b[from..to)` fits.
  boolean matches(byte[] b, int from, int to) {
    int n = segments.length;
    if (n == 0) {
      return from == to || !fromStart || !toEnd;
    }
    int at = from;
    int s = 0;
    if (fromStart) {
      at = fit(segments[0], b, from, to);
      if (n == 1 && toEnd) {
        return at == to;
      }
      s = 1;
    }
    int last = toEnd ? n - 1 : n;
    for (; at >= 0 && s < last; s++) {
      at = find(segments[s], b, at, to);
    }
    return at >= 0 && (!toEnd || fitsAtEnd(segments[n - 1], b, at, to));
  }

  /// Where the segment ends when it begins at `at`, or -1.
  private static int fit(byte[][] segment, byte[] b, int at, int to) {
    int p = at;
    for (byte[] part : segment) {
      if (is(part, ONE)) {
        if (p >= to) {
          return -1;
        }
        p += Folding.unit(b, p, to);
      } else if (is(part, DASH)) {
        int length = dash(b, p, to);
        if (length == 0) {
          return -1;
        }
        p += length;
      } else {
        if (part.length > to - p || !Arrays.equals(part, 0, part.length, b, p, p + part.length)) {
          return -1;
        }
        p += part.length;
      }
    }
    return p;
  }

  private static int find(byte[][] segment, byte[] b, int from, int to) {
    byte[] first = segment[0];
    if (is(first, ONE)) {
      for (int i = from; i < to; i += Folding.unit(b, i, to)) {
        int end = fit(segment, b, i, to);
        if (end >= 0) {
          return end;
        }
      }
      return -1;
    }
    boolean dash = is(first, DASH);
    byte head = dash ? 0 : first[0];
    for (int i = from; i < to; i++) {
      if (dash ? dash(b, i, to) > 0 : b[i] == head) {
        int end = fit(segment, b, i, to);
        if (end >= 0) {
          return end;
        }
      }
    }
    return -1;
  }

  private static boolean fitsAtEnd(byte[][] segment, byte[] b, int from, int to) {
    int least = 0;
    int most = 0;
    for (byte[] part : segment) {
      if (is(part, ONE) || is(part, DASH)) {
        least += 1;
        most += is(part, ONE) ? 4 : 3;
      } else {
        least += part.length;
        most += part.length;
      }
    }
    for (int i = Math.max(from, to - most); i <= to - least; i++) {
      if (Folding.begins(b, from, i, to) && fit(segment, b, i, to) == to) {
        return true;
      }
    }
    return false;
  }

  /// The length of the dash at `at`, or 0.
  private static int dash(byte[] b, int at, int to) {
    if (at >= to) {
      return 0;
    }
    if (b[at] == '-' || b[at] == '/') {
      return 1;
    }
    return to - at >= 3 && b[at] == (byte) 0xe2 && b[at + 1] == (byte) 0x80 && b[at + 2] >= (byte) 0x93 && b[at + 2] <= (byte) 0x95 ? 3 : 0;
  }

  @SuppressWarnings("ReferenceEquality")
  private static boolean is(byte[] part, byte[] marker) {
    return part == marker;
  }
}
