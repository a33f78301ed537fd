package io.cutpoint.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Public samples beside the project, where they are.
class SharedSamplesTest {

  @Test
  void everyRecordOfASampleIsProcessed() {
    Reading.Result result = Reading.of(folder("deepblue"));

    assertThat(result.processed()).isEqualTo(8_095);
    assertThat(result.quarantined() + result.dropped()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"evtx-attack-samples, 8255"})
  @Tag("full")
  void everyRecordOfManySamplesIsProcessed(String name, long records) {
    Reading.Result result = Reading.of(folder(name));

    assertThat(result.processed()).isEqualTo(records);
    assertThat(result.quarantined() + result.dropped()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "sample-with-irregular-bool-values, 3028, 0", "sample_with_a_bad_chunk_magic, 301, 3", "Application_no_crc32, 17, 0", "post-Security, 126, 0",
    "sample-with-zero-data-size-event, 449, 1", "Security_with_size_t, 636, 0", "issue_201, 1, 0", "new-user-security, 4, 0", "sysmon, 358, 8"
  })
  void damagedEventLogsGiveWhatIsLeft(String name, long records, long refused) {
    Path file = folder("evtx-robustness").resolve(name + ".evtx");
    assumeTrue(Files.exists(file), "skipped: " + file + " is missing");

    SourceTally tally = Reading.of(file).of(name + ".evtx");

    if (refused == 0) {
      assertThat(tally.processed()).isEqualTo(records);
      assertThat(tally.quarantined()).isZero();
    } else {
      assertThat(tally.processed()).isGreaterThanOrEqualTo(records);
      assertThat(tally.quarantined()).isPositive();
    }
  }

  private static Path folder(String name) {
    Path start = Path.of(System.getProperty("cutpoint.root", System.getProperty("user.dir"))).toAbsolutePath();
    for (Path at = start; at != null; at = at.getParent()) {
      Path folder = at.resolveSibling("shared").resolve("data").resolve(name);
      if (Files.isDirectory(folder)) {
        return folder;
      }
    }
    assumeTrue(false, "skipped: the folder ../shared/data/" + name + " is missing");
    throw new IllegalStateException();
  }
}
