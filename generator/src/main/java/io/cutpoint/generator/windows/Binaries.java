package io.cutpoint.generator.windows;

import io.cutpoint.generator.world.Chance;
import io.cutpoint.generator.world.Programs;
import io.cutpoint.generator.world.Programs.Origin;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What Sysmon reads out of a program's file: version, maker and hashes. Follows from the file's name and the seed.
final class Binaries {
  private static final int KEPT = 2_048;

  /// @param hashes as Sysmon writes them
  record Binary(String version, String description, String product, String maker, String originalName, String hashes) {}

  private final long seed;
  private final Map<String, Binary> known =
      new LinkedHashMap<>(256, .75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Binary> eldest) {
          return size() > KEPT;
        }
      };

  Binaries(long seed) {
    this.seed = seed;
  }

  Binary of(String path) {
    Binary binary = known.get(path);
    if (binary == null) {
      binary = make(path);
      known.put(path, binary);
    }
    return binary;
  }

  private Binary make(String path) {
    String file = path.substring(path.lastIndexOf('\\') + 1);
    String lower = file.toLowerCase(Locale.ROOT);
    Chance chance = Chance.of(seed, "binary " + (Programs.isOfWindows(path) ? lower : path.toLowerCase(Locale.ROOT)));
    String hashes = "SHA1=" + chance.hex(40) + ",MD5=" + chance.hex(32) + ",SHA256=" + chance.hex(64) + ",IMPHASH=" + chance.hex(32);
    Origin origin = Programs.origin(path);
    if (origin.maker().isEmpty()) {
      return new Binary("-", "-", "-", "-", "-", hashes);
    }
    return new Binary(origin.version(), origin.description(), origin.product(), origin.maker(), origin.originalName(), hashes);
  }
}
