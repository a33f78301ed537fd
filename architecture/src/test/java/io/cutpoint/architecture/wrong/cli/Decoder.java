package io.cutpoint.architecture.wrong.cli;

import java.nio.charset.StandardCharsets;

/// Prints what came from a log as it came.
class Decoder {
  String text(byte[] log) {
    return new String(log, StandardCharsets.UTF_8);
  }
}
