package io.cutpoint.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Whole outputs kept in files. `-Dgolden.update=true` (by `-Dcutpoint.test.args`) writes them anew, to be looked at.
final class Golden {

  private Golden() {}

  static void check(String name, String actual) throws IOException {
    Path file = Path.of("src/test/resources/golden", name + ".txt");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(file, actual);
    }
    assertThat(file).exists();
    assertThat(actual).isEqualTo(Files.readString(file));
  }
}
