package io.cutpoint.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A page of `docs` whose commands are run one after the other, in one folder, and whose outputs are theirs.
///
/// A block of `console` holds one command, `$ ./cutpoint ...`, and what it prints. A comment before it may say
/// `shows: A .. B | C .. D` (from the first line with A up to the next one with B, to the end without B, so many lines
/// for `+12`, and so on; `[...]` stands for the rest) or `talk` (what goes to standard error). A comment `file: PATH` before another block writes it to that file,
/// `~` being the home folder. What differs between runs is [#masked].
final class Tutorial {

  private static final String LEFT_OUT = "[...]";

  private final Path directory;

  Tutorial(Path directory) {
    this.directory = directory;
  }

  /// The page with the outputs that its commands have today.
  String made(List<String> page) throws IOException {
    List<String> out = new ArrayList<>();
    for (int i = 0; i < page.size(); i++) {
      String line = page.get(i);
      out.add(line);
      if (!line.startsWith("```") || line.length() == 3) {
        continue;
      }
      String comment = comment(i == 0 ? "" : page.get(i - 1));
      List<String> block = new ArrayList<>();
      for (i++; !page.get(i).equals("```"); i++) {
        block.add(page.get(i));
      }
      if (line.equals("```console")) {
        out.add(block.getFirst());
        List<String> printed = run(block.getFirst(), comment.equals("talk"));
        List<String> shown = comment.startsWith("shows: ") ? parts(printed, comment.substring(7)) : printed;
        List<String> kept = block.subList(1, block.size());
        out.addAll(masked(kept).equals(masked(shown)) ? kept : shown);
      } else {
        if (comment.startsWith("file: ")) {
          Path file = directory.resolve(comment.substring(6).replace("~", "home"));
          Files.createDirectories(file.getParent());
          Files.write(file, block);
        }
        out.addAll(block);
      }
      out.add("```");
    }
    return String.join("\n", out) + "\n";
  }

  private static String comment(String line) {
    return line.startsWith("<!-- ") && line.endsWith(" -->") ? line.substring(5, line.length() - 4) : "";
  }

  private List<String> run(String command, boolean isTalk) throws IOException {
    if (!command.startsWith("$ ./cutpoint ")) {
      throw new IllegalArgumentException("wanted $ ./cutpoint ..., found " + command);
    }
    List<String> words = new ArrayList<>();
    for (String word : command.substring(13).split(" ")) {
      if (word.endsWith("/*/")) {
        try (Stream<Path> inside = Files.list(directory.resolve(word.substring(0, word.length() - 3)))) {
          inside.filter(Files::isDirectory).sorted().forEach(folder -> words.add(directory.relativize(folder) + "/"));
        }
      } else {
        words.add(word);
      }
    }
    Captured captured = new Captured(directory);
    int code = captured.run(words.toArray(String[]::new));
    if (code != Exit.DONE) {
      throw new IllegalStateException(command + " exits with " + code + ": " + captured.err());
    }
    String home = directory.resolve("home").toString();
    return (isTalk ? captured.err() : captured.out()).replace(home, "/home/you").replace(directory + "/", "").lines().toList();
  }

  private static List<String> parts(List<String> printed, String wanted) {
    List<String> out = new ArrayList<>();
    int at = 0;
    for (String part : wanted.split(" \\| ")) {
      String[] ends = part.split(" ?\\.\\. ?", -1);
      int from = find(printed, at, ends[0]);
      int to = ends.length < 2 ? from + 1 : end(printed, from, ends[1]);
      if (from > at) {
        out.add(LEFT_OUT);
      }
      out.addAll(printed.subList(from, to));
      at = to;
    }
    if (at < printed.size()) {
      out.add(LEFT_OUT);
    }
    return out;
  }

  private static int end(List<String> printed, int from, String wanted) {
    if (wanted.startsWith("+")) {
      return Math.min(printed.size(), from + Integer.parseInt(wanted.substring(1)));
    }
    return wanted.isEmpty() ? printed.size() : find(printed, from + 1, wanted);
  }

  private static int find(List<String> lines, int from, String text) {
    for (int i = from; i < lines.size(); i++) {
      if (lines.get(i).contains(text)) {
        return i;
      }
    }
    throw new IllegalStateException("wanted a line with \"" + text + "\", found none in " + String.join("\n", lines));
  }

  /// The lines without the version of Cutpoint and without wall times.
  static List<String> masked(List<String> lines) {
    return lines.stream().map(Tutorial::masked).toList();
  }

  private static String masked(String line) {
    if (line.startsWith("cutpoint ") && line.indexOf("   ") > 0) {
      return "cutpoint VERSION" + line.substring(line.indexOf("   "));
    }
    int events = line.indexOf(" events in ");
    if (line.contains(" detections ") && events > 0) {
      List<String> words = Stream.of(line.substring(0, events).split(" ")).filter(word -> !word.isEmpty()).toList();
      return String.join(" ", words) + " events in TIME";
    }
    return line;
  }
}
