package io.cutpoint.match;

import io.cutpoint.sigma.Predicate;
import io.cutpoint.sigma.Predicate.Token;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a text pattern asks for: a literal in some place, or something that only [Glob] can decide.
///
/// @param place where the literals stand, or null for a general pattern
/// @param literals the alternatives: one, or several where the pattern has dashes; empty for a lone `*`
/// @param pattern the pattern in its simplest form
record TextShape(@Nullable Place place, List<String> literals, List<Token> pattern) {

  /// Where a literal stands in a text.
  enum Place { WHOLE, START, END, INSIDE }

  /// Patterns with more dashes are general: each dash makes five literals of one.
  private static final int MAX_DASHES = 2;

  private static final List<String> DASHES = List.of("-", "/", "\u2013", "\u2014", "\u2015");
  private static final Token ANY = new Token.Any();

  /// The shape of a pattern.
  ///
  /// @param anywhere whether the pattern may begin and end anywhere in the text
  static TextShape of(Predicate.Text text, boolean anywhere) {
    List<Token> pattern = simplify(text.pattern(), anywhere);
    boolean open = !pattern.isEmpty() && pattern.getFirst() instanceof Token.Any;
    boolean openEnd = !pattern.isEmpty() && pattern.getLast() instanceof Token.Any;
    List<Token> middle = pattern.subList(open ? 1 : 0, pattern.size() - (openEnd && pattern.size() > 1 ? 1 : 0));
    if (open && pattern.size() == 1) {
      return new TextShape(Place.INSIDE, List.of(), pattern);
    }
    long dashes = middle.stream().filter(t -> t instanceof Token.Dash).count();
    if (dashes > MAX_DASHES || middle.stream().anyMatch(t -> t instanceof Token.Any || t instanceof Token.One)) {
      return new TextShape(null, List.of(), pattern);
    }
    List<String> literals = List.of("");
    for (Token token : middle) {
      List<String> endings = token instanceof Token.Literal literal ? List.of(literal.text()) : DASHES;
      List<String> longer = new ArrayList<>();
      for (String beginning : literals) {
        for (String ending : endings) {
          longer.add(beginning + ending);
        }
      }
      literals = longer;
    }
    Place place = open ? (openEnd ? Place.INSIDE : Place.END) : openEnd ? Place.START : Place.WHOLE;
    return new TextShape(place, List.copyOf(literals), pattern);
  }

  /// Joins literals, and gaps; puts gaps around.
  private static List<Token> simplify(List<Token> pattern, boolean anywhere) {
    List<Token> result = new ArrayList<>();
    if (anywhere) {
      result.add(ANY);
    }
    StringBuilder literal = new StringBuilder();
    for (Token token : pattern) {
      if (token instanceof Token.Literal more) {
        literal.append(more.text());
        continue;
      }
      flush(literal, result);
      if (!(token instanceof Token.Any) || result.isEmpty() || !(result.getLast() instanceof Token.Any)) {
        result.add(token);
      }
    }
    flush(literal, result);
    if (anywhere && !(result.getLast() instanceof Token.Any)) {
      result.add(ANY);
    }
    return result;
  }

  private static void flush(StringBuilder literal, List<Token> to) {
    if (!literal.isEmpty()) {
      to.add(new Token.Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  /// The literals of a general pattern with the places that they must have, in its order.
  List<Literal> needs() {
    List<Literal> needs = new ArrayList<>();
    for (int i = 0; i < pattern.size(); i++) {
      if (pattern.get(i) instanceof Token.Literal literal) {
        boolean first = i == 0;
        boolean last = i == pattern.size() - 1;
        Place at = first && last ? Place.WHOLE : first ? Place.START : last ? Place.END : Place.INSIDE;
        needs.add(new Literal(at, Folding.bytes(literal.text(), true)));
      }
    }
    return needs;
  }

  /// The alternatives as folded literals.
  List<Literal> alternatives() {
    if (place == null) {
      throw new IllegalStateException("wanted a literal shape, found " + pattern);
    }
    return literals.stream().map(l -> new Literal(place, Folding.bytes(l, true))).distinct().toList();
  }

  /// A folded literal in a place; equal by content.
  record Literal(Place place, byte[] bytes) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Literal l && place == l.place && Arrays.equals(bytes, l.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes) * 31 + place.ordinal();
    }
  }
}
