package io.cutpoint.evtx;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvtxFuzzerReplayTest {

    /// Tokens of the grammar and bytes that matter to it, so that generated inputs get past the first token.
    private static final int[] FAVOURITES = {
        0x00, 0x01, 0x41, 0x02, 0x03, 0x04, 0x05, 0x06, 0x46, 0x07, 0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F,
        0x21, 0x81, 0xA1, 0xFF, 0x2A
    };

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void generatedInputsAreSurvived(int mode) {
        SplittableRandom random = new SplittableRandom(mode);
        for (int round = 0; round < 600; round++) {
            byte[] data = new byte[1 + random.nextInt(round % 50 == 0 ? 70_000 : 600)];
            for (int i = 1; i < data.length; i++) {
                data[i] = (byte) (random.nextInt(3) == 0
                        ? random.nextInt(256)
                        : FAVOURITES[random.nextInt(FAVOURITES.length)]);
            }
            data[0] = (byte) mode;

            assertThatCode(() -> EvtxFuzzer.fuzzerTestOneInput(data))
                    .as("mode %d, round %d", mode, round)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void savedInputsAreSurvived() throws IOException {
        Path folder = Path.of("src/test/fuzz/evtx");
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> saved;
        try (Stream<Path> paths = Files.list(folder)) {
            saved = paths.sorted().toList();
        }
        for (Path path : saved) {
            byte[] data = Files.readAllBytes(path);

            assertThatCode(() -> EvtxFuzzer.fuzzerTestOneInput(data))
                    .as("%s", path)
                    .doesNotThrowAnyException();
        }
    }
}
