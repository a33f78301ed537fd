package io.cutpoint.match;

import io.cutpoint.sigma.CaseFolding;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The literals without which a regular expression cannot be found.
///
/// An expression is read once into *needs*: lists of alternatives, of which at least one must stand in the text, in
/// the order in which they must stand there. A matcher runs the expression only where they all do. What is not
/// understood needs nothing, so the answer is at worst useless and never wrong. Letters lose their case, on both sides
/// of the comparison, by [CaseFolding]; for an expression that ignores case, only ASCII is trusted to fold alike in the
/// regex library.
///
/// Idea: Russ Cox, "Regular Expression Matching with a Trigram Index" (2012), without the trigrams.
final class RegexLiterals {

  /// More alternatives than this in one place are not kept apart.
  private static final int MAX_ALTERNATIVES = 24;

  /// Deeper groups than this are not read.
  private static final int MAX_DEPTH = 50;

  private static final int MAX_LITERAL = 200;

  private final String text;
  private int at;
  private boolean caseless;

  private RegexLiterals(String text, boolean caseless) {
    this.text = text;
    this.caseless = caseless;
  }

  /// Thrown inside this class alone, at what it does not understand.
  private static final class NotRead extends Exception {
    private static final long serialVersionUID = 1L;

    NotRead() {
      super(null, null, false, false);
    }
  }

  /// What a part of an expression needs.
  ///
  /// @param exact all texts that the part matches, or null where they are too many or unknown
  /// @param needs in order, where `exact` is null
  private record Part(@Nullable List<String> exact, List<List<String>> needs) {
    static final Part UNKNOWN = new Part(null, List.of());
    static final Part EMPTY = new Part(List.of(""), List.of());
  }

  /// The needs of an expression in their order; each is a list of alternatives, none of them empty.
  static List<List<String>> of(String pattern, boolean ignoreCase) {
    RegexLiterals reader = new RegexLiterals(pattern, ignoreCase || pattern.contains("(?"));
    try {
      Part whole = reader.alternation(0);
      return reader.at < pattern.length() ? List.of() : needs(whole);
    } catch (NotRead unknown) {
      return List.of();
    }
  }

  private static List<List<String>> needs(Part part) {
    if (part.exact == null) {
      return part.needs;
    }
    return part.exact.contains("") ? List.of() : List.of(part.exact);
  }

  private Part alternation(int depth) throws NotRead {
    if (depth > MAX_DEPTH) {
      throw new NotRead();
    }
    List<Part> branches = new ArrayList<>();
    branches.add(sequence(depth));
    while (at < text.length() && text.charAt(at) == '|') {
      at++;
      branches.add(sequence(depth));
    }
    if (branches.size() == 1) {
      return branches.getFirst();
    }
    Set<String> exact = new LinkedHashSet<>();
    Set<String> needed = new LinkedHashSet<>();
    boolean allExact = true;
    for (Part branch : branches) {
      if (branch.exact == null) {
        allExact = false;
      } else {
        exact.addAll(branch.exact);
      }
      List<String> best = best(needs(branch));
      if (best.isEmpty()) {
        needed.add("");
      }
      needed.addAll(best);
    }
    if (allExact && exact.size() <= MAX_ALTERNATIVES) {
      return new Part(List.copyOf(exact), List.of());
    }
    return needed.contains("") || needed.size() > MAX_ALTERNATIVES * 4 ? Part.UNKNOWN : new Part(null, List.of(List.copyOf(needed)));
  }

  /// The need that is rarest by its looks: no short alternative, few alternatives; empty where there is none.
  private static List<String> best(List<List<String>> needs) {
    List<String> best = List.of();
    double least = Double.MAX_VALUE;
    for (List<String> need : needs) {
      double sum = 0;
      for (String one : need) {
        sum += 1.0 / ((double) one.length() * one.length());
      }
      if (sum < least) {
        least = sum;
        best = need;
      }
    }
    return best;
  }

  private Part sequence(int depth) throws NotRead {
    List<List<String>> needs = new ArrayList<>();
    List<String> run = List.of("");
    boolean broken = false;
    while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
      Part part = repeated(depth);
      if (part.exact != null) {
        List<String> longer = product(run, part.exact);
        if (longer != null) {
          run = longer;
          continue;
        }
        broken = true;
        flush(run, needs);
        run = part.exact;
        continue;
      }
      broken = true;
      flush(run, needs);
      needs.addAll(part.needs);
      run = List.of("");
    }
    if (!broken) {
      return new Part(run, List.of());
    }
    flush(run, needs);
    return new Part(null, List.copyOf(needs));
  }

  private static void flush(List<String> run, List<List<String>> needs) {
    if (!run.contains("")) {
      needs.add(run);
    }
  }

  private static @Nullable List<String> product(List<String> beginnings, List<String> endings) {
    if (beginnings.size() * endings.size() > MAX_ALTERNATIVES) {
      return null;
    }
    Set<String> all = new LinkedHashSet<>();
    for (String beginning : beginnings) {
      for (String ending : endings) {
        if (beginning.length() + ending.length() > MAX_LITERAL) {
          return null;
        }
        all.add(beginning + ending);
      }
    }
    return List.copyOf(all);
  }

  private Part repeated(int depth) throws NotRead {
    Part part = atom(depth);
    while (at < text.length()) {
      char c = text.charAt(at);
      int least;
      int most;
      if (c == '*') {
        least = 0;
        most = Integer.MAX_VALUE;
        at++;
      } else if (c == '+') {
        least = 1;
        most = Integer.MAX_VALUE;
        at++;
      } else if (c == '?') {
        least = 0;
        most = 1;
        at++;
      } else if (c == '{') {
        int close = text.indexOf('}', at);
        int[] bounds = close < 0 ? null : bounds(text.substring(at + 1, close));
        if (bounds == null) {
          break;
        }
        least = bounds[0];
        most = bounds[1];
        at = close + 1;
      } else {
        break;
      }
      if (at < text.length() && text.charAt(at) == '?') {
        at++;
      }
      part = repeat(part, least, most);
    }
    return part;
  }

  /// The bounds of a counted repetition, or null where the braces are literal.
  private static int @Nullable [] bounds(String inside) {
    int comma = inside.indexOf(',');
    String low = comma < 0 ? inside : inside.substring(0, comma);
    String high = comma < 0 ? inside : inside.substring(comma + 1);
    if (low.isEmpty() || low.length() > 4 || high.length() > 4 || !(low + high).chars().allMatch(c -> c >= '0' && c <= '9')) {
      return null;
    }
    return new int[] {Integer.parseInt(low), high.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(high)};
  }

  private static Part repeat(Part part, int least, int most) {
    if (least == 0) {
      if (most == 1 && part.exact != null && part.exact.size() < MAX_ALTERNATIVES) {
        List<String> orNothing = new ArrayList<>(part.exact);
        orNothing.add("");
        return new Part(orNothing.stream().distinct().toList(), List.of());
      }
      return Part.UNKNOWN;
    }
    if (part.exact == null) {
      return part;
    }
    if (most == least) {
      List<String> all = part.exact;
      for (int i = 1; i < least && all != null; i++) {
        all = product(all, part.exact);
      }
      if (all != null) {
        return new Part(all, List.of());
      }
    }
    return new Part(null, needs(part));
  }

  private Part atom(int depth) throws NotRead {
    int c = text.codePointAt(at);
    at += Character.charCount(c);
    return switch (c) {
      case '(' -> group(depth);
      case '[' -> set();
      case '.' -> Part.UNKNOWN;
      case '^', '$' -> Part.EMPTY;
      case '\\' -> escape();
      case '*', '+', '?' -> throw new NotRead();
      default -> literal(c);
    };
  }

  private Part literal(int c) {
    return usable(c) ? new Part(List.of(Character.toString(CaseFolding.fold(c))), List.of()) : Part.UNKNOWN;
  }

  /// Whether the code point is compared in the same way by the regex library and by [CaseFolding].
  private boolean usable(int c) {
    return c < 0x80 || (!caseless && c != 0xfffd && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE));
  }

  private Part group(int depth) throws NotRead {
    if (text.startsWith("?", at)) {
      at++;
      if (text.startsWith("P<", at) || (text.startsWith("<", at) && !text.startsWith("<=", at) && !text.startsWith("<!", at))) {
        int close = text.indexOf('>', at);
        if (close < 0) {
          throw new NotRead();
        }
        at = close + 1;
      } else {
        while (at < text.length() && "imsU-".indexOf(text.charAt(at)) >= 0) {
          at++;
        }
        if (text.startsWith(")", at)) {
          at++;
          return Part.EMPTY;
        }
        if (!text.startsWith(":", at)) {
          throw new NotRead();
        }
        at++;
      }
    }
    Part inside = alternation(depth + 1);
    if (!text.startsWith(")", at)) {
      throw new NotRead();
    }
    at++;
    return inside;
  }

  private Part escape() throws NotRead {
    if (at >= text.length()) {
      throw new NotRead();
    }
    int c = text.codePointAt(at);
    at += Character.charCount(c);
    switch (c) {
      case 'd', 'D', 's', 'S', 'w', 'W' -> {
        return Part.UNKNOWN;
      }
      case 'b', 'B', 'A', 'z' -> {
        return Part.EMPTY;
      }
      case 't' -> {
        return literal('\t');
      }
      case 'n' -> {
        return literal('\n');
      }
      case 'r' -> {
        return literal('\r');
      }
      case 'f' -> {
        return literal('\f');
      }
      case 'p', 'P' -> {
        skipBraces();
        return Part.UNKNOWN;
      }
      case 'x' -> {
        skipHexadecimal();
        return Part.UNKNOWN;
      }
      case 'Q' -> {
        int close = text.indexOf("\\E", at);
        int end = close < 0 ? text.length() : close;
        String quoted = text.substring(at, end);
        at = close < 0 ? end : close + 2;
        // A repetition after the quotation would bind to its last character alone.
        if (at < text.length() && "*+?{".indexOf(text.charAt(at)) >= 0) {
          throw new NotRead();
        }
        if (quoted.length() > MAX_LITERAL || !quoted.codePoints().allMatch(this::usable)) {
          return Part.UNKNOWN;
        }
        StringBuilder folded = new StringBuilder();
        quoted.codePoints().forEach(q -> folded.appendCodePoint(CaseFolding.fold(q)));
        return new Part(List.of(folded.toString()), List.of());
      }
      default -> {
        if (c < 0x80 && Character.isLetterOrDigit(c)) {
          throw new NotRead();
        }
        return literal(c);
      }
    }
  }

  private void skipBraces() throws NotRead {
    if (text.startsWith("{", at)) {
      int close = text.indexOf('}', at);
      if (close < 0) {
        throw new NotRead();
      }
      at = close + 1;
    } else {
      at++;
    }
  }

  private void skipHexadecimal() throws NotRead {
    if (text.startsWith("{", at)) {
      skipBraces();
    } else {
      at += 2;
    }
    if (at > text.length()) {
      throw new NotRead();
    }
  }

  /// A bracketed set: its members where they are few and written one by one.
  private Part set() throws NotRead {
    boolean negated = text.startsWith("^", at);
    if (negated) {
      at++;
    }
    Set<String> members = new LinkedHashSet<>();
    boolean known = !negated;
    boolean start = true;
    while (true) {
      if (at >= text.length()) {
        throw new NotRead();
      }
      int c = text.codePointAt(at);
      if (c == ']' && !start) {
        at++;
        break;
      }
      start = false;
      if (c == '[' && text.startsWith("[:", at)) {
        int close = text.indexOf(":]", at);
        if (close < 0) {
          throw new NotRead();
        }
        at = close + 2;
        known = false;
        continue;
      }
      at += Character.charCount(c);
      if (c == '\\') {
        Part part = escape();
        if (part.exact != null && part.exact.size() == 1 && !part.exact.getFirst().isEmpty()) {
          members.add(part.exact.getFirst());
        } else {
          known = false;
        }
      } else if (usable(c)) {
        members.add(Character.toString(CaseFolding.fold(c)));
      } else {
        known = false;
      }
      if (text.startsWith("-", at) && !text.startsWith("-]", at)) {
        known = false;
        at++;
        start = true;
      }
    }
    return known && members.size() <= MAX_ALTERNATIVES ? new Part(List.copyOf(members), List.of()) : Part.UNKNOWN;
  }
}
