package io.cutpoint.engine.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.model.event.SourceId;
import io.cutpoint.model.event.ValueKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FoldedPathTest {

  private final FlatEvent event = new FlatEvent();
  private final FoldedPath folded = new FoldedPath();

  private boolean fold(String text) {
    byte[] bytes = ("xx" + text + "12345678").getBytes(StandardCharsets.UTF_8);
    event.begin(new SourceId(0, "a"), 0, 0, bytes, 0, bytes.length, 0);
    event.add(-1, "n", ValueKind.TEXT, bytes, 2, bytes.length - 10);
    return folded.fold(event, 0);
  }

  @Test
  void nothingIsRefusedThatTheFullTestKeeps() {
    List<String> pieces = new ArrayList<>(FactProjector.AUTOSTART);
    pieces.addAll(FactProjector.CARRIERS.stream().map(extension -> "." + extension).toList());
    pieces.addAll(List.of("\\Services\\", "\\ImagePath", "\\Start", "\\", "HKLM", "C:", ".", "x", "Ab\\Cd", "@[`{Zz", "name.with.dots"));
    SplittableRandom random = new SplittableRandom(1);
    int kept = 0;
    int refused = 0;
    for (int round = 0; round < 50_000; round++) {
      StringBuilder path = new StringBuilder();
      for (int n = random.nextInt(6); n >= 0; n--) {
        String piece = pieces.get(random.nextInt(pieces.size()));
        path.append(random.nextBoolean() ? piece : piece.toUpperCase(Locale.ROOT));
      }
      String text = path.toString();
      String lower = text.toLowerCase(Locale.ROOT);

      assertThat(fold(text)).isTrue();
      if (FactProjector.isAutostart(lower)) {
        kept++;
        assertThat(folded.mayBeAutostart()).as(text).isTrue();
      }
      if (FactProjector.endsLikeCarrier(lower)) {
        kept++;
        assertThat(folded.endsLikeCarrier()).as(text).isTrue();
      }
      refused += (folded.mayBeAutostart() ? 0 : 1) + (folded.endsLikeCarrier() ? 0 : 1);
    }
    assertThat(kept).isGreaterThan(10_000);
    assertThat(refused).isGreaterThan(10_000);
  }

  @Test
  void otherScriptsGoToTheFullTest() {
    for (int length = 0; length < 20; length++) {
      assertThat(fold("x".repeat(length) + "é" + "y".repeat(20 - length))).isFalse();
    }
    assertThat(fold("\u212A.exe")).isFalse();
  }
}
