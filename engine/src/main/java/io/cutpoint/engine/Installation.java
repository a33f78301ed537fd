package io.cutpoint.engine;

import com.google.re2j.Pattern;
import io.cutpoint.ingest.BlockParser;
import io.cutpoint.match.Program;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.rules.BuiltInRules;
import io.cutpoint.sigma.RuleProblem;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Which code this is: what reads, compiles and matches rules, and the rules that come along.
///
/// Of an archive its directory counts, which holds a checksum of every file in it, so that little is read; of a folder
/// of classes, every byte.
final class Installation {

  /// More than the directory of any of these archives has; a larger one counts by its last part and its length.
  private static final int DIRECTORY = 1 << 17;

  private static final List<Class<?>> PARTS = List.of(
      RuleCache.class, Program.class, RuleProblem.class, FieldDictionary.class, BlockParser.class, BuiltInRules.class, Pattern.class);

  private Installation() {}

  /// Adds all of it to a hash.
  static void addTo(ContentHash hash) throws IOException {
    for (Class<?> part : PARTS) {
      CodeSource source = part.getProtectionDomain().getCodeSource();
      if (source == null || source.getLocation() == null) {
        throw new IOException("wanted the place of " + part.getName() + ", found none");
      }
      Path place;
      try {
        place = Path.of(source.getLocation().toURI());
      } catch (URISyntaxException | IllegalArgumentException strange) {
        throw new IOException("wanted a file or folder, found " + source.getLocation(), strange);
      }
      if (Files.isDirectory(place)) {
        addClasses(place, hash);
      } else {
        addArchive(place, hash);
      }
    }
  }

  private static void addArchive(Path archive, ContentHash hash) throws IOException {
    try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer end = ByteBuffer.allocate((int) Math.min(size, DIRECTORY));
      channel.position(size - end.capacity());
      while (end.hasRemaining() && channel.read(end) >= 0) {
        // Reads on to the end.
      }
      hash.add(size);
      hash.add(end.flip());
    }
  }

  private static void addClasses(Path folder, ContentHash hash) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(Files::isRegularFile).sorted().forEach(files::add);
    }
    for (Path file : files) {
      hash.add(folder.relativize(file).toString());
      hash.add(ByteBuffer.wrap(Files.readAllBytes(file)));
    }
  }
}
