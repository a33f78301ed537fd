package io.cutpoint.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.model.event.SourceId;
import io.cutpoint.model.event.TextForm;
import io.cutpoint.model.event.ValueKind;
import io.cutpoint.model.event.Writing;
import io.cutpoint.oracle.ReferenceMatcher;
import io.cutpoint.sigma.CaseFolding;
import io.cutpoint.sigma.Expression;
import io.cutpoint.sigma.Rule;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SieveTest {

  /// The shortest has nine bytes that no escape can stand for, which is what the wide step needs.
  private static final List<String> KEYWORDS = List.of("lsadump::", "kiwi desk", "\\perfc.dat", "silk skin says", "\"quoted text\" and more");
  /// One with seven bytes: the close step.
  private static final List<String> SHORTER = List.of("\\silk.exe", "kiskiss");

  private static final List<String> PIECES = List.of(
      "l", "lsa", "dump", "::", "LSADUMP::", "kiwi", "KIWI desk", " ", "\\", "\"", "/", "\n", "\\perfc.dat", "perfc.da", "silk s\u212ain says", "\u017fi", "lk", "skin says",
      "\u212aiwi de\u017fk", "\u00e9", "\u0130", "\u20ac", "\ud83d\ude00", "@", "[", "`", "{", "\\SILK.exe", "kiskis", "s", "\"QUOTED text\" and more", "0", "aaaaaaaaaaaa");

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  private static Sieve sieve(List<String> literals) {
    GramRarity rarity = new GramRarity();
    List<byte[]> folded = literals.stream().map(l -> Folding.bytes(l, true)).toList();
    folded.forEach(rarity::add);
    return Objects.requireNonNull(Sieve.of(folded, rarity));
  }

  private static byte[] shortlyEscaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aNoIsExactWhateverStandsAroundTheText() {
    SplittableRandom random = new SplittableRandom(5);
    int ruledOut = 0;
    for (List<String> literals : List.of(KEYWORDS, SHORTER)) {
      Sieve sieve = sieve(literals);
      for (int round = 0; round < 40_000; round++) {
        String text = text(random);
        boolean escaped = random.nextInt(2) == 0;
        byte[] written = escaped ? shortlyEscaped(text) : text.getBytes(StandardCharsets.UTF_8);
        int before = random.nextInt(3);
        byte[] b = new byte[before + written.length + random.nextInt(3)];
        Arrays.fill(b, (byte) 'l');
        System.arraycopy(written, 0, b, before, written.length);
        boolean may = sieve.mayHold(b, before, before + written.length);
        String folded = CaseFolding.fold(text);
        assertThat(may || literals.stream().map(CaseFolding::fold).noneMatch(folded::contains)).describedAs(text).isTrue();
        ruledOut += may ? 0 : 1;
      }
    }
    assertThat(ruledOut).isGreaterThan(20_000);
  }

  @Test
  void bytesThatAreNoTextHideNothing() {
    Sieve sieve = sieve(KEYWORDS);
    SplittableRandom random = new SplittableRandom(6);
    for (int round = 0; round < 5_000; round++) {
      byte[] b = new byte[20 + random.nextInt(60)];
      random.nextBytes(b);
      byte[] keyword = "LsaDump::".getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(keyword, 0, b, random.nextInt(b.length - keyword.length + 1), keyword.length);
      assertThat(sieve.mayHold(b, 0, b.length)).isTrue();
    }
  }

  @Test
  void aNoIsExactInUtf16AtEvenAndOddPlaces() {
    SplittableRandom random = new SplittableRandom(8);
    int ruledOut = 0;
    for (List<String> literals : List.of(KEYWORDS, SHORTER, List.of("lsadump::", "\u2c65\u2c65\u2c65\u2c65"))) {
      Sieve sieve = sieve(literals);
      for (int round = 0; round < 40_000; round++) {
        String text = random.nextInt(20) == 0 ? text(random) + "\ud83d" + text(random) : random.nextInt(200) == 0 ? "\u023a".repeat(random.nextInt(6)) : text(random);
        byte[] written = utf16(text);
        int before = random.nextInt(4);
        byte[] b = new byte[before + written.length + random.nextInt(4)];
        Arrays.fill(b, (byte) 'l');
        System.arraycopy(written, 0, b, before, written.length);
        boolean may = sieve.mayHoldUtf16(b, before, before + written.length);
        String folded = CaseFolding.fold(text);
        assertThat(may || literals.stream().map(CaseFolding::fold).noneMatch(folded::contains)).describedAs(text).isTrue();
        byte[] utf8 = Folding.bytes(text, false);
        assertThat(sieve.mayHold(utf8, 0, utf8.length) || literals.stream().map(CaseFolding::fold).noneMatch(folded::contains)).describedAs(text).isTrue();
        ruledOut += may ? 0 : 1;
      }
    }
    assertThat(ruledOut).isGreaterThan(20_000);
  }

  private static byte[] utf16(String text) {
    byte[] b = new byte[2 * text.length()];
    for (int i = 0; i < text.length(); i++) {
      b[2 * i] = (byte) text.charAt(i);
      b[2 * i + 1] = (byte) (text.charAt(i) >>> 8);
    }
    return b;
  }

  @Test
  void onlyLiteralsOfDigitsAndFewSignsMayStandInNumbers() {
    assertThat(sieve(KEYWORDS).mayHoldSymbols()).isFalse();
    assertThat(sieve(List.of("lsadump::", "deadbeef-cafe")).mayHoldSymbols()).isTrue();
  }

  @Test
  void textInUtf16IsFoldedAsItsTextIs() {
    SplittableRandom random = new SplittableRandom(9);
    int ascii = 0;
    for (int round = 0; round < 40_000; round++) {
      String text = round < 128 ? Character.toString(round).repeat(1 + round % 19) : text(random);
      byte[] written = utf16(text);
      byte[] b = new byte[written.length + 1];
      System.arraycopy(written, 0, b, 1, written.length);
      byte[] utf8 = Folding.bytes(text, false);
      byte[] wanted = new byte[Folding.room(utf8.length)];
      byte[] found = new byte[Folding.room(utf8.length) + 2];
      int end = Folding.fold(utf8, 0, utf8.length, wanted, 0);
      int endUtf16 = Folding.foldUtf16(b, 1, b.length, found, 2);
      if (text.chars().allMatch(c -> c < 0x80)) {
        ascii++;
        assertThat(endUtf16).isEqualTo(end + 2);
        assertThat(Arrays.copyOfRange(found, 2, endUtf16)).isEqualTo(Arrays.copyOf(wanted, end));
      } else {
        assertThat(endUtf16).isEqualTo(-1);
      }
    }
    assertThat(ascii).isGreaterThan(5_000);
  }

  @Test
  void literalsWithoutEnoughPlainBytesHaveNoSieve() {
    GramRarity rarity = new GramRarity();

    assertThat(Sieve.of(List.of("abcdef".getBytes(StandardCharsets.US_ASCII)), rarity)).isNull();
    assertThat(Sieve.of(List.of("abc\\def\"ghi/jkl".getBytes(StandardCharsets.US_ASCII)), rarity)).isNull();
    assertThat(Sieve.of(List.of("\u00e9t\u00e9 comme hiver".getBytes(StandardCharsets.UTF_8)), rarity)).isNull();
  }

  @Test
  void everyCharacterThatFoldsToAsciiIsNoticed() {
    for (int c = 0x80; c <= Character.MAX_CODE_POINT; c++) {
      if (CaseFolding.fold(c) < 0x80) {
        byte[] utf8 = Character.toString(c).getBytes(StandardCharsets.UTF_8);
        assertThat(Folding.mayBecomeAscii(utf8, 0, utf8.length)).describedAs("%x", c).isTrue();
      }
    }
  }

  /// Texts as JSON writes them: form 1 with short escapes alone, form 2 with every character by its number.
  private static final class Json implements TextForm {
    @Override
    public Writing writing(int form) {
      return form == 1 ? Writing.ESCAPED : Writing.OTHER;
    }

    @Override
    public int most(int form, int length) {
      return length;
    }

    @Override
    public int write(int form, byte[] from, int offset, int length, byte[] to, int at) {
      int out = at;
      for (int i = offset; i < offset + length; i++) {
        if (from[i] != '\\') {
          to[out++] = from[i];
        } else if (from[i + 1] == 'u') {
          to[out++] = (byte) Integer.parseInt(new String(from, i + 2, 4, StandardCharsets.US_ASCII), 16);
          i += 5;
        } else {
          i++;
          to[out++] = from[i] == 'n' ? (byte) '\n' : from[i];
        }
      }
      return out;
    }
  }

  private static byte[] byNumbers(String ascii) {
    StringBuilder written = new StringBuilder();
    ascii.chars().forEach(c -> written.append(String.format(java.util.Locale.ROOT, "\\u%04x", c)));
    return written.toString().getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void keywordsAreFoundInEveryFormThatARecordMayHold() {
    List<Rule> rules = new ArrayList<>();
    KEYWORDS.forEach(k -> rules.add(SomeRules.rule(SomeRules.SERVICE, new Expression.KeywordTest(SomeRules.contains(k)))));
    FieldDictionary dictionary = FieldDictionary.of(RuleCompiler.fields(rules));
    Program program = RuleCompiler.compile(rules, dictionary, new Re2Engine(), MatchLimits.DEFAULT);
    Matcher matcher = program.matcher();
    ReferenceMatcher reference = new ReferenceMatcher();
    SplittableRandom random = new SplittableRandom(7);
    int matches = 0;
    for (int round = 0; round < 4_000; round++) {
      FlatEvent event = event(random);
      List<Integer> found = SomeEvents.matches(matcher, event);
      List<Integer> wanted = new ArrayList<>();
      for (int r = 0; r < rules.size(); r++) {
        if (reference.matches(rules.get(r), event)) {
          wanted.add(r);
        }
      }
      assertThat(found).isEqualTo(wanted);
      assertThat(SomeEvents.matches(matcher, WrittenForms.of(event))).isEqualTo(wanted);
      matches += wanted.size();
    }
    assertThat(matches).isGreaterThan(500);
  }

  /// A record of a few values, each in its bytes as they are, with short escapes or by numbers, or beside the record.
  private static FlatEvent event(SplittableRandom random) {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    int before = random.nextInt(2) * 30;
    raw.writeBytes("lsadump:: of the record before".substring(0, before).getBytes(StandardCharsets.US_ASCII));
    List<int[]> places = new ArrayList<>();
    List<byte[]> beside = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      String text = text(random);
      int form = random.nextInt(4);
      boolean plain = text.chars().allMatch(c -> c < 0x80);
      byte[] written = switch (form) {
        case 1 -> shortlyEscaped(text);
        case 2 -> plain ? byNumbers(text) : shortlyEscaped(text);
        default -> text.getBytes(StandardCharsets.UTF_8);
      };
      beside.add(written);
      places.add(new int[] {form == 2 && !plain ? 1 : form, raw.size(), written.length});
      if (form < 3) {
        raw.writeBytes(written);
        raw.write(',');
      }
    }
    byte[] record = raw.toByteArray();
    FlatEvent event = new FlatEvent();
    event.begin(new SourceId(0, "test"), 0, 0, record, before, record.length - before, 0);
    event.logSources(SomeRules.BOTH);
    Json json = new Json();
    for (int i = 0; i < places.size(); i++) {
      int[] place = places.get(i);
      switch (place[0]) {
        case 0 -> event.add(-1, "v", ValueKind.TEXT, record, place[1], place[2]);
        case 3 -> event.add(-1, "v", ValueKind.TEXT, beside.get(i), 0, place[2]);
        default -> event.addLater(-1, "v", ValueKind.TEXT, place[0], json, record, place[1], place[2]);
      }
    }
    event.endOriginals();
    return event;
  }
}
