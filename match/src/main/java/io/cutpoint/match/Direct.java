package io.cutpoint.match;

import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.ValueKind;
import io.cutpoint.sigma.Predicate.Order;
import io.cutpoint.sigma.Predicate.Relation;
import io.cutpoint.sigma.Predicate.Unit;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// A predicate that is evaluated when a condition asks for it, at most once per event.
abstract sealed class Direct {

  /// Costs, as the order in which conditions ask.
  static final int CHEAP = 1;

  static final int MIDDLE = 2;
  static final int DEAR = 3;

  /// Roughly how dear the test is: [#CHEAP], [#MIDDLE] or [#DEAR].
  abstract int cost();

  /// Whether one entry's value passes; entries of kind NULL are never asked.
  abstract boolean test(Matcher matcher, EventView event, int entry);

  /// Whether the predicate is true of the entries of a plan.
  ///
  /// @param other the plan of the field referred to, or -1
  boolean of(Matcher matcher, EventView event, int plan, int other) {
    for (int i = matcher.firstEntry(plan); i >= 0; i = matcher.nextEntry(plan, i)) {
      if (event.kind(i) != ValueKind.NULL && test(matcher, event, i)) {
        return true;
      }
    }
    return false;
  }

  private enum Kind { FOLDED, CASED, EXPRESSION, NETWORK, COMPARED, TIME, MISSING, RELATED }

  /// Writes the test for [#read].
  final void write(TableWriter out) {
    switch (this) {
      case FoldedText folded -> {
        out.number(Kind.FOLDED.ordinal());
        folded.glob.write(out);
      }
      case CasedText cased -> {
        out.number(Kind.CASED.ordinal());
        cased.glob.write(out);
      }
      case Expression expression -> {
        out.number(Kind.EXPRESSION.ordinal());
        expression.writeParts(out);
      }
      case InNetwork inside -> {
        out.number(Kind.NETWORK.ordinal());
        inside.network.write(out);
      }
      case Compared compared -> {
        out.number(Kind.COMPARED.ordinal());
        out.number(compared.order.ordinal());
        out.text(compared.number.toString());
      }
      case TimeCompared time -> {
        out.number(Kind.TIME.ordinal());
        out.number(time.unit.ordinal());
        out.number(time.order.ordinal());
        out.text(time.number.toString());
      }
      case Missing _ -> out.number(Kind.MISSING.ordinal());
      case Related related -> {
        out.number(Kind.RELATED.ordinal());
        out.number(related.relation.ordinal());
        out.flag(related.cased);
      }
    }
  }

  /// Reads a test; expressions are compiled when they are first needed.
  static Direct read(TableReader in, RegexEngine regexes) {
    return switch (Kind.values()[in.below(Kind.values().length)]) {
      case FOLDED -> new FoldedText(Glob.read(in));
      case CASED -> new CasedText(Glob.read(in));
      case EXPRESSION -> Expression.parts(in, regexes);
      case NETWORK -> new InNetwork(new Address.Network(in));
      case COMPARED -> new Compared(Order.values()[in.below(Order.values().length)], decimal(in));
      case TIME -> new TimeCompared(Unit.values()[in.below(Unit.values().length)], Order.values()[in.below(Order.values().length)], decimal(in));
      case MISSING -> new Missing();
      case RELATED -> new Related(Relation.values()[in.below(Relation.values().length)], in.flag());
    };
  }

  static BigDecimal decimal(TableReader in) {
    try {
      return new BigDecimal(in.text());
    } catch (NumberFormatException none) {
      throw new TableReader.MalformedTables("wanted a number, found another text");
    }
  }

  /// A general text pattern on folded text.
  static final class FoldedText extends Direct {
    private final Glob glob;

    FoldedText(Glob glob) {
      this.glob = glob;
    }

    @Override
    int cost() {
      return MIDDLE;
    }

    @Override
    boolean test(Matcher matcher, EventView event, int entry) {
      int from = matcher.fold(event, entry);
      return glob.matches(matcher.folded(), from, matcher.foldedEnd(entry));
    }
  }

  /// A text pattern on text as it is.
  static final class CasedText extends Direct {
    private final Glob glob;

    CasedText(Glob glob) {
      this.glob = glob;
    }

    @Override
    int cost() {
      return MIDDLE;
    }

    @Override
    boolean test(Matcher matcher, EventView event, int entry) {
      int from = event.offset(entry);
      return glob.matches(event.bytes(entry), from, from + event.length(entry));
    }
  }

  /// A regular expression: by an automaton where the text is ASCII, else by the regex library behind the literals
  /// that it needs in their order.
  static final class Expression extends Direct {
    private final RegexEngine regexes;
    private final Source source;
    private final @Nullable Glob order;
    private final int least;
    /// Built when they are first asked for; threads that ask at once build the same.
    private @Nullable Read read;
    private @Nullable Built built;
    private @Nullable CompiledRegex regex;

    private record Built(@Nullable AsciiAutomaton automaton) {}

    /// What is known before that; the tree is null where it is not understood.
    private record Read(@Nullable RegexTree tree, @Nullable RegexRun run) {}

    /// An expression as the rule has it.
    record Source(String pattern, boolean ignoreCase, boolean multiline, boolean dotAll) {
      @Nullable RegexTree tree() {
        return RegexTree.of(pattern, ignoreCase, multiline, dotAll);
      }
    }

    /// @param regexes has accepted the expression
    /// @param least the fewest bytes that a match has
    Expression(RegexEngine regexes, Source source, @Nullable Glob order, int least) {
      this.regexes = regexes;
      this.source = source;
      this.order = order;
      this.least = least;
    }

    private void writeParts(TableWriter out) {
      out.text(source.pattern);
      out.flag(source.ignoreCase);
      out.flag(source.multiline);
      out.flag(source.dotAll);
      out.flag(order != null);
      if (order != null) {
        order.write(out);
      }
      out.number(least);
    }

    private static Expression parts(TableReader in, RegexEngine regexes) {
      Source source = new Source(in.text(), in.flag(), in.flag(), in.flag());
      return new Expression(regexes, source, in.flag() ? Glob.read(in) : null, in.number());
    }

    @Override
    int cost() {
      return DEAR;
    }

    @Override
    boolean test(Matcher matcher, EventView event, int entry) {
      int from = event.offset(entry);
      int to = from + event.length(entry);
      if (to - from < least) {
        return false;
      }
      byte[] bytes = event.bytes(entry);
      RegexRun run = read().run;
      if (run != null && !run.standsIn(bytes, from, to)) {
        return false;
      }
      AsciiAutomaton automaton = automaton();
      AsciiAutomaton.Answer answer = automaton == null ? AsciiAutomaton.Answer.NOT_ASCII : automaton.find(bytes, from, to);
      return switch (answer) {
        case YES -> true;
        case NO -> false;
        case NOT_ASCII -> ordered(matcher, event, entry) && find(matcher, bytes, from, to);
      };
    }

    private Read read() {
      Read known = read;
      if (known == null) {
        RegexTree tree = source.tree();
        known = new Read(tree, tree == null ? null : RegexRun.of(tree));
        read = known;
      }
      return known;
    }

    private @Nullable AsciiAutomaton automaton() {
      Built known = built;
      if (known == null) {
        RegexTree tree = read().tree;
        known = new Built(tree == null ? null : AsciiAutomaton.of(tree));
        built = known;
      }
      return known.automaton;
    }

    private boolean find(Matcher matcher, byte[] bytes, int from, int to) {
      CompiledRegex compiled = regex();
      matcher.spend((long) (to - from) * compiled.stepsPerByte());
      return compiled.find(bytes, from, to);
    }

    private CompiledRegex regex() {
      CompiledRegex known = regex;
      if (known == null) {
        known = regexes.compile(source.pattern, source.ignoreCase, source.multiline, source.dotAll);
        regex = known;
      }
      return known;
    }

    private boolean ordered(Matcher matcher, EventView event, int entry) {
      if (order == null) {
        return true;
      }
      int from = matcher.fold(event, entry);
      return order.matches(matcher.folded(), from, matcher.foldedEnd(entry));
    }
  }

  /// An address in a network.
  static final class InNetwork extends Direct {
    private final Address.Network network;

    InNetwork(Address.Network network) {
      this.network = network;
    }

    @Override
    int cost() {
      return MIDDLE;
    }

    @Override
    boolean test(Matcher matcher, EventView event, int entry) {
      int from = event.offset(entry);
      return matcher.address().read(event.bytes(entry), from, from + event.length(entry)) && matcher.address().in(network);
    }
  }

  /// A comparison of numbers.
  static final class Compared extends Direct {
    private final Order order;
    private final BigDecimal number;
    private final NumberText.Wanted wanted;

    Compared(Order order, BigDecimal number) {
      this.order = order;
      this.number = number;
      this.wanted = new NumberText.Wanted(number);
    }

    @Override
    int cost() {
      return CHEAP;
    }

    @Override
    boolean test(Matcher matcher, EventView event, int entry) {
      int from = event.offset(entry);
      NumberText found = matcher.number();
      return found.read(event.bytes(entry), from, from + event.length(entry)) && holds(order, found.compare(wanted));
    }
  }

  /// A comparison of a part of a time.
  static final class TimeCompared extends Direct {
    private final Unit unit;
    private final Order order;
    private final BigDecimal number;

    TimeCompared(Unit unit, Order order, BigDecimal number) {
      this.unit = unit;
      this.order = order;
      this.number = number;
    }

    @Override
    int cost() {
      return MIDDLE;
    }

    @Override
    boolean test(Matcher matcher, EventView event, int entry) {
      int from = event.offset(entry);
      int part = TimeText.part(unit, event.bytes(entry), from, from + event.length(entry));
      return part != TimeText.NONE && holds(order, BigDecimal.valueOf(part).compareTo(number));
    }
  }

  private static boolean holds(Order order, int comparison) {
    return switch (order) {
      case EQUAL -> comparison == 0;
      case LESS -> comparison < 0;
      case LESS_OR_EQUAL -> comparison <= 0;
      case GREATER -> comparison > 0;
      case GREATER_OR_EQUAL -> comparison >= 0;
    };
  }

  /// Absent, or null, or empty where the format has no null.
  static final class Missing extends Direct {
    @Override
    int cost() {
      return CHEAP;
    }

    @Override
    boolean of(Matcher matcher, EventView event, int plan, int other) {
      int i = matcher.firstEntry(plan);
      if (i < 0) {
        return true;
      }
      for (; i >= 0; i = matcher.nextEntry(plan, i)) {
        ValueKind kind = event.kind(i);
        if (kind == ValueKind.NULL || kind == ValueKind.EMPTY) {
          return true;
        }
      }
      return false;
    }

    @Override
    boolean test(Matcher matcher, EventView event, int entry) {
      throw new IllegalStateException("wanted a question about all entries, found one about a single entry");
    }
  }

  /// The value relates to a value of another field.
  static final class Related extends Direct {
    private final Relation relation;
    private final boolean cased;

    Related(Relation relation, boolean cased) {
      this.relation = relation;
      this.cased = cased;
    }

    @Override
    int cost() {
      return MIDDLE;
    }

    @Override
    boolean of(Matcher matcher, EventView event, int plan, int other) {
      int pairs = 0;
      for (int i = matcher.firstEntry(plan); i >= 0; i = matcher.nextEntry(plan, i)) {
        if (event.kind(i) == ValueKind.NULL) {
          continue;
        }
        for (int k = matcher.firstEntry(other); k >= 0; k = matcher.nextEntry(other, k)) {
          if (event.kind(k) == ValueKind.NULL) {
            continue;
          }
          if (++pairs > matcher.limits().pairs()) {
            matcher.countCutShort();
            return false;
          }
          if (related(matcher, event, i, k)) {
            return true;
          }
        }
      }
      return false;
    }

    private boolean related(Matcher matcher, EventView event, int i, int k) {
      if (cased) {
        return related(event.bytes(i), event.offset(i), event.length(i), event.bytes(k), event.offset(k), event.length(k), matcher);
      }
      // Folding the second may move the buffer: ask for it only when both are there.
      int a = matcher.fold(event, i);
      int b = matcher.fold(event, k);
      byte[] folded = matcher.folded();
      return related(folded, a, matcher.foldedEnd(i) - a, folded, b, matcher.foldedEnd(k) - b, matcher);
    }

    private boolean related(byte[] text, int from, int length, byte[] part, int partFrom, int partLength, Matcher matcher) {
      if (partLength > length) {
        return false;
      }
      return switch (relation) {
        case EQUALS -> length == partLength && same(text, from, part, partFrom, partLength);
        case STARTS_WITH -> same(text, from, part, partFrom, partLength) && Search.whole(text, from, from, from + partLength, from + length);
        case ENDS_WITH -> {
          int at = from + length - partLength;
          yield same(text, at, part, partFrom, partLength) && Search.whole(text, from, at, from + length, from + length);
        }
        case CONTAINS -> matcher.search().contains(text, from, from + length, part, partFrom, partFrom + partLength);
      };
    }

    private static boolean same(byte[] a, int i, byte[] b, int k, int length) {
      return java.util.Arrays.equals(a, i, i + length, b, k, k + length);
    }

    @Override
    boolean test(Matcher matcher, EventView event, int entry) {
      throw new IllegalStateException("wanted a question about two fields, found one about a single entry");
    }
  }
}
