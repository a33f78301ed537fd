package io.cutpoint.ingest.json;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JsonFuzzerReplayTest {

  private static final String[] PIECES = {
    "{", "}", "[", "]", ":", ",", "\"", "\"a\":", "\"b\"", "\\", "\\u", "\\ud83d", "\\ude00", "\\n", "true", "fals", "null", "-", "0", "12", ".5", "e9", "E-", " ", "\n",
    "\u0000", "é", "😀", "\"Event\":{\"System\":{", "\"#attributes\":{\"Name\":", "a.".repeat(50)
  };

  @Test
  void generatedInputsAreSurvived() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 30_000; round++) {
      StringBuilder text = new StringBuilder(random.nextInt(4) > 0 ? "{" : "");
      for (int pieces = random.nextInt(40); pieces > 0; pieces--) {
        text.append(PIECES[random.nextInt(PIECES.length)].repeat(random.nextInt(30) == 0 ? 100 : 1));
      }
      byte[] data = text.toString().getBytes(StandardCharsets.UTF_8);
      if (data.length > 0 && random.nextInt(4) == 0) {
        data[random.nextInt(data.length)] = (byte) random.nextInt(256);
      }

      assertThatCode(() -> JsonFuzzer.fuzzerTestOneInput(data)).as("round %d", round).doesNotThrowAnyException();
    }
  }

  @Test
  void savedInputsAreSurvived() throws IOException {
    Path folder = Path.of("src/test/fuzz/json");
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> saved;
    try (Stream<Path> paths = Files.list(folder)) {
      saved = paths.sorted().toList();
    }
    for (Path path : saved) {
      byte[] data = Files.readAllBytes(path);

      assertThatCode(() -> JsonFuzzer.fuzzerTestOneInput(data)).as("%s", path).doesNotThrowAnyException();
    }
  }
}
