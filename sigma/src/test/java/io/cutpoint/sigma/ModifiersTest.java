package io.cutpoint.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What each modifier makes of a value.
class ModifiersTest {

  @ParameterizedTest
  @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
      "F: abc ; F=abc",
      "F: '' ; F=",
      "F: '*' ; F=‹*›",
      "F: null ; F is null",
      "F: ; F is null",
      "F: [] ; F is null",
      "F: 0x18 ; F#24",
      "F: '0x18' ; F=0x18",
      "F: yes ; F is true",
      "F: [a, 1, true] ; (F=a | F#1 | F is true)",
      "F|contains: abc ; F=‹*›|abc|‹*›",
      "F|contains: '*abc*' ; F=‹*›|abc|‹*›",
      "F|contains: C:\\ ; F=‹*›|C:\\|‹*›",
      "F|startswith: C:\\ ; F=C:\\|‹*›",
      "F|endswith: \\a?.exe ; F=‹*›|\\a|‹?›|.exe",
      "F|contains|all: [a, b] ; (F=‹*›|a|‹*› & F=‹*›|b|‹*›)",
      "F|all|contains: [a, b] ; (F=‹*›|a|‹*› & F=‹*›|b|‹*›)",
      "F|contains|all: a ; F=‹*›|a|‹*›",
      "F|cased: Ab ; F==Ab",
      "F|cased|contains: Ab ; F==‹*›|Ab|‹*›",
      "F|contains|cased: Ab ; F==‹*›|Ab|‹*›",
      "F|neq: a ; !F=a",
      "F|neq: [a, b] ; !(F=a | F=b)",
      "F|contains|all|neq: [a, b] ; !(F=‹*›|a|‹*› & F=‹*›|b|‹*›)",
      "F|neq: null ; !F is null",
      "F|re: a\\*b ; F~a\\*b/",
      "F|re|i|m|s: a ; F~a/ims",
      "F|re|ignorecase|multiline|dotall: a ; F~a/ims",
      "F|re|contains: a ; F~a/",
      "F|cidr: 10.0.0.0/8 ; F in [10, 0, 0, 0]/8",
      "F|cidr: 10.0.0.1 ; F in [10, 0, 0, 1]/32",
      "F|cidr: ::ffff:10.0.0.0/104 ; F in [10, 0, 0, 0]/8",
      "F|cidr: 0.0.0.0/0 ; F in [0, 0, 0, 0]/0",
      "F|exists: true ; F exists",
      "F|exists: no ; F missing",
      "F|gt: 5 ; F GREATER 5",
      "F|gte: 1.50 ; F GREATER_OR_EQUAL 1.5",
      "F|lt: -5 ; F LESS -5",
      "F|lte: 0x10 ; F LESS_OR_EQUAL 16",
      "F|fieldref: G ; F EQUALS G",
      "F|fieldref|startswith: G ; F STARTS_WITH G",
      "F|fieldref|endswith: G ; F ENDS_WITH G",
      "F|fieldref|contains: a*b ; F CONTAINS a*b",
      "F|fieldref|cased: G ; F EQUALS cased G",
      "F|cased|fieldref: G ; F EQUALS cased G",
      "F|fieldref|neq: G ; !F EQUALS G",
      "F|hour: 3 ; F HOUR EQUAL 3",
      "F|week|gte: 3 ; F WEEK GREATER_OR_EQUAL 3",
      "F|windash: -a ; F=‹-›|a",
      "F|windash|contains: ' -a' ; F=‹*›| |‹-›|a|‹*›",
      "F|contains|windash: ' -a' ; F=‹*›| |‹-›|a|‹*›",
      "F|base64: cmd ; F=Y21k",
      "F|base64|contains: cmd ; F=‹*›|Y21k|‹*›",
      "F|base64: a\\*b ; F=YSpi",
      "F|base64offset|contains: foobar ; (F=‹*›|Zm9vYmFy|‹*› | F=‹*›|Zvb2Jhc|‹*› | F=‹*›|mb29iYX|‹*›)",
      "F|wide|base64: cmd ; F=YwBtAGQA",
      "F|utf16le|base64: cmd ; F=YwBtAGQA",
      "F|utf16be|base64: cmd ; F=AGMAbQBk",
      "F|utf16|base64: cmd ; F=//5jAG0AZAA=",
      "F|cased|wide|base64: cmd ; F==YwBtAGQA",
      "F|wide|contains: cm ; \"F=‹*›|c\u0000m\u0000|‹*›\"",
  })
  void everyModifierIsWorkedIn(String item, String expected) {
    assertThat(Reading.body(item)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
      "F|frobnicate: a ; 6:7 wanted a modifier, found `frobnicate`",
      "F|Contains: a ; 6:7 wanted a modifier, found `Contains`",
      "F|: a ; 6:7 wanted a modifier, found ``",
      "F|contains|base64: a ; 6:24 wanted text without wildcards for the modifier `base64`",
      "F|base64: a*b ; 6:15 wanted text without wildcards for the modifier `base64`",
      "F|wide: a*b ; 6:13 wanted text without wildcards for the modifier `wide`",
      "F|base64: '' ; wanted more text for the modifier `base64`",
      "F|base64offset: a ; wanted more text for the modifier `base64offset`",
      "F|wide: \u00E9 ; wanted `base64` or `base64offset` after an encoding",
      "F|contains: 46 ; 6:17 wanted text for the modifier `contains`, found the number `46`",
      "F|contains: null ; wanted text for the modifier `contains`, found null",
      "F|contains: [] ; wanted at least one value, found an empty list",
      "F|contains: true ; wanted text for the modifier `contains`, found the boolean `true`",
      "F|cased: 1 ; wanted text for the modifier `cased`",
      "F|windash: 1 ; wanted text for the modifier `windash`",
      "F|expand: 1 ; wanted text for the modifier `expand`",
      "F|gt: '5' ; 6:11 wanted a number for the modifier `gt`, found `5`",
      "F|gt|gt: 5 ; wanted a number for the modifier `gt`, found a comparison",
      "F|gte|hour: 20 ; wanted a whole number for the modifier `hour`, found a comparison",
      "F|hour: 1.5 ; wanted a whole number for the modifier `hour`",
      "F|hour: x ; wanted a whole number for the modifier `hour`",
      "F|exists: 'true' ; wanted true or false for the modifier `exists`, found `true`",
      "F|exists|contains: true ; wanted `exists` as the only modifier",
      "F|contains|re: a ; wanted `re` as the first modifier, found it after `contains`",
      "F|re: 5 ; wanted text for the modifier `re`",
      "F|re: a( ; 6:11 wanted a regular expression, found `a(`: missing closing parenthesis",
      "F|re: (?=a)b ; look-around is not supported",
      "F|re|startswith: a ; wanted text for the modifier `startswith`, found the regular expression",
      "F|re|cased: a ; wanted text for the modifier `cased`, found the regular expression",
      "F|re|expand: a ; wanted text for the modifier `expand`, found the regular expression",
      "F|i: a ; wanted a regular expression (`re` before it) for the modifier `i`",
      "F|cidr: 10.0.0.1/8 ; wanted a network such as 10.0.0.0/8 without bits after its prefix, found `10.0.0.1/8`",
      "F|cidr: 10.0.0.0/33 ; wanted a network",
      "F|cidr: ::/129 ; wanted a network",
      "F|cidr: 10.* ; wanted a network",
      "F|cidr: ::ffff:10.0.0.0/90 ; wanted a network",
      "F|cidr: fe80::%1/64 ; wanted a network",
      "F|contains|cidr: 10.0.0.0/8 ; wanted `cidr` as the first modifier",
      "F|startswith|fieldref: G ; wanted the name of a field, as the first modifier for the modifier `fieldref`",
      "F|fieldref: 5 ; wanted the name of a field",
      "F|fieldref|contains|contains: G ; wanted text for the modifier `contains`, found a reference",
      "F: 2024-01-05 ; 6:8 wanted text, a number, a boolean or null, found a date (in quotes it is text) `2024-01-05`",
      "F: {a: b} ; wanted a value or a list of values, found a mapping",
      "F: [[a]] ; wanted a value, found a list",
      "'|startswith': a ; wanted a field for `startswith` and `endswith`",
      "'|exists': true ; wanted a keyword, found the boolean `true`",
      "'|contains': '' ; wanted a keyword, found ``",
  })
  void whatDoesNotFitIsRefusedInItsPlace(String item, String expected) {
    RuleSet set = Reading.selection(item);

    assertThat(set.rules()).isEmpty();
    assertThat(Reading.problems(set)).startsWith("REFUSED rules/r0.yml:6:").hasLineCount(1);
    String place = expected.startsWith("6:") ? expected.substring(0, expected.indexOf(' ')) + ": " : "";
    assertThat(Reading.problems(set)).contains(place + expected.substring(place.isEmpty() ? 0 : place.length() - 1));
  }

  @Test
  void variantsStayAlternativesUnderAll() {
    assertThat(Reading.body("F|base64offset|contains|all: [foobar, barfoo]")).matches("\\(\\(F=.* \\| F=.* \\| F=.*\\) & \\(F=.* \\| F=.* \\| F=.*\\)\\)");
  }

  @Test
  void encodedDashesBecomeVariants() {
    RuleSet set = Reading.selection("F|windash|base64: -a /b");

    assertThat(Reading.body(set).split(" \\| ")).hasSize(25);
  }

  @Test
  void tooManyVariantsAreRefused() {
    RuleSet set = Reading.selection("F|windash|base64: -a -b -c -d -e -f -g");

    assertThat(Reading.problems(set)).contains("wanted at most 10000 variants of a value");
  }

  @Test
  void placeholdersTakeTheirValuesAsPatterns() {
    Map<String, List<String>> placeholders = Map.of("a", List.of("x*", "y"), "b-c", List.of("1", "2"));

    RuleSet set = Reading.read(placeholders, Reading.rule("s:\n  F|contains|expand: '%a%-%b-c%\\%a% 5%'\ncondition: s"));

    assertThat(Reading.body(set)).isEqualTo("(F=‹*›|x|‹*›|-1%a% 5%|‹*› | F=‹*›|x|‹*›|-2%a% 5%|‹*› | F=‹*›|y-1%a% 5%|‹*› | F=‹*›|y-2%a% 5%|‹*›)");
  }

  @Test
  void placeholdersWithoutValueSkipTheRule() {
    RuleSet set = Reading.read(Reading.rule("s:\n  F|expand: ['%b%', '%a%']\ncondition: s"));

    assertThat(set.rules()).isEmpty();
    assertThat(set.parsed()).isEqualTo(1);
    assertThat(Reading.problems(set)).isEqualTo("SKIPPED rules/r0.yml:6:16: wanted values for the placeholders %a%, %b%, found none configured");
  }

  @Test
  void percentSignsWithoutExpandAreText() {
    assertThat(Reading.body("F: '%a%'")).isEqualTo("F=%a%");
  }

  @Test
  void textThatMatchesEverythingIsWarnedAbout() {
    RuleSet set = Reading.selection("F|contains: ['', a]");

    assertThat(set.rules()).hasSize(1);
    assertThat(Reading.problems(set)).isEqualTo("WARNING rules/r0.yml:6:18: wanted text, found ``, with which every value matches");
  }
}
