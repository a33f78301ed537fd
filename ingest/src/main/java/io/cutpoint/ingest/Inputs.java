package io.cutpoint.ingest;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Finds the files under the given paths and gives each the name that all outputs use for it.
///
/// A path that is a file has its own name; a folder's files are named below it; of several folders each has its last
/// name in front. Where two files would have one name, the names are lengthened to the left until they differ. The
/// order of the paths never decides anything, and the same real file is read once.
public final class Inputs {

  /// The most files that one run reads.
  public static final int MAX_FILES = 1_000_000;

  private Inputs() {}

  /// What was found.
  ///
  /// @param inputs by name
  /// @param refused what lies under the paths and cannot be read, with the reason, by name
  public record Found(List<Input> inputs, List<Refused> refused) {}

  /// Something that is not read.
  public record Refused(String name, String reason, String found) {}

  private static final class Root {
    final Path path;
    final boolean isFolder;
    int depth;

    Root(Path path, boolean isFolder, int depth) {
      this.path = path;
      this.isFolder = isFolder;
      this.depth = depth;
    }

    String prefix() {
      int names = path.getNameCount();
      return depth == 0 || names == 0 ? "" : path.subpath(Math.max(0, names - depth), names).toString().replace('\\', '/');
    }

    boolean canGrow() {
      return depth < path.getNameCount();
    }
  }

  private record Item(Root root, String below, Path path, long bytes) {
    String name() {
      String prefix = root.prefix();
      return prefix.isEmpty() ? below : below.isEmpty() ? prefix : prefix + "/" + below;
    }
  }

  /// Finds all files.
  ///
  /// @throws IOException where one of the paths itself is missing or cannot be read; the message starts with it
  public static Found find(List<Path> paths) throws IOException {
    Map<Path, Root> roots = new TreeMap<>();
    for (Path given : paths) {
      Path path = given.toAbsolutePath().normalize();
      if (!Files.exists(path)) {
        throw new IOException(given + ": there is no such file or folder");
      }
      if (!Files.isReadable(path)) {
        throw new IOException(given + ": cannot be read (permission denied)");
      }
      roots.putIfAbsent(path, new Root(path, Files.isDirectory(path), 1));
    }
    List<Root> folders = roots.values().stream().filter(root -> root.isFolder).toList();
    if (folders.size() == 1) {
      folders.getFirst().depth = 0;
    }
    List<Item> items = new ArrayList<>();
    List<Item> refused = new ArrayList<>();
    Map<Item, String> reasons = new LinkedHashMap<>();
    for (Root root : roots.values()) {
      if (root.isFolder) {
        walk(root, items, refused, reasons);
      } else {
        items.add(new Item(root, "", root.path, size(root.path)));
      }
    }
    List<Item> once = distinct(items);
    List<Item> named = new ArrayList<>(once);
    named.addAll(refused);
    lengthen(folders, named);
    List<Input> inputs = once.stream()
        .map(item -> new Input(item.name(), item.path, item.bytes))
        .sorted(Comparator.comparing(Input::name))
        .toList();
    List<Refused> left = refused.stream()
        .map(item -> new Refused(item.name(), reasons.getOrDefault(item, "unreadable"), ""))
        .sorted(Comparator.comparing(Refused::name))
        .toList();
    return new Found(inputs, left);
  }

  private static void walk(Root root, List<Item> items, List<Item> refused, Map<Item, String> reasons) throws IOException {
    // The folder that was asked for may itself be a link; only those below it were chosen by somebody else.
    Path start = root.path.toRealPath();
    Files.walkFileTree(start, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        String below = start.relativize(file).toString().replace('\\', '/');
        Item item = new Item(root, below, file, attributes.size());
        if (items.size() >= MAX_FILES) {
          refuse(item, "too-many-files");
        } else if (attributes.isRegularFile()) {
          items.add(item);
        } else if (attributes.isSymbolicLink()) {
          link(item, below, file);
        } else {
          refuse(item, "not-a-file");
        }
        return FileVisitResult.CONTINUE;
      }

      /// A link inside the evidence is followed only to a file inside the same evidence: who packed the evidence
      /// must not choose what else of this machine is read.
      private void link(Item item, String below, Path file) {
        try {
          Path real = file.toRealPath();
          if (!real.startsWith(start)) {
            refuse(item, "link-out-of-folder");
          } else if (Files.isRegularFile(real)) {
            items.add(new Item(root, below, file, Files.size(real)));
          } else {
            // What is in that folder is read under its own name.
            refuse(item, "link-to-folder");
          }
        } catch (IOException dangling) {
          refuse(item, "dangling-link");
        }
      }

      private void refuse(Item item, String reason) {
        refused.add(item);
        reasons.put(item, reason);
      }

      @Override
      public FileVisitResult visitFileFailed(Path file, IOException failure) {
        Item item = new Item(root, start.relativize(file).toString().replace('\\', '/'), file, 0);
        refuse(item, "unreadable");
        return FileVisitResult.CONTINUE;
      }
    });
  }

  private static long size(Path file) throws IOException {
    return Files.isRegularFile(file) ? Files.size(file) : 0;
  }

  /// One item for each real file: the one with the smallest name.
  private static List<Item> distinct(List<Item> items) {
    List<Item> sorted = new ArrayList<>(items);
    sorted.sort(Comparator.comparing((Item item) -> item.path.toString()));
    Set<Path> seen = new TreeSet<>();
    List<Item> once = new ArrayList<>();
    for (Item item : sorted) {
      Path real;
      try {
        real = item.path.toRealPath();
      } catch (IOException gone) {
        real = item.path.toAbsolutePath().normalize();
      }
      if (seen.add(real)) {
        once.add(item);
      }
    }
    return once;
  }

  /// Lengthens folder names until they differ, then all names that two files share.
  private static void lengthen(List<Root> folders, List<Item> items) {
    boolean again = folders.size() > 1;
    while (again) {
      again = false;
      Map<String, List<Root>> byPrefix = new TreeMap<>();
      folders.forEach(folder -> byPrefix.computeIfAbsent(folder.prefix(), _ -> new ArrayList<>()).add(folder));
      for (List<Root> same : byPrefix.values()) {
        again |= same.size() > 1 && grow(same);
      }
    }
    do {
      again = false;
      Map<String, List<Root>> byName = new TreeMap<>();
      items.forEach(item -> byName.computeIfAbsent(item.name(), _ -> new ArrayList<>()).add(item.root));
      for (List<Root> same : byName.values()) {
        again |= same.size() > 1 && grow(same.stream().distinct().toList());
      }
    } while (again);
  }

  private static boolean grow(List<Root> roots) {
    boolean grown = false;
    for (Root root : roots) {
      if (root.canGrow()) {
        root.depth++;
        grown = true;
      }
    }
    return grown;
  }
}
