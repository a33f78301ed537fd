package io.cutpoint.match;

import static io.cutpoint.match.SomeRules.contains;
import static io.cutpoint.match.SomeRules.field;
import static io.cutpoint.match.SomeRules.rule;
import static io.cutpoint.match.SomeRules.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.match.Explanation.Passage;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.ValueKind;
import io.cutpoint.sigma.Expression;
import io.cutpoint.sigma.Predicate;
import io.cutpoint.sigma.Predicate.Token;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainerTest {

  private static final FieldDictionary FIELDS = FieldDictionary.of(List.of("CommandLine", "Image", "Port", "Parent"));
  private final Explainer explainer = new Explainer(new Re2Engine(), MatchLimits.DEFAULT);

  /// The explanation has the answer that is known, and every place that it names is one in the event: whole characters
  /// of a value that is there, and where a text is asked for, that text.
  static void assertAgrees(Explanation explanation, boolean holds, EventView event) {
    if (explanation.held() != holds) {
      assertThat(explanation.held()).as("%s", explanation).isEqualTo(holds);
    }
    List<Explanation.Test> tests = new ArrayList<>();
    collect(explanation, tests);
    for (Explanation.Test test : tests) {
      if (!test.held() && !test.passages().isEmpty()) {
        assertThat(test.passages()).as("%s", test).isEmpty();
      }
      for (Passage passage : test.passages()) {
        byte[] bytes = event.bytes(passage.entry());
        int begin = event.offset(passage.entry());
        int end = begin + event.length(passage.entry());
        boolean sound = passage.from() >= 0 && passage.from() < passage.to() && begin + passage.to() <= end
            && Folding.begins(bytes, begin, begin + passage.from(), end) && Folding.begins(bytes, begin, begin + passage.to(), end);
        if (!sound) {
          assertThat(passage).as("%s in %s", test, event.text(passage.entry())).isNull();
        }
        if (test.predicate() instanceof Predicate.Text(List<Token> pattern, boolean cased) && literal(pattern) != null) {
          String found = new String(bytes, begin + passage.from(), passage.to() - passage.from(), StandardCharsets.UTF_8);
          String wanted = String.valueOf(literal(pattern));
          boolean same = cased ? found.equals(wanted) : io.cutpoint.sigma.CaseFolding.fold(found).equals(io.cutpoint.sigma.CaseFolding.fold(wanted));
          // Lone surrogates are no text in Java either: those are compared by their length above.
          if (!same && found.indexOf('\uFFFD') < 0) {
            assertThat(found).as("%s", test).isEqualTo(wanted);
          }
        }
      }
    }
  }

  private static String literal(List<Token> pattern) {
    List<Token> literals = pattern.stream().filter(token -> !(token instanceof Token.Any)).toList();
    return literals.size() == 1 && literals.getFirst() instanceof Token.Literal(String text) ? text : null;
  }

  private static void collect(Explanation node, List<Explanation.Test> to) {
    switch (node) {
      case Explanation.AllOf all -> all.parts().forEach(part -> collect(part, to));
      case Explanation.AnyOf any -> any.parts().forEach(part -> collect(part, to));
      case Explanation.Not not -> collect(not.part(), to);
      case Explanation.Selection selection -> collect(selection.body(), to);
      case Explanation.Test test -> to.add(test);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "*-enc*, powershell -ENC abc, -ENC",
    "pow*, PowerShell, Pow",
    "*.exe, a.exe.exe, .exe",
    "whoami, WhoAmI, WhoAmI",
    "a*c?e*, abcdexyz, a|cde",
    "*~x*, run /x, /x",
    "*\u00e9t\u00e9*, un \u00c9T\u00c9 ici, \u00c9T\u00c9",
  })
  void theMarkedPartOfATextIsWhatTheRuleAsksFor(String pattern, String value, String marked) {
    var event = new SomeEvents(FIELDS).with("CommandLine", value).event();

    Explanation explanation = explainer.explain(rule(field("CommandLine", text(pattern))), event);

    assertThat(explanation.held()).isTrue();
    assertThat(explanation.reasons()).hasSize(1);
    assertThat(explanation.reasons().getFirst().passages().stream()
        .map(p -> new String(event.bytes(p.entry()), event.offset(p.entry()) + p.from(), p.to() - p.from(), StandardCharsets.UTF_8)))
        .containsExactly(marked.split("\\|"));
  }

  @Test
  void everyNodeHasItsAnswerAndOnlyWhatHeldIsAReason() {
    Expression image = new Expression.Selection("img", field("Image", text("*\\cmd.exe")));
    Expression line = new Expression.Selection("line", new Expression.AnyOf(List.of(field("CommandLine", contains("/c")), field("CommandLine", contains("/k")))));
    Expression filter = new Expression.Selection("filter", field("Parent", contains("explorer")));
    var event = new SomeEvents(FIELDS).with("Image", "C:\\cmd.exe").with("CommandLine", "cmd /c dir").with("Parent", "winword").event();

    Explanation explanation = explainer.explain(rule(new Expression.AllOf(List.of(image, line, new Expression.Not(filter)))), event);

    assertThat(explanation).isInstanceOfSatisfying(Explanation.AllOf.class, all -> {
      assertThat(all.held()).isTrue();
      assertThat(all.parts()).extracting(Explanation::held).containsExactly(true, true, true);
      assertThat(all.parts().get(1)).isInstanceOfSatisfying(Explanation.Selection.class, selection -> {
        assertThat(selection.name()).isEqualTo("line");
        assertThat(selection.body()).isInstanceOfSatisfying(Explanation.AnyOf.class,
            any -> assertThat(any.parts()).extracting(Explanation::held).containsExactly(true, false));
      });
      assertThat(all.parts().get(2)).isInstanceOfSatisfying(Explanation.Not.class, not -> assertThat(not.part().held()).isFalse());
    });
    assertThat(explanation.reasons()).extracting(Explanation.Test::wanted).containsExactly("ends with \\cmd.exe", "contains /c");
  }

  @Test
  void whatFailedHasNoReasonsAndNoPlaces() {
    var event = new SomeEvents(FIELDS).with("Image", "C:\\cmd.exe").event();
    Expression both = new Expression.AllOf(List.of(field("Image", text("*\\cmd.exe")), field("CommandLine", contains("x"))));

    Explanation explanation = explainer.explain(rule(both), event);

    assertThat(explanation.held()).isFalse();
    assertThat(explanation.reasons()).isEmpty();
  }

  @Test
  void anAbsentFieldHoldsWithoutAPlace() {
    var event = new SomeEvents(FIELDS).with("Image", "x").event();

    Explanation explanation = explainer.explain(rule(field("CommandLine", new Predicate.Null())), event);

    assertThat(explanation.held()).isTrue();
    assertThat(explanation.reasons().getFirst().passages()).isEmpty();
    assertThat(explanation.reasons().getFirst().wanted()).isEqualTo("is missing or empty");
  }

  @Test
  void whatNormalisationMadeIsSeenByRulesWithACategory() {
    var event = new SomeEvents(FIELDS).with("NewProcessName", "C:\\cmd.exe")
        .generic("Image", ValueKind.TEXT, "C:\\cmd.exe".getBytes(StandardCharsets.UTF_8)).event();

    assertThat(explainer.explain(rule(field("Image", text("*cmd.exe"))), event).reasons().getFirst().passages()).containsExactly(new Passage(1, 3, 10));
    assertThat(explainer.explain(rule(SomeRules.SERVICE, field("Image", text("*cmd.exe"))), event).held()).isFalse();
  }

  @Test
  void valuesOfSeveralEntriesAreAllMarked() {
    var event = new SomeEvents(FIELDS).with("CommandLine", "a x").with("CommandLine", "none").with("CommandLine", "x b").event();

    assertThat(explainer.explain(rule(field("CommandLine", contains("x"))), event).reasons().getFirst().passages())
        .containsExactly(new Passage(0, 2, 3), new Passage(2, 0, 1));
  }

  @Test
  void aReferenceMarksBothFields() {
    var event = new SomeEvents(FIELDS).with("CommandLine", "run C:\\A now").with("Image", "c:\\a").event();
    Predicate same = new Predicate.FieldReference("Image", Predicate.Relation.CONTAINS, false);

    assertThat(explainer.explain(rule(field("CommandLine", same)), event).reasons().getFirst().passages())
        .containsExactly(new Passage(0, 4, 8), new Passage(1, 0, 4));
  }

  @Test
  void predicatesAreToldInWords() {
    assertThat(new Explanation.FieldTest("f", text("a*b"), true, List.of()).wanted()).isEqualTo("is like a*b");
    assertThat(new Explanation.FieldTest("f", text(""), true, List.of()).wanted()).isEqualTo("is empty");
    assertThat(new Explanation.FieldTest("f", text("*"), true, List.of()).wanted()).isEqualTo("has a value");
    assertThat(new Explanation.FieldTest("f", text("Ab", true), true, List.of()).wanted()).isEqualTo("is Ab (case counts)");
    assertThat(new Explanation.FieldTest("f", new Predicate.Regex("a+", true, false, true), true, List.of()).wanted()).isEqualTo("matches /a+/is");
    assertThat(new Explanation.FieldTest("f", new Predicate.Cidr(List.of((byte) 10, (byte) 0, (byte) 0, (byte) 0), 8), true, List.of()).wanted()).isEqualTo("is in 10.0.0.0/8");
    assertThat(new Explanation.FieldTest("f", new Predicate.Compare(Predicate.Order.GREATER_OR_EQUAL, BigDecimal.TEN), true, List.of()).wanted()).isEqualTo("is at least 10");
    assertThat(new Explanation.FieldTest("f", new Predicate.TimePart(Predicate.Unit.HOUR, Predicate.Order.LESS, BigDecimal.TWO), true, List.of()).wanted())
        .isEqualTo("has the hour less than 2");
  }
}
