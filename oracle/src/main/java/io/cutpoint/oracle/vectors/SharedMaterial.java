package io.cutpoint.oracle.vectors;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Finds test material that is not part of the project: the folder `shared` beside the project's root.
public final class SharedMaterial {

  private SharedMaterial() {}

  /// The file or folder of this name in that folder, where there is one.
  public static Optional<Path> find(String name) {
    String root = System.getProperty("cutpoint.root");
    if (root != null) {
      Path path = Path.of(root, "..", "shared", name);
      if (Files.exists(path)) {
        return Optional.of(path.normalize());
      }
    }
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path path = folder.resolve("shared").resolve(name);
      if (Files.exists(path)) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }
}
