package io.cutpoint.cli.result;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The folder that an analysis has written.
///
/// @param path where it lies
public record ResultFolder(Path path) {

  /// The file that every result has.
  public static final String SUMMARY = "summary.json";
  public static final String DETECTIONS = "detections.ndjson";
  public static final String INTRUSIONS = "intrusions.ndjson";

  /// The newest result below a folder, by its name `yyyyMMdd-HHmm`, and `-2`, `-3` behind it within one minute.
  public static Optional<ResultFolder> newest(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      return Optional.empty();
    }
    Path best = null;
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent)) {
      for (Path folder : folders) {
        if (isResult(folder) && (best == null || order(folder).compareTo(order(best)) > 0)) {
          best = folder;
        }
      }
    }
    return Optional.ofNullable(best).map(ResultFolder::new);
  }

  /// Whether an analysis has written here.
  public static boolean isResult(Path folder) {
    return Files.isRegularFile(folder.resolve(SUMMARY));
  }

  private static String order(Path folder) {
    String name = String.valueOf(folder.getFileName());
    int second = name.indexOf('-', name.indexOf('-') + 1);
    return second < 0 ? name : name.substring(0, second) + "-" + "0".repeat(Math.max(0, 6 - (name.length() - second))) + name.substring(second + 1);
  }

  /// The summary.
  public Json summary() throws IOException {
    return parse(path.resolve(SUMMARY), Files.readString(path.resolve(SUMMARY)));
  }

  /// Hands over the lines of one of the files in their order, until it has enough.
  ///
  /// @param more takes a line and tells whether it wants another
  public void read(String file, Predicate<Json> more) throws IOException {
    Path from = path.resolve(file);
    try (BufferedReader lines = Files.newBufferedReader(from)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && !more.test(parse(from, line))) {
          return;
        }
      }
    }
  }

  /// The detections whose id begins so, the first two of them.
  public List<Json> detections(String written) throws IOException {
    List<Json> found = new ArrayList<>();
    read(
        DETECTIONS,
        detection -> {
          if (ShortIds.means(written, "DET", detection.get("id").text().raw())) {
            found.add(detection);
          }
          return found.size() < 2;
        });
    return found;
  }

  private static Json parse(Path from, String text) throws IOException {
    try {
      return Json.parse(text);
    } catch (IOException broken) {
      throw new IOException(from + ": wanted JSON, found something else", broken);
    }
  }
}
