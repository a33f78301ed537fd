package io.cutpoint.engine;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Which code this is: what reads, compiles and matches rules, and the rules that come along.
///
/// Of an archive its directory counts, which holds a checksum of every file in it, so that little is read; of a folder
/// of classes, every byte.
final class Installation {

  /// More than the directory of any of these archives has; a larger one counts by its last part and its length.
  private static final int DIRECTORY = 1 << 17;

  /// How the names of archives begin whose code decides what rules mean.
  private static final List<String> ARCHIVES = List.of("cutpoint-", "re2j-", "snakeyaml-");

  private Installation() {}

  /// Adds all of it to a hash.
  ///
  /// @throws IOException also where the code is not on a class path of archives and folders
  static void addTo(ContentHash hash) throws IOException {
    TreeMap<String, Path> parts = new TreeMap<>();
    for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
      Path place = Path.of(entry);
      String name = String.valueOf(place.getFileName());
      if (!entry.isEmpty() && ARCHIVES.stream().anyMatch(name::startsWith)) {
        parts.put(name, place);
      } else if (!entry.isEmpty() && Files.isDirectory(place)) {
        parts.put(entry, place);
      }
    }
    if (parts.isEmpty()) {
      throw new IOException("wanted a class path with archives of Cutpoint, found none");
    }
    for (Path place : parts.values()) {
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
      hash.add(size);
      hash.add(channel, Math.max(0, size - DIRECTORY));
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
