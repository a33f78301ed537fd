package io.cutpoint.match;

import io.cutpoint.sigma.CaseFolding;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The literals without which a regular expression cannot be found.
///
/// An expression gives *needs*: lists of alternatives, of which at least one must stand in the text, in the order in
/// which they must stand there. A matcher runs the expression only where they all do. What is not understood needs
/// nothing, so the answer is at worst useless and never wrong. Letters lose their case, on both sides of the
/// comparison, by [CaseFolding].
///
/// Idea: Russ Cox, "Regular Expression Matching with a Trigram Index" (2012), without the trigrams.
final class RegexLiterals {

  /// More alternatives than this in one place are not kept apart.
  private static final int MAX_ALTERNATIVES = 24;

  private static final int MAX_LITERAL = 200;

  private RegexLiterals() {}

  /// What a part of an expression needs.
  ///
  /// @param exact all texts that the part matches, or null where they are too many or unknown
  /// @param needs in order, where `exact` is null
  private record Part(@Nullable List<String> exact, List<List<String>> needs) {
    static final Part UNKNOWN = new Part(null, List.of());
    static final Part EMPTY = new Part(List.of(""), List.of());
  }

  /// The needs of an expression in their order; each is a list of alternatives, none of them empty.
  static List<List<String>> of(@Nullable RegexTree tree) {
    return tree == null ? List.of() : needs(part(tree));
  }

  /// How often one of the alternatives is found by chance, roughly: short ones more often.
  static double commonness(List<String> alternatives) {
    double sum = 0;
    for (String one : alternatives) {
      sum += 1.0 / ((double) one.length() * one.length());
    }
    return sum;
  }

  private static List<List<String>> needs(Part part) {
    if (part.exact == null) {
      return part.needs;
    }
    return part.exact.contains("") ? List.of() : List.of(part.exact);
  }

  private static Part part(RegexTree tree) {
    return switch (tree) {
      case RegexTree.One one -> one(one);
      case RegexTree.Sequence sequence -> sequence(sequence.parts());
      case RegexTree.Choice choice -> choice(choice.parts());
      case RegexTree.Repeat repeat -> repeat(part(repeat.part()), repeat.least(), repeat.most());
      case RegexTree.At _ -> Part.EMPTY;
      case RegexTree.Unknown _ -> Part.UNKNOWN;
    };
  }

  private static Part one(RegexTree.One one) {
    if (one.literal() >= 0) {
      int c = one.literal();
      // What a library makes of bytes that are no text is U+FFFD or worse.
      boolean plain = c != 0xfffd && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE);
      return plain ? new Part(List.of(Character.toString(CaseFolding.fold(c))), List.of()) : Part.UNKNOWN;
    }
    if (one.wide() || Long.bitCount(one.low()) + Long.bitCount(one.high()) > MAX_ALTERNATIVES) {
      return Part.UNKNOWN;
    }
    Set<String> members = new LinkedHashSet<>();
    for (int c = 0; c < 128; c++) {
      if (one.has(c)) {
        members.add(Character.toString(CaseFolding.fold(c)));
      }
    }
    return new Part(List.copyOf(members), List.of());
  }

  private static Part choice(List<RegexTree> branches) {
    Set<String> exact = new LinkedHashSet<>();
    Set<String> needed = new LinkedHashSet<>();
    boolean allExact = true;
    for (RegexTree branch : branches) {
      Part part = part(branch);
      if (part.exact == null) {
        allExact = false;
      } else {
        exact.addAll(part.exact);
      }
      List<String> rarest = rarest(needs(part));
      if (rarest.isEmpty()) {
        needed.add("");
      }
      needed.addAll(rarest);
    }
    if (allExact && exact.size() <= MAX_ALTERNATIVES) {
      return new Part(List.copyOf(exact), List.of());
    }
    return needed.contains("") || needed.size() > MAX_ALTERNATIVES * 4 ? Part.UNKNOWN : new Part(null, List.of(List.copyOf(needed)));
  }

  private static List<String> rarest(List<List<String>> needs) {
    List<String> best = List.of();
    double least = Double.MAX_VALUE;
    for (List<String> need : needs) {
      double common = commonness(need);
      if (common < least) {
        least = common;
        best = need;
      }
    }
    return best;
  }

  private static Part sequence(List<RegexTree> parts) {
    List<List<String>> needs = new ArrayList<>();
    List<String> run = List.of("");
    boolean broken = false;
    for (RegexTree tree : parts) {
      Part part = part(tree);
      List<String> longer = part.exact == null ? null : product(run, part.exact);
      if (longer != null) {
        run = longer;
        continue;
      }
      broken = true;
      if (!run.contains("")) {
        needs.add(run);
      }
      needs.addAll(part.needs);
      run = part.exact == null ? List.of("") : part.exact;
    }
    if (!broken) {
      return new Part(run, List.of());
    }
    if (!run.contains("")) {
      needs.add(run);
    }
    return new Part(null, List.copyOf(needs));
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

  private static Part repeat(Part part, int least, int most) {
    if (least == 0) {
      if (most == 1 && part.exact != null && part.exact.size() < MAX_ALTERNATIVES) {
        Set<String> orNothing = new LinkedHashSet<>(part.exact);
        orNothing.add("");
        return new Part(List.copyOf(orNothing), List.of());
      }
      return most == 0 ? Part.EMPTY : Part.UNKNOWN;
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
}
