package io.cutpoint.sigma;

import java.io.IOException;
import java.nio.file.Path;

/// A folder, file or archive that was given as a source of rules cannot be read at all. The message begins with its
/// path.
public final class RuleSourceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RuleSourceException(Path path, String what, IOException cause) {
    super(path + ": " + what, cause);
  }
}
