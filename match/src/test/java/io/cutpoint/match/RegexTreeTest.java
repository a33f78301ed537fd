package io.cutpoint.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is read of regular expressions agrees with the library.
class RegexTreeTest {

  private static final List<String> ATOMS = List.of(
      "a", "b", "k", "K", "s", "1", "_", " ", "-", "\\+", "\\.", ".", "\\s", "\\S", "\\w", "\\W", "\\d", "\\D", "[ab]", "[^a]", "[a-c]", "[]a]", "[^]a-]", "[\\w-]",
      "[\\s.]", "[k]", "\\x41", "\\x{62}", "^", "$", "\\b", "\\B", "\\A", "\\z", "\\Qa+\\E", "\\t", "\\n", "(?i)", "(?i:k)", "(?-i)", "(?s)", "(?m)", "\u00e9", "[-\\x{2013}\u00e9]", "[\\x{212a}b]", "[\u017f-\u0180]", "[^\\x{2014}]", "\\pL", "[[:alpha:]]");
  private static final List<String> REPEATS = List.of("", "", "", "", "*", "+", "?", "{2}", "{1,3}", "{0}", "{2,}", "*?", "+?", "{9}", "{8,12}");
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
      RegexRun run = tree == null ? null : RegexRun.of(tree);
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
          assertThat(run == null || run.standsIn(bytes, 0, bytes.length)).as(as).isTrue();
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

  @ParameterizedTest
  @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
      "\\s[a-f0-9]{64}\\s[a-f0-9]{16}; 64",
      "x([a-z0-9+/=]{24,}|y); 0",
      "(?:(\\s|-)[A-Z]{20,}){2,3}; 20",
      "[a-z]{8,}.{9}; 9",
      "[a-z]{7}; 0",
      "([a-z]{30})?b; 0",
      "([a-z]b){30}; 0",
  })
  void theRunThatAMatchNeeds(String pattern, int wanted) {
    RegexRun run = RegexRun.of(Objects.requireNonNull(RegexTree.of(pattern, false, false, false)));

    assertThat(run == null ? 0 : run.length()).isEqualTo(wanted);
  }

  @Test
  void aRunIsFoundWhereverItStands() {
    RegexRun run = RegexRun.of(Objects.requireNonNull(RegexTree.of("[0-9]{9}", false, false, false)));
    for (int i = 0; i < 3_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = random.nextInt(60); k > 0; k--) {
        text.append(random.nextInt(10) == 0 ? "x" : random.nextInt(40) == 0 ? "\u00e9" : "7");
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      boolean wanted = text.toString().replace("\u00e9", "77").matches(".*[0-9]{9}.*");

      assertThat(Objects.requireNonNull(run).standsIn(bytes, 0, bytes.length)).as(text.toString()).isEqualTo(wanted);
    }
  }

  @Test
  void overlappingRepetitionsAreLeftToTheLibrary() {
    RegexTree tree = RegexTree.of("(x.{1,900}y.{1,900}z)", false, false, false);

    assertThat(tree).isNotNull();
    assertThat(AsciiAutomaton.of(tree)).isNull();
  }
}
