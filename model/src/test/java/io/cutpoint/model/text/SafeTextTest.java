package io.cutpoint.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.text.SafeText.Target;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {

  @ParameterizedTest
  @EnumSource(Target.class)
  void noCharacterThatMovesHidesOrReordersTextComesOut(Target target) {
    for (int cp = 0; cp <= Character.MAX_CODE_POINT; cp += cp < 0x3000 || cp >= 0xD700 && cp <= 0x10000 ? 1 : cp < 0xE0000 || cp > 0xE0200 ? 61 : 1) {
      String shown = SafeText.to(target, Untrusted.of(wtf8(cp), 0, wtf8(cp).length));

      assertThat(shown.codePoints().allMatch(SafeTextTest::isHarmless)).as("U+%04X gives %s", cp, shown).isTrue();
      assertThat(shown).isNotEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Target.class)
  void randomBytesGiveHarmlessText(Target target) {
    SplittableRandom random = new SplittableRandom(target.ordinal());
    for (int round = 0; round < 3_000; round++) {
      byte[] bytes = new byte[random.nextInt(40)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt(0x80, 0x100) : random.nextInt(3) == 0 ? random.nextInt(0x20) : random.nextInt(256));
      }
      Untrusted text = Untrusted.of(bytes, 0, bytes.length);

      String shown = SafeText.to(target, text, random.nextInt(50));

      assertThat(shown.codePoints().allMatch(SafeTextTest::isHarmless)).as("round %d", round).isTrue();
      assertThat(SafeText.to(target, text)).hasSizeLessThanOrEqualTo(6 * bytes.length + 4);
    }
  }

  private static boolean isHarmless(int cp) {
    int type = Character.getType(cp);
    return cp >= 0x20 && !(cp >= 0x7F && cp < 0xA0) && type != Character.FORMAT && type != Character.SURROGATE
        && type != Character.CONTROL && type != Character.LINE_SEPARATOR && type != Character.PARAGRAPH_SEPARATOR;
  }

  @Test
  void jsonIsReadBackAsTheSameTextByItsOwnGrammar() {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 5_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(20); length > 0; length--) {
        int cp = switch (random.nextInt(5)) {
          case 0 -> random.nextInt(0x20);
          case 1 -> "\"\\/\u2028\u202e\u200b\ufeff".charAt(random.nextInt(7));
          case 2 -> random.nextInt(0x10000, 0x110000);
          default -> random.nextInt(0xD800);
        };
        text.appendCodePoint(cp);
      }

      String json = SafeText.to(Target.JSON, text.toString());

      assertThat(readJson(json)).isEqualTo(text.toString());
    }
  }

  @Test
  void aLoneSurrogateStaysOneInJson() {
    byte[] lone = wtf8(0xD83D);

    assertThat(SafeText.to(Target.JSON, Untrusted.of(lone, 0, lone.length))).isEqualTo("\\ud83d");
  }

  /// Reads the inside of a JSON string by the letter of RFC 8259.
  private static String readJson(String inside) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < inside.length(); i++) {
      char c = inside.charAt(i);
      assertThat(c).isNotEqualTo('"').isGreaterThanOrEqualTo(' ');
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escaped = inside.charAt(++i);
      switch (escaped) {
        case '"', '\\', '/' -> out.append(escaped);
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case 't' -> out.append('\t');
        case 'u' -> {
          out.append((char) Integer.parseInt(inside.substring(i + 1, i + 5), 16));
          i += 4;
        }
        default -> throw new AssertionError("no such escape: " + escaped);
      }
    }
    return out.toString();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '\t', quoteCharacter = '~', value = {
    "=1+1\t\"'=1+1\"", "+1\t\"'+1\"", "-2\t\"'-2\"", "@SUM(A1)\t\"'@SUM(A1)\"",
    "=cmd|' /C calc'!A0\t\"'=cmd|' /C calc'!A0\"",
    "a,b\t\"a,b\"", "a;b\t\"a;b\"", "say \"hi\"\t\"say \"\"hi\"\"\"", "'quoted\t\"'quoted\"", "plain\tplain", "a=b\ta=b"
  })
  void csvRunsNoFormulaAndQuotesWhatNeedsIt(String text, String wanted) {
    assertThat(SafeText.to(Target.CSV, text)).isEqualTo(wanted);
  }

  @Test
  void aCsvFieldStaysOneFieldOfOneLine() {
    SplittableRandom random = new SplittableRandom(3);
    String alphabet = "\"',;=+-@\n\r\t ab|\u2028";
    for (int round = 0; round < 5_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }

      String field = SafeText.to(Target.CSV, text.toString());

      boolean quoted = field.startsWith("\"");
      String inside = quoted ? field.substring(1, field.length() - 1) : field;
      assertThat(inside.replace("\"\"", "")).doesNotContain("\"", "\n", "\r", "\t");
      assertThat(quoted || !(inside.contains(",") || inside.contains(";"))).isTrue();
      assertThat(inside).doesNotStartWith("=").doesNotStartWith("+").doesNotStartWith("-").doesNotStartWith("@");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "[click](http://evil.example/)", "![x](http://evil.example/x.png)", "<img src=x onerror=alert(1)>", "<http://evil.example>",
    "http://evil.example/", "www.evil.example", "# heading", "- item", "1. item", "> quote", "| a | b |", "**bold** _it_ ~~gone~~ `code`",
    "mailto:a@evil.example", "&#60;script&#62;", "\n\n# heading", "[ref]: http://evil.example", "a\\"
  })
  void markdownIsShownAsItStands(String text) {
    String shown = SafeText.to(Target.MARKDOWN, text);

    String bare = shown.replaceAll("\\\\[\\x21-\\x7e]", "").replace("&lt;", "").replace("&gt;", "").replace("&amp;", "");
    assertThat(bare).doesNotContain("[", "]", "(", "<", ">", "&", "`", "*", "_", "#", "|", ":", "@", "\\", "!", "~", "-", ".", "\n");
  }

  @ParameterizedTest
  @EnumSource(value = Target.class, names = {"HTML_TEXT", "HTML_ATTRIBUTE"})
  void htmlOpensNoTagAndEndsNoAttribute(Target target) {
    String shown = SafeText.to(target, "\"'><script>alert(`1`)</script>&lt;&#x3c;\u0000");

    assertThat(shown).doesNotContain("<", ">", "\"", "'", "`");
    assertThat(shown.replaceAll("&(amp|lt|gt|quot|#39|#96);", "")).doesNotContain("&");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../etc/passwd", "..\\..\\x", "a/b", "C:\\x", ".hidden", "x\u0000y", "naïve", "a b", "-", "…", "con\r\n", "a:b"})
  void aFileNameIsOneHarmlessComponent(String text) {
    String name = SafeText.to(Target.FILE_NAME, text);

    assertThat(name).matches("[A-Za-z0-9_-][A-Za-z0-9._-]*");
  }

  @Test
  void aCutTextSaysHowLongItWas() {
    assertThat(SafeText.to(Target.TERMINAL, Untrusted.of("abcdef"), 3)).isEqualTo("abc…(6 bytes)");
    assertThat(SafeText.to(Target.JSON, Untrusted.of("a€b"), 2)).isEqualTo("a…(5 bytes)");
    assertThat(SafeText.to(Target.FILE_NAME, Untrusted.of("abcdef"), 3)).isEqualTo("abc");
    assertThat(SafeText.to(Target.JSON, Untrusted.of(new byte[] {'a', 'b', 'c'}, 0, 3, 2))).isEqualTo("ab…(3 bytes)");
  }

  @Test
  void bytesThatAreNoTextAreShownOneByOne() {
    byte[] bytes = {'a', (byte) 0xFF, (byte) 0xC0, (byte) 0x80, (byte) 0xE2, (byte) 0x82, 'b'};

    assertThat(SafeText.to(Target.TERMINAL, Untrusted.of(bytes, 0, bytes.length))).isEqualTo("a\\xff\\xc0\\x80\\xe2\\x82b");
    assertThat(SafeText.to(Target.JSON, Untrusted.of(bytes, 0, bytes.length))).isEqualTo("a\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDb");
  }

  @Test
  void harmlessTextStaysAsItIs() {
    String text = "C:\\Users\\Jürgen\\файл 文件 😀.exe";

    assertThat(SafeText.to(Target.TERMINAL, text)).isEqualTo(text);
    assertThat(SafeText.to(Target.LOG, text)).isEqualTo(text);
    assertThat(SafeText.to(Target.HTML_TEXT, text)).isEqualTo(text);
    assertThat(SafeText.to(Target.JSON, text)).isEqualTo(text.replace("\\", "\\\\"));
  }

  @Test
  void theLocaleChangesNothing() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      assertThat(SafeText.to(Target.TERMINAL, "TITLE\u0000")).isEqualTo("TITLE\\x00");
    } finally {
      Locale.setDefault(before);
    }
  }

  /// UTF-8, also of a lone surrogate.
  private static byte[] wtf8(int cp) {
    if (cp >= 0xD800 && cp <= 0xDFFF) {
      return new byte[] {(byte) 0xED, (byte) (0x80 | cp >> 6 & 0x3F), (byte) (0x80 | cp & 0x3F)};
    }
    return Character.toString(cp).getBytes(StandardCharsets.UTF_8);
  }
}
