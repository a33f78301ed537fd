package io.cutpoint.cli.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonTest {

  @TempDir Path directory;

  @Test
  void whatIsReadIsWrittenTheSame() throws IOException {
    String text = "{\"a\":[1,2.50,-3e4,true,null,\"x\\\"y\\\\\",{}],\"b\":{\"c\":[]},\"n\":12345678901234567890}";

    assertThat(Json.parse(text)).hasToString(text);
  }

  @Test
  void hostileTextStaysEscaped() throws IOException {
    Json json = Json.parse("{\"x\\u001b[2J\":\"\\u202e\\u0000\\n\"}");

    assertThat(json.toString()).isEqualTo("{\"x\\u001b[2J\":\"\\u202e\\u0000\\n\"}");
    assertThat(json.get("x\u001b[2J").text().toString()).isEqualTo("\\u202e\\x00\\n");
  }

  @Test
  void whatIsMissingIsNothing() throws IOException {
    Json json = Json.parse("{\"a\":1}");

    assertThat(json.get("b").get("c").text().isEmpty()).isTrue();
    assertThat(json.get("a").items()).isEmpty();
    assertThat(json.get("a").number()).isEqualTo(1);
    assertThat(json.get("b").number()).isZero();
    assertThat(Json.parse("")).isEqualTo(Json.NOTHING);
  }

  @Test
  void brokenJsonIsAnInputError() {
    assertThatThrownBy(() -> Json.parse("{\"a\":")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Json.parse("[".repeat(100_000))).isInstanceOf(IOException.class);
  }

  @Test
  void newestResultIsTheLastByTimeAndNumber() throws IOException {
    for (String name : List.of("20260425-1203", "20260425-1203-2", "20260425-1203-10", "20260425-1202-3", "20260425-1300", "zzz")) {
      Files.createDirectories(directory.resolve(name));
    }
    for (String name : List.of("20260425-1203", "20260425-1203-2", "20260425-1203-10", "20260425-1202-3")) {
      Files.writeString(directory.resolve(name).resolve("summary.json"), "{}");
    }

    assertThat(ResultFolder.newest(directory).orElseThrow().path()).hasFileName("20260425-1203-10");
    assertThat(ResultFolder.newest(directory.resolve("none"))).isEmpty();
  }

  @Test
  void shortIdsLengthenUntilTheyDiffer() {
    String a = "7f3a0000000000000000000000000000";
    String b = "7f3a0100000000000000000000000000";

    assertThat(ShortIds.digits(List.of(a))).isEqualTo(4);
    assertThat(ShortIds.digits(List.of(a, "19c0" + a.substring(4)))).isEqualTo(4);
    assertThat(ShortIds.digits(List.of(a, b, a))).isEqualTo(6);
    assertThat(ShortIds.of("INT", b, 6)).isEqualTo("INT-7F3A01");
  }

  @Test
  void idsAreMeantByTheirBeginningInEitherCase() {
    String id = "7f3a0100000000000000000000000000";

    assertThat(ShortIds.means("INT-7F3A", "INT", id)).isTrue();
    assertThat(ShortIds.means("int-7f3a01", "INT", id)).isTrue();
    assertThat(ShortIds.means("7f3a", "INT", id)).isTrue();
    assertThat(ShortIds.means(id, "INT", id)).isTrue();
    assertThat(ShortIds.means("7f3", "INT", id)).isFalse();
    assertThat(ShortIds.means("INT-7F3B", "INT", id)).isFalse();
  }
}
