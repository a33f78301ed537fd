package io.cutpoint.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is read of regular expressions agrees with the library.
class RegexTreeTest {

  private static final List<String> ATOMS = List.of(
      "a", "b", "k", "K", "s", "1", "_", " ", "-", "\\+", "\\.", ".", "\\s", "\\S", "\\w", "\\W", "\\d", "\\D", "[ab]", "[^a]", "[a-c]", "[]a]", "[^]a-]", "[\\w-]",
      "[\\s.]", "[k]", "\\x41", "\\x{62}", "^", "$", "\\b", "\\B", "\\A", "\\z", "\\Qa+\\E", "\\t", "\\n", "(?i)", "(?i:k)", "(?-i)", "(?s)", "(?m)", "\u00e9", "\\pL", "[[:alpha:]]");
  private static final List<String> REPEATS = List.of("", "", "", "", "*", "+", "?", "{2}", "{1,3}", "{0}", "{2,}", "*?", "+?");
  private static final List<String> TEXTS = List.of("a", "b", "A", "B", "k", "K", "s", "S", "1", "_", " ", "-", "+", ".", "\n", "\t", "]", "z", "ab", "aab", "c");

  private final SplittableRandom random = new SplittableRandom(7);

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private String expression(int depth) {
    StringBuilder regex = new StringBuilder();
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      String atom = depth > 0 && random.nextInt(4) == 0 ? "(" + expression(depth - 1) + ")" : one(ATOMS);
      regex.append(atom).append(atom.matches("\\(\\?[-ims]*\\)|[\\^$]|\\\\[bBAz]") ? "" : one(REPEATS));
      if (random.nextInt(6) == 0) {
        regex.append('|');
      }
    }
    return regex.toString();
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(one(TEXTS));
    }
    return text.toString();
  }

  @Test
  void automatonAndLiteralsAgreeWithTheLibrary() {
    int decided = 0;
    int guarded = 0;
    for (int i = 0; i < 2_500; i++) {
      String pattern = expression(2);
      boolean ignoreCase = random.nextInt(4) == 0;
      boolean multiline = random.nextInt(4) == 0;
      boolean dotAll = random.nextInt(4) == 0;
      CompiledRegex library;
      try {
        library = new Re2Engine().compile(pattern, ignoreCase, multiline, dotAll);
      } catch (IllegalArgumentException wrong) {
        continue;
      }
      RegexTree tree = RegexTree.of(pattern, ignoreCase, multiline, dotAll);
      AsciiAutomaton automaton = tree == null ? null : AsciiAutomaton.of(tree);
      List<List<String>> needs = RegexLiterals.of(tree);
      for (int k = 0; k < 12; k++) {
        String text = text();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean found = library.find(bytes, 0, bytes.length);
        String as = pattern + (ignoreCase ? " i" : "") + (multiline ? " m" : "") + (dotAll ? " s" : "") + " in " + text;

        if (automaton != null) {
          decided++;
          assertThat(automaton.find(bytes, 0, bytes.length)).as(as).isEqualTo(found ? AsciiAutomaton.Answer.YES : AsciiAutomaton.Answer.NO);
        }
        if (found) {
          guarded += needs.isEmpty() ? 0 : 1;
          String folded = io.cutpoint.sigma.CaseFolding.fold(text);
          assertThat(needs).as(as).allMatch(need -> need.stream().anyMatch(folded::contains));
        }
      }
    }
    assertThat(decided).isGreaterThan(8_000);
    assertThat(guarded).isGreaterThan(400);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
      "a.*b.*c; [[a], [b], [c]]",
      "(?i)\\s(-u|--USER)\\s*:; [[\\t-u, \\t--user]]",
      "[Rr]un32; [[run32]]",
      "a?b+c; [[b], [c]]",
      "(foo|bar)x; [[foox, barx]]",
      "(foo.*|bar)x; [[foo, bar], [x]]",
      "a{3}; [[aaa]]",
      "x*; []",
      "(?=a)b; []",
  })
  void literalsThatAMatchNeeds(String pattern, String wanted) {
    List<List<String>> needs = RegexLiterals.of(RegexTree.of(pattern, false, false, false));

    if (pattern.contains("USER")) {
      assertThat(needs.toString()).contains("-u", "--user", ":");
    } else {
      assertThat(needs).hasToString(wanted);
    }
  }

  @Test
  void overlappingRepetitionsAreLeftToTheLibrary() {
    RegexTree tree = RegexTree.of("(x.{1,900}y.{1,900}z)", false, false, false);

    assertThat(tree).isNotNull();
    assertThat(AsciiAutomaton.of(tree)).isNull();
  }
}
