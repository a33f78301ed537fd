package io.cutpoint.match;

import java.util.List;

/// Finds every one of many literals at the start of a text, or at its end, by hashing.
///
/// A hash rolls over the text from that side; at each length that some literal has it is looked up. For ends, literals
/// that hold a path separator are kept by what stands from their last separator on: a text's last path segment is
/// hashed once, and finds `\cmd.exe` and `\system32\cmd.exe` alike.
final class AffixTable {

  private static final int PAIR_WORDS = 16;

  private final boolean atEnd;
  private final Literals literals;
  private final int[] atoms;
  /// Literals that are looked up by their whole length, and those that are by their last path segment.
  private final Chains whole;
  private final Chains segments;
  private final long[] lengths;
  private final int longest;
  private final int longestSegment;
  /// Hashes of the first two bytes from the side of the table: most texts end the search here.
  private final long[] pairBits;
  private boolean shortest;

  private static final class Chains {
    private final int[] heads;
    private final int[] next;

    Chains(int entries) {
      heads = new int[entries == 0 ? 0 : Integer.highestOneBit(Math.max(4, entries * 2 - 1)) << 1];
      next = new int[entries];
    }

    Chains(TableReader in) {
      heads = in.numbers();
      next = in.numbers();
    }

    void write(TableWriter out) {
      out.numbers(heads);
      out.numbers(next);
    }
  }

  AffixTable(boolean atEnd, List<byte[]> literals, int[] atoms) {
    this.atEnd = atEnd;
    pairBits = new long[PAIR_WORDS];
    this.literals = new Literals(literals);
    this.atoms = atoms;
    int n = literals.size();
    whole = new Chains(n);
    segments = new Chains(atEnd ? n : 0);
    int most = 0;
    int mostSegment = 0;
    for (byte[] literal : literals) {
      most = Math.max(most, literal.length);
    }
    lengths = new long[(most >>> 6) + 1];
    int longestWhole = 0;
    for (int i = 0; i < n; i++) {
      byte[] literal = literals.get(i);
      int h = 0;
      int segment = 0;
      for (int k = 0; k < literal.length && segment == 0; k++) {
        byte b = literal[atEnd ? literal.length - 1 - k : k];
        h = h * 31 + b;
        segment = atEnd && separator(b) ? k + 1 : 0;
      }
      if (literal.length < 2) {
        shortest = true;
      } else {
        mark(literal[atEnd ? literal.length - 1 : 0], literal[atEnd ? literal.length - 2 : 1]);
      }
      if (segment > 0) {
        mostSegment = Math.max(mostSegment, segment);
        chain(segments, h, i);
      } else {
        longestWhole = Math.max(longestWhole, literal.length);
        lengths[literal.length >>> 6] |= 1L << literal.length;
        chain(whole, h, i);
      }
    }
    longest = longestWhole;
    longestSegment = mostSegment;
  }

  AffixTable(TableReader in) {
    atEnd = in.flag();
    literals = new Literals(in);
    atoms = in.numbers();
    whole = new Chains(in);
    segments = new Chains(in);
    lengths = in.wides();
    longest = in.number();
    longestSegment = in.number();
    pairBits = in.wides();
    shortest = in.flag();
  }

  void write(TableWriter out) {
    out.flag(atEnd);
    literals.write(out);
    out.numbers(atoms);
    whole.write(out);
    segments.write(out);
    out.wides(lengths);
    out.number(longest);
    out.number(longestSegment);
    out.wides(pairBits);
    out.flag(shortest);
  }

  private void mark(byte near, byte far) {
    int bit = pairBit(near, far);
    pairBits[bit >>> 6] |= 1L << bit;
  }

  private static int pairBit(byte near, byte far) {
    return ((near & 0xff) * 37 ^ (far & 0xff) * 5) & 1023;
  }

  private static void chain(Chains chains, int hash, int entry) {
    int slot = slot(hash, chains.heads.length);
    chains.next[entry] = chains.heads[slot];
    chains.heads[slot] = entry + 1;
  }

  private static int slot(int hash, int size) {
    int h = hash * 0x9E3779B1;
    return (h ^ h >>> 15) & (size - 1);
  }

  private static boolean separator(byte b) {
    return b == '\\' || b == '/';
  }

  /// Reports every literal that the text begins with, or ends with.
  void look(byte[] b, int from, int to, GramScanner.Hits hits) {
    int n = to - from;
    if (!shortest) {
      if (n < 2) {
        return;
      }
      int bit = atEnd ? pairBit(b[to - 1], b[to - 2]) : pairBit(b[from], b[from + 1]);
      if ((pairBits[bit >>> 6] >>> bit & 1) == 0) {
        return;
      }
    }
    int most = Math.min(n, Math.max(longest, longestSegment));
    int h = 0;
    for (int k = 1; k <= most; k++) {
      byte c = atEnd ? b[to - k] : b[from + k - 1];
      h = h * 31 + c;
      if (atEnd && separator(c)) {
        if (k <= longestSegment) {
          lookAt(segments, h, k, true, b, from, to, hits);
        }
        return;
      }
      if (k <= longest && (lengths[k >>> 6] >>> k & 1) != 0) {
        lookAt(whole, h, k, false, b, from, to, hits);
      }
    }
  }

  private void lookAt(Chains chains, int hash, int length, boolean longer, byte[] b, int from, int to, GramScanner.Hits hits) {
    for (int e = chains.heads[slot(hash, chains.heads.length)]; e != 0; e = chains.next[e - 1]) {
      int found = literals.length(e - 1);
      if (longer ? found < length || found > to - from : found != length) {
        continue;
      }
      int start = atEnd ? to - found : from;
      if (!hits.known(atoms[e - 1]) && literals.stands(e - 1, b, start)) {
        hits.hit(atoms[e - 1]);
      }
    }
  }
}
