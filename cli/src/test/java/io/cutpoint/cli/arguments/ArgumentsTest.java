package io.cutpoint.cli.arguments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

  private static final Option OUT = Option.of("out", "DIR", "where");
  private static final Option RULES = Option.of("rules", "DIR", "which").repeated();
  private static final Option QUIET = Option.flag("quiet", "hush").letter('q');
  private static final Option FORMAT = Option.choice("format", List.of("json", "csv"), "how").letter('f');
  private static final Syntax SYNTAX = new Syntax("do", "does", "PATH...", 1, 3, List.of(), List.of(OUT, RULES, QUIET, FORMAT), List.of());

  private static Arguments parse(String line) throws UsageException {
    return Arguments.parse(SYNTAX, List.of(line.split(" ")));
  }

  @Test
  void optionsAndOperandsMayBeMixed() throws UsageException {
    Arguments arguments = parse("a --out x b -q c");

    assertThat(arguments.operands()).containsExactly("a", "b", "c");
    assertThat(arguments.value(OUT)).contains("x");
    assertThat(arguments.has(QUIET)).isTrue();
  }

  @Test
  void valuesMayBeAttached() throws UsageException {
    Arguments arguments = parse("a --out=x=y -fcsv");

    assertThat(arguments.value(OUT)).contains("x=y");
    assertThat(arguments.value(FORMAT)).contains("csv");
  }

  @Test
  void repeatedOptionsKeepAllValuesAndOthersTheLast() throws UsageException {
    Arguments arguments = parse("a --rules 1 --rules 2 --out 1 --out 2");

    assertThat(arguments.values(RULES)).containsExactly("1", "2");
    assertThat(arguments.value(OUT)).contains("2");
  }

  @Test
  void dashIsAnOperandAndTwoDashesEndTheOptions() throws UsageException {
    assertThat(parse("- -- --out -q").operands()).containsExactly("-", "--out", "-q");
  }

  @Test
  void valueThatLooksLikeAnOptionIsAValue() throws UsageException {
    assertThat(parse("a --out -q").value(OUT)).contains("-q");
  }

  @Test
  void switchIsTakenBackByItsOppositeAndTheLastOfBothHolds() throws UsageException {
    Option strict = Option.flag("strict", "mind").takenBackBy("no-strict");
    Syntax syntax = new Syntax("do", "does", "", 0, 0, List.of(), List.of(strict), List.of());

    Arguments back = Arguments.parse(syntax, List.of("--strict", "--no-strict"));
    Arguments again = Arguments.parse(syntax, List.of("--no-strict", "--strict"));

    assertThat(back.has(strict)).isFalse();
    assertThat(back.filledWith(Map.of(strict, List.of(""))).has(strict)).isFalse();
    assertThat(again.has(strict)).isTrue();
  }

  @Test
  void whatIsGivenIsNotFilledIn() throws UsageException {
    Arguments arguments = parse("a --out here").filledWith(Map.of(OUT, List.of("there"), RULES, List.of("x", "y")));

    assertThat(arguments.values(OUT)).containsExactly("here");
    assertThat(arguments.values(RULES)).containsExactly("x", "y");
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> parse("a --ouT x")).isInstanceOf(UsageException.class).hasMessageContaining("--ouT");
    assertThatThrownBy(() -> parse("a -z")).isInstanceOf(UsageException.class).hasMessageContaining("-z");
    assertThatThrownBy(() -> parse("a --out")).isInstanceOf(UsageException.class).hasMessageContaining("--out");
    assertThatThrownBy(() -> parse("a -f xml")).isInstanceOf(UsageException.class).hasMessageContaining("xml");
    assertThatThrownBy(() -> parse("a b c d")).isInstanceOf(UsageException.class).hasMessageContaining("d");
    assertThatThrownBy(() -> parse("-q")).isInstanceOf(UsageException.class).hasMessageContaining("PATH");
    assertThatThrownBy(() -> parse("a --quiet=no")).isInstanceOf(UsageException.class).hasMessageContaining("no");
  }
}
