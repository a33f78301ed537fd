package io.cutpoint.match;

import io.cutpoint.match.RegexTree.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decides whether a regular expression is found in a text of ASCII: a deterministic automaton, one table step for
/// each byte.
///
/// Built from [RegexTree] by way of a set of places (Thompson, 1968), all starts at once, since only *whether* there
/// is a match is asked. A state is the set of places reached and what kind of character came last, which is what
/// assertions look back to; they look ahead to the character of the step, or to the end.
///
/// Not covered: text with other bytes, expressions that [RegexTree] does not understand, and those whose automaton
/// would grow beyond [#MAX_STATES] or [#MAX_WORK] (a hostile rule, or counted repetitions that overlap). For these the
/// regex library decides. Both agree because the tree is read by the library's own syntax, and because without other
/// bytes there are no case relations beyond those of the letters A to Z.
final class AsciiAutomaton {

  private static final int MAX_PLACES = 4_096;
  private static final int MAX_STATES = 2_048;
  private static final int MAX_WORK = 6_000_000;

  private static final int FOUND = -1;

  /// The kinds of the character before a place.
  private static final int TEXT_START = 0;
  private static final int NEWLINE = 1;
  private static final int WORD = 2;
  private static final int OTHER = 3;
  /// As the character after a place.
  private static final int TEXT_END = 0;

  private final byte[] classOf;
  private final int columns;
  /// The row of the next state for each row and class; [#FOUND] ends the search. The last column is the text's end.
  private final int[] next;
  private final int least;

  private AsciiAutomaton(byte[] classOf, int columns, int[] next, int least) {
    this.classOf = classOf;
    this.columns = columns;
    this.next = next;
    this.least = least;
  }

  /// An answer of [#find].
  enum Answer { YES, NO, NOT_ASCII }

  /// Whether the expression is found in `b[from..to)`.
  Answer find(byte[] b, int from, int to) {
    if (to - from < least) {
      return Answer.NO;
    }
    byte[] classes = classOf;
    int[] table = next;
    int row = 0;
    for (int i = from; i < to; i++) {
      int c = b[i];
      if (c < 0) {
        return Answer.NOT_ASCII;
      }
      row = table[row + classes[c]];
      if (row < 0) {
        return ascii(b, i + 1, to);
      }
    }
    return table[row + columns - 1] < 0 ? Answer.YES : Answer.NO;
  }

  /// A match was found, but the bytes after it are part of the text too.
  private static Answer ascii(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (b[i] < 0) {
        return Answer.NOT_ASCII;
      }
    }
    return Answer.YES;
  }

  /// The fewest bytes that a match has.
  static int least(RegexTree tree) {
    // No switch over the kinds, here and below: the first use of one takes 3 ms of a cold start.
    long least = 0;
    if (tree instanceof RegexTree.One) {
      least = 1;
    } else if (tree instanceof RegexTree.Sequence sequence) {
      for (RegexTree part : sequence.parts()) {
        least += least(part);
      }
    } else if (tree instanceof RegexTree.Choice choice) {
      least = Long.MAX_VALUE;
      for (RegexTree part : choice.parts()) {
        least = Math.min(least, least(part));
      }
    } else if (tree instanceof RegexTree.Repeat repeat) {
      least = (long) least(repeat.part()) * repeat.least();
    }
    return (int) Math.min(least, Integer.MAX_VALUE);
  }

  /// The automaton of an expression, or null where it would be too large or is not understood.
  static @Nullable AsciiAutomaton of(RegexTree tree) {
    try {
      return new Builder().build(tree);
    } catch (TooLarge tooLarge) {
      return null;
    }
  }

  private static final class TooLarge extends Exception {
    private static final long serialVersionUID = 1L;

    TooLarge() {
      super(null, null, false, false);
    }
  }

  private static boolean word(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static int kind(int c) {
    return c == '\n' ? NEWLINE : word(c) ? WORD : OTHER;
  }

  private static final class Builder {

    /// Places: a character to read, a fork, an assertion, or the end; with where they lead.
    private final List<Object> what = new ArrayList<>();
    private final List<int[]> to = new ArrayList<>();
    private enum Bare { FORK, END }

    private boolean assertions;
    private int work;
    private int[] mark = {};
    private int marked;

    AsciiAutomaton build(RegexTree tree) throws TooLarge {
      int start = place(withoutNeedlessEnd(tree), place(Bare.END));
      byte[] classOf = new byte[128];
      int[] representative = new int[129];
      int classes = classes(classOf, representative);
      int columns = classes + 1;
      mark = new int[what.size()];
      Map<List<Integer>, Integer> rows = new HashMap<>();
      List<List<Integer>> states = new ArrayList<>();
      List<int[]> table = new ArrayList<>();
      add(List.of(TEXT_START), rows, states);
      for (int s = 0; s < states.size(); s++) {
        List<Integer> state = states.get(s);
        int[] line = new int[columns];
        for (int c = 0; c < columns; c++) {
          List<Integer> after = step(state, start, c == classes ? -1 : representative[c]);
          line[c] = after == null ? FOUND : c == classes ? 0 : add(after, rows, states) * columns;
        }
        table.add(line);
      }
      int[] next = new int[table.size() * columns];
      for (int s = 0; s < table.size(); s++) {
        System.arraycopy(table.get(s), 0, next, s * columns, columns);
      }
      return new AsciiAutomaton(classOf, columns, next, least(tree));
    }

    private static int add(List<Integer> state, Map<List<Integer>, Integer> rows, List<List<Integer>> states) throws TooLarge {
      Integer known = rows.get(state);
      if (known != null) {
        return known;
      }
      if (states.size() >= MAX_STATES) {
        throw new TooLarge();
      }
      rows.put(state, states.size());
      states.add(state);
      return states.size() - 1;
    }

    /// Repetitions at the end need not be read beyond their least number: a match is a match.
    private static RegexTree withoutNeedlessEnd(RegexTree tree) {
      if (tree instanceof RegexTree.Repeat repeat) {
        return new RegexTree.Repeat(repeat.part(), repeat.least(), repeat.least());
      }
      if (tree instanceof RegexTree.Sequence sequence && !sequence.parts().isEmpty()) {
        List<RegexTree> parts = new ArrayList<>(sequence.parts());
        parts.add(withoutNeedlessEnd(parts.removeLast()));
        return new RegexTree.Sequence(parts);
      }
      return tree;
    }

    private int place(Object kind, int... leads) throws TooLarge {
      if (what.size() >= MAX_PLACES) {
        throw new TooLarge();
      }
      what.add(kind);
      to.add(leads);
      return what.size() - 1;
    }

    /// Writes the places of a tree that lead to `then`; returns the first.
    private int place(RegexTree tree, int then) throws TooLarge {
      if (tree instanceof RegexTree.One one) {
        return place(one, new int[] {then});
      }
      if (tree instanceof RegexTree.At at) {
        return place(at.place(), new int[] {then});
      }
      if (tree instanceof RegexTree.Sequence sequence) {
        int first = then;
        for (RegexTree part : sequence.parts().reversed()) {
          first = place(part, first);
        }
        return first;
      }
      if (tree instanceof RegexTree.Choice choice) {
        int[] leads = new int[choice.parts().size()];
        for (int i = 0; i < leads.length; i++) {
          leads[i] = place(choice.parts().get(i), then);
        }
        return place(Bare.FORK, leads);
      }
      if (tree instanceof RegexTree.Repeat repeat) {
        return placeRepeat(repeat, then);
      }
      throw new TooLarge();
    }

    private int placeRepeat(RegexTree.Repeat repeat, int then) throws TooLarge {
      int first = then;
      if (repeat.most() == RegexTree.ENDLESS) {
        int fork = place(Bare.FORK, new int[2]);
        to.get(fork)[0] = place(repeat.part(), fork);
        to.get(fork)[1] = then;
        first = fork;
      } else {
        for (int i = repeat.least(); i < repeat.most(); i++) {
          first = place(Bare.FORK, new int[] {place(repeat.part(), first), then});
        }
      }
      for (int i = 0; i < repeat.least(); i++) {
        first = place(repeat.part(), first);
      }
      return first;
    }

    /// Puts characters that no place tells apart into one class.
    private int classes(byte[] classOf, int[] representative) {
      assertions = what.stream().anyMatch(Place.class::isInstance);
      Map<List<Object>, Integer> known = new HashMap<>();
      List<RegexTree.One> sets = what.stream().filter(RegexTree.One.class::isInstance).map(RegexTree.One.class::cast).distinct().toList();
      for (int c = 0; c < 128; c++) {
        List<Object> signature = new ArrayList<>();
        signature.add(assertions ? kind(c) : 0);
        for (RegexTree.One set : sets) {
          signature.add(set.has(c));
        }
        Integer id = known.get(signature);
        if (id == null) {
          id = known.size();
          known.put(signature, id);
          representative[id] = c;
        }
        classOf[c] = id.byteValue();
      }
      return known.size();
    }

    /// The state after a character, -1 being the end of the text; null where a match ends before it.
    ///
    /// @param state the kind of the last character, then the places that are reached, ascending
    private @Nullable List<Integer> step(List<Integer> state, int start, int c) throws TooLarge {
      int before = state.getFirst();
      int after = c < 0 ? TEXT_END : kind(c);
      marked++;
      int[] stack = new int[64];
      int depth = 0;
      List<Integer> reading = new ArrayList<>();
      for (int i = 0; i < state.size(); i++) {
        stack[0] = i == 0 ? start : state.get(i);
        depth = 1;
        while (depth > 0) {
          int p = stack[--depth];
          if (mark[p] == marked) {
            continue;
          }
          mark[p] = marked;
          if (++work > MAX_WORK) {
            throw new TooLarge();
          }
          Object kind = what.get(p);
          if (kind instanceof Bare bare && bare == Bare.END) {
            return null;
          }
          if (kind instanceof RegexTree.One) {
            reading.add(p);
            continue;
          }
          if (kind instanceof Place place && !holds(place, before, after)) {
            continue;
          }
          int[] leads = to.get(p);
          if (depth + leads.length > stack.length) {
            stack = Arrays.copyOf(stack, Math.max(stack.length * 2, depth + leads.length));
          }
          for (int lead : leads) {
            stack[depth++] = lead;
          }
        }
      }
      int[] reached = new int[reading.size()];
      int count = 0;
      for (int p : reading) {
        if (c >= 0 && what.get(p) instanceof RegexTree.One one && one.has(c)) {
          reached[count++] = to.get(p)[0];
        }
      }
      Arrays.sort(reached, 0, count);
      List<Integer> next = new ArrayList<>(count + 1);
      next.add(assertions ? after : OTHER);
      for (int i = 0; i < count; i++) {
        if (i == 0 || reached[i] != reached[i - 1]) {
          next.add(reached[i]);
        }
      }
      return next;
    }

    private static boolean holds(Place place, int before, int after) {
      return switch (place) {
        case TEXT_START -> before == TEXT_START;
        case TEXT_END -> after == TEXT_END;
        case LINE_START -> before == TEXT_START || before == NEWLINE;
        case LINE_END -> after == TEXT_END || after == NEWLINE;
        case WORD_EDGE -> (before == WORD) != (after == WORD);
        case NO_WORD_EDGE -> (before == WORD) == (after == WORD);
      };
    }
  }
}
