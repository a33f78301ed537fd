package io.cutpoint.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Standard output that remembers why writing to it failed; a print stream would only know that it did.
final class StandardOutput extends FilterOutputStream {

  private String failure = "";

  StandardOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(byte[] b, int offset, int length) throws IOException {
    try {
      out.write(b, offset, length);
    } catch (IOException failed) {
      failure = String.valueOf(failed.getMessage());
      throw failed;
    }
  }

  /// Why writing failed; empty where it did not, or where only the reader of a pipe went away.
  String failure() {
    return failure.contains("Broken pipe") ? "" : failure;
  }
}
