package io.cutpoint.match;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A regular expression as a tree: what RE2 would match, as far as this module understands it.
///
/// Read for two purposes: the literals that a match needs (`RegexLiterals`), and an automaton for texts in ASCII
/// (`AsciiAutomaton`). Whatever is not understood is [Unknown], or makes the whole expression null; the regex library
/// decides then. The library has accepted an expression before it is read here, so faults are not looked for.
sealed interface RegexTree {

  /// One character.
  ///
  /// @param low which of the characters 0 to 63 it may be
  /// @param high which of the characters 64 to 127
  /// @param wide whether it may also be one that is not ASCII, other than the other cases of an ASCII letter
  /// @param literal the only character that it may be, but for its case, or -1
  record One(long low, long high, boolean wide, int literal) implements RegexTree {
    boolean has(int ascii) {
      return ((ascii < 64 ? low : high) >>> ascii & 1) != 0;
    }

    // By hand: the methods that a record gets are linked when they are first called, which takes 10 ms of a cold start.

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof One one && low == one.low && high == one.high && wide == one.wide && literal == one.literal;
    }

    @Override
    public int hashCode() {
      return (Long.hashCode(low) * 31 + Long.hashCode(high)) * 31 + literal * 2 + (wide ? 1 : 0);
    }
  }

  /// One after the other; empty matches the empty text.
  record Sequence(List<RegexTree> parts) implements RegexTree {}

  /// One of several.
  record Choice(List<RegexTree> parts) implements RegexTree {}

  /// A part `least` to `most` times; [#ENDLESS] is no bound.
  record Repeat(RegexTree part, int least, int most) implements RegexTree {}

  /// A place in the text.
  record At(Place place) implements RegexTree {}

  /// Something that matches nobody knows what.
  record Unknown() implements RegexTree {}

  /// A place in the text that an assertion names.
  enum Place { TEXT_START, TEXT_END, LINE_START, LINE_END, WORD_EDGE, NO_WORD_EDGE }

  /// No upper bound of a [Repeat].
  int ENDLESS = -1;

  /// Reads an expression; null where it is not understood.
  static @Nullable RegexTree of(String pattern, boolean ignoreCase, boolean multiline, boolean dotAll) {
    Reader reader = new Reader(pattern, ignoreCase, multiline, dotAll);
    try {
      RegexTree whole = reader.choice(0);
      return reader.at < pattern.length() ? null : whole;
    } catch (NotRead notUnderstood) {
      return null;
    }
  }

  /// Thrown by the reader alone, at what it does not understand.
  final class NotRead extends Exception {
    private static final long serialVersionUID = 1L;

    private NotRead() {
      super(null, null, false, false);
    }
  }

  /// Reads the syntax of RE2 (github.com/google/re2/wiki/Syntax).
  final class Reader {

    private static final int MAX_DEPTH = 50;

    private final String text;
    private int at;
    private boolean caseless;
    private boolean multiline;
    private boolean dotAll;

    private Reader(String text, boolean caseless, boolean multiline, boolean dotAll) {
      this.text = text;
      this.caseless = caseless;
      this.multiline = multiline;
      this.dotAll = dotAll;
    }

    private RegexTree choice(int depth) throws NotRead {
      if (depth > MAX_DEPTH) {
        throw new NotRead();
      }
      List<RegexTree> parts = new ArrayList<>();
      parts.add(sequence(depth));
      while (text.startsWith("|", at)) {
        at++;
        parts.add(sequence(depth));
      }
      return parts.size() == 1 ? parts.getFirst() : new Choice(parts);
    }

    private RegexTree sequence(int depth) throws NotRead {
      List<RegexTree> parts = new ArrayList<>();
      while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
        repeated(parts, depth);
      }
      return parts.size() == 1 ? parts.getFirst() : new Sequence(parts);
    }

    private void repeated(List<RegexTree> parts, int depth) throws NotRead {
      List<RegexTree> atoms = atom(depth);
      RegexTree part = atoms.isEmpty() ? new Sequence(List.of()) : atoms.getLast();
      boolean changed = false;
      while (at < text.length()) {
        char c = text.charAt(at);
        int least = c == '+' ? 1 : 0;
        int most = c == '?' ? 1 : ENDLESS;
        if (c == '{') {
          int close = text.indexOf('}', at);
          int[] bounds = close < 0 ? null : bounds(text.substring(at + 1, close));
          if (bounds == null) {
            break;
          }
          least = bounds[0];
          most = bounds[1];
          at = close;
        } else if (c != '*' && c != '+' && c != '?') {
          break;
        }
        if (changed) {
          // One repetition after another means different things in different libraries.
          throw new NotRead();
        }
        at++;
        if (text.startsWith("?", at)) {
          at++;
        }
        changed = true;
        part = new Repeat(part, least, most);
      }
      parts.addAll(atoms.isEmpty() ? atoms : atoms.subList(0, atoms.size() - 1));
      if (changed && atoms.isEmpty()) {
        throw new NotRead();
      }
      if (!atoms.isEmpty()) {
        parts.add(part);
      }
    }

    /// The bounds of a counted repetition, or null where the braces are literal.
    private static int @Nullable [] bounds(String inside) {
      int comma = inside.indexOf(',');
      String low = comma < 0 ? inside : inside.substring(0, comma);
      String high = comma < 0 ? inside : inside.substring(comma + 1);
      if (low.isEmpty() || low.length() > 4 || high.length() > 4 || !(low + high).chars().allMatch(c -> c >= '0' && c <= '9')) {
        return null;
      }
      return new int[] {Integer.parseInt(low), high.isEmpty() ? ENDLESS : Integer.parseInt(high)};
    }

    /// What stands next: one part, or none (flags), or several (a quotation, of which a repetition takes the last).
    private List<RegexTree> atom(int depth) throws NotRead {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      return switch (c) {
        case '(' -> group(depth);
        case '[' -> List.of(set());
        case '.' -> List.of(new One(dotAll ? -1L : ~(1L << '\n'), -1L, true, -1));
        case '^' -> List.of(new At(multiline ? Place.LINE_START : Place.TEXT_START));
        case '$' -> List.of(new At(multiline ? Place.LINE_END : Place.TEXT_END));
        case '\\' -> escape();
        case '*', '+', '?' -> throw new NotRead();
        default -> List.of(literal(c));
      };
    }

    private RegexTree literal(int c) {
      Members members = new Members();
      members.add(c, c);
      return members.one(false, c);
    }

    private List<RegexTree> group(int depth) throws NotRead {
      boolean outerCaseless = caseless;
      boolean outerMultiline = multiline;
      boolean outerDotAll = dotAll;
      if (text.startsWith("?", at)) {
        at++;
        if (text.startsWith("P<", at)) {
          int close = text.indexOf('>', at);
          if (close < 0) {
            throw new NotRead();
          }
          at = close + 1;
        } else {
          flags();
          if (text.startsWith(")", at)) {
            at++;
            return List.of();
          }
          if (!text.startsWith(":", at)) {
            throw new NotRead();
          }
          at++;
        }
      }
      RegexTree inside = choice(depth + 1);
      if (!text.startsWith(")", at)) {
        throw new NotRead();
      }
      at++;
      caseless = outerCaseless;
      multiline = outerMultiline;
      dotAll = outerDotAll;
      return List.of(inside);
    }

    private void flags() throws NotRead {
      boolean on = true;
      for (; at < text.length() && text.charAt(at) != ')' && text.charAt(at) != ':'; at++) {
        switch (text.charAt(at)) {
          case '-' -> on = false;
          case 'i' -> caseless = on;
          case 'm' -> multiline = on;
          case 's' -> dotAll = on;
          case 'U' -> {}
          default -> throw new NotRead();
        }
      }
    }

    private List<RegexTree> escape() throws NotRead {
      if (text.startsWith("Q", at)) {
        at++;
        int close = text.indexOf("\\E", at);
        String quoted = text.substring(at, close < 0 ? text.length() : close);
        at = close < 0 ? text.length() : close + 2;
        return quoted.codePoints().mapToObj(this::literal).toList();
      }
      char c = at < text.length() ? text.charAt(at) : 0;
      Place place = switch (c) {
        case 'A' -> Place.TEXT_START;
        case 'z' -> Place.TEXT_END;
        case 'b' -> Place.WORD_EDGE;
        case 'B' -> Place.NO_WORD_EDGE;
        default -> null;
      };
      if (place != null) {
        at++;
        return List.of(new At(place));
      }
      if (c == 'p' || c == 'P') {
        at++;
        int close = text.startsWith("{", at) ? text.indexOf('}', at) : at;
        if (close < 0) {
          throw new NotRead();
        }
        at = close + 1;
        return List.of(new Unknown());
      }
      Members members = new Members();
      int single = escaped(members);
      return List.of(members.one(false, single));
    }

    /// Reads an escape that stands for characters, adds them, and returns the one that it is, or -1.
    private int escaped(Members to) throws NotRead {
      if (at >= text.length()) {
        throw new NotRead();
      }
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      switch (c) {
        case 'd', 'D' -> to.addClass(DIGITS, 0, c == 'D');
        case 's', 'S' -> to.addClass(BLANKS, 0, c == 'S');
        case 'w', 'W' -> to.addClass(DIGITS, LETTERS, c == 'W');
        default -> {
          int single = switch (c) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'f' -> '\f';
            case 'v' -> 0x0b;
            case 'a' -> 0x07;
            case 'x' -> hexadecimal();
            default -> c;
          };
          if (single == c && c < 0x80 && Character.isLetterOrDigit(c)) {
            throw new NotRead();
          }
          to.add(single, single);
          return single;
        }
      }
      return -1;
    }

    private static final long DIGITS = 0x3ffL << '0';
    private static final long BLANKS = 1L << '\t' | 1L << '\n' | 1L << '\f' | 1L << '\r' | 1L << ' ';
    private static final long LETTERS = 0x3ffffffL << ('A' - 64) | 0x3ffffffL << ('a' - 64) | 1L << ('_' - 64);

    private int hexadecimal() throws NotRead {
      int from = at;
      int to = at + 2;
      if (text.startsWith("{", at)) {
        from = at + 1;
        to = text.indexOf('}', at);
        at = to + 1;
      } else {
        at = to;
      }
      if (to <= from || to > text.length() || to - from > 6) {
        throw new NotRead();
      }
      try {
        return Integer.parseInt(text.substring(from, to), 16);
      } catch (NumberFormatException notHexadecimal) {
        throw new NotRead();
      }
    }

    private RegexTree set() throws NotRead {
      boolean negated = text.startsWith("^", at);
      at += negated ? 1 : 0;
      Members members = new Members();
      int single = -1;
      int entries = 0;
      for (boolean first = true; first || !text.startsWith("]", at); first = false) {
        if (at >= text.length() || text.startsWith("[:", at)) {
          throw new NotRead();
        }
        Members one = new Members();
        int low = member(one);
        if (text.startsWith("-", at) && !text.startsWith("-]", at)) {
          at++;
          int high = low < 0 || at >= text.length() ? -1 : member(new Members());
          if (high < low) {
            throw new NotRead();
          }
          members.add(low, high);
          entries += 2;
        } else {
          members.add(one);
          single = low;
          entries++;
        }
      }
      at++;
      return members.one(negated, !negated && entries == 1 ? single : -1);
    }

    private int member(Members to) throws NotRead {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      if (c != '\\') {
        to.add(c, c);
        return c;
      }
      if (text.startsWith("p", at) || text.startsWith("P", at) || text.startsWith("Q", at) || text.startsWith("b", at)) {
        throw new NotRead();
      }
      return escaped(to);
    }

    /// The characters that are not ASCII and that some case folding relates to a letter that is: dotted capital i, dotless
    /// i, long s, the sign of Kelvin.
    private static final int[] RELATED = {0x130, 0x131, 0x17f, 0x212a};

    /// A set of characters that is being read.
    private final class Members {
      private long low;
      private long high;
      private boolean wide;

      /// Whether some are not ASCII, and whether one of those may be another case of a letter that is.
      private boolean written;
      private boolean related;

      void add(int from, int to) {
        for (int c = from; c <= Math.min(to, 127); c++) {
          set(c);
          if (caseless && Character.isLetter(c)) {
            set(c ^ 32);
          }
        }
        written |= to > 127;
        for (int c : RELATED) {
          related |= from <= c && c <= to;
        }
      }

      private void set(int c) {
        if (c < 64) {
          low |= 1L << c;
        } else {
          high |= 1L << c;
        }
      }

      void addClass(long lowMembers, long highMembers, boolean negated) {
        low |= negated ? ~lowMembers : lowMembers;
        high |= negated ? ~highMembers : highMembers;
        wide |= negated;
      }

      void add(Members other) {
        low |= other.low;
        high |= other.high;
        wide |= other.wide;
        written |= other.written;
        related |= other.related;
      }

      RegexTree one(boolean negated, int single) {
        // Which characters are another case of which, only the library knows.
        if (caseless && related) {
          return new Unknown();
        }
        return negated ? new One(~low, ~high, true, -1) : new One(low, high, wide || written, single);
      }
    }
  }
}
