package io.cutpoint.sigma;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Finds the rule files of a folder, an archive, or a file that was given by itself, in the order of their names.
///
/// Of a folder or archive, files ending in `.yml` or `.yaml` count, except below folders named `deprecated` or
/// `unsupported` (their authors took those rules back) or beginning with a dot. Archives are read in place: nothing
/// is unpacked to a disk, so names in them with `..` can reach nothing.
final class RuleSources {

  /// A file that was found, or the problem with it.
  sealed interface Found {}

  /// @param alone whether the file was given by itself and so must hold rules
  record Readable(RuleFile file, boolean alone) implements Found {}

  record Unreadable(RuleProblem problem) implements Found {}

  private RuleSources() {}

  /// Hands over all files of the path.
  static void read(Path given, Consumer<Found> to) {
    try {
      String origin = given.toAbsolutePath().normalize().getFileName() == null
          ? given.toString() : given.toAbsolutePath().normalize().getFileName().toString();
      if (Files.isDirectory(given)) {
        folder(given, origin, to);
        return;
      }
      byte[] bytes = start(given);
      if (isArchive(bytes)) {
        archive(given, origin, to);
      } else if (bytes.length > Limits.FILE_BYTES) {
        to.accept(tooLarge(slashed(given)));
      } else {
        to.accept(new Readable(new RuleFile(origin, slashed(given), bytes), true));
      }
    } catch (IOException e) {
      throw new RuleSourceException(given, what(e), e);
    }
  }

  private static String what(IOException e) {
    return switch (e) {
      case java.nio.file.NoSuchFileException missing -> "wanted a folder, file or archive of rules, found nothing";
      case java.nio.file.AccessDeniedException denied -> "wanted rules, found no permission to read";
      case java.util.zip.ZipException zip -> "wanted an archive, found a damaged one (" + zip.getMessage() + ")";
      default -> "wanted rules, found a fault of the file system (" + e.getMessage() + ")";
    };
  }

  /// Links to files are followed, links to folders are not: they could turn in circles.
  private static void folder(Path given, String origin, Consumer<Found> to) throws IOException {
    Path root = given.toRealPath();
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(root, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        return !folder.equals(root) && isLeftOut(String.valueOf(folder.getFileName()))
            ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (isRuleName(String.valueOf(file.getFileName())) && Files.isRegularFile(file)) {
          files.add(file);
        }
        return files.size() > Limits.FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
        if (file.equals(root)) {
          throw e;
        }
        to.accept(unreadable(slashed(given.resolve(root.relativize(file))), e));
        return FileVisitResult.CONTINUE;
      }
    });
    if (files.size() > Limits.FILES) {
      to.accept(refused(slashed(given), "wanted at most " + Limits.FILES + " files, found more; the rest is not read"));
      files.removeLast();
    }
    files.sort(Comparator.comparing(file -> slashed(root.relativize(file))));
    for (Path file : files) {
      String name = slashed(given.resolve(root.relativize(file)));
      try {
        byte[] bytes = start(file);
        to.accept(bytes.length > Limits.FILE_BYTES ? tooLarge(name) : new Readable(new RuleFile(origin, name, bytes), false));
      } catch (IOException e) {
        to.accept(unreadable(name, e));
      }
    }
  }

  /// The file's bytes, or of a larger one the first of them, more than the limit allows.
  private static byte[] start(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(Limits.FILE_BYTES + 1);
    }
  }

  private static boolean isArchive(byte[] start) {
    return start.length >= 4 && start[0] == 'P' && start[1] == 'K' && (start[2] == 3 || start[2] == 5);
  }

  private static void archive(Path path, String origin, Consumer<Found> to) throws IOException {
    try (ZipFile zip = new ZipFile(path.toFile())) {
      List<ZipEntry> entries = new ArrayList<>();
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements();) {
        ZipEntry entry = all.nextElement();
        if (!entry.isDirectory() && isRulePath(entry.getName())) {
          entries.add(entry);
        }
      }
      entries.sort(Comparator.comparing(ZipEntry::getName));
      if (entries.size() > Limits.FILES) {
        to.accept(refused(slashed(path), "wanted at most " + Limits.FILES + " files, found " + entries.size() + "; the rest is not read"));
        entries = entries.subList(0, Limits.FILES);
      }
      long total = 0;
      for (ZipEntry entry : entries) {
        String name = slashed(path) + "!" + entry.getName();
        try (InputStream in = zip.getInputStream(entry)) {
          byte[] bytes = in.readNBytes(Limits.FILE_BYTES + 1);
          total += bytes.length;
          if (total > Limits.ARCHIVE_BYTES) {
            to.accept(refused(slashed(path), "wanted at most " + Limits.ARCHIVE_BYTES + " bytes unpacked, found more; the rest is not read"));
            return;
          }
          to.accept(bytes.length > Limits.FILE_BYTES ? tooLarge(name) : new Readable(new RuleFile(origin, name, bytes), false));
        } catch (IOException e) {
          to.accept(unreadable(name, e));
        }
      }
    }
  }

  private static boolean isRulePath(String name) {
    String[] parts = name.split("/", -1);
    for (int i = 0; i < parts.length - 1; i++) {
      if (isLeftOut(parts[i])) {
        return false;
      }
    }
    return isRuleName(parts[parts.length - 1]);
  }

  private static boolean isLeftOut(String folder) {
    return folder.equals("deprecated") || folder.equals("unsupported")
        || (folder.startsWith(".") && !folder.equals(".") && !folder.equals(".."));
  }

  private static boolean isRuleName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && (lower.endsWith(".yml") || lower.endsWith(".yaml"));
  }

  private static String slashed(Path path) {
    return path.toString().replace('\\', '/');
  }

  private static Found tooLarge(String name) {
    return refused(name, "wanted at most " + Limits.FILE_BYTES + " bytes, found more");
  }

  private static Found unreadable(String name, IOException e) {
    return refused(name, "wanted a readable file, found a fault: " + e.getMessage());
  }

  private static Found refused(String name, String message) {
    return new Unreadable(new RuleProblem(name, 0, 0, RuleProblem.Kind.REFUSED, message));
  }
}
