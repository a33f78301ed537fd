package io.cutpoint.provenance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a file that ran came to the host.
///
/// @param file the record that tells it best
/// @param ran the record of the file that ran, where that is another (taken out of an archive)
/// @param rank how much it tells: the file's own web address most
/// @param isImage whether the file is the process's own program; else its command line names it
/// @param confidence of the weakest link between file and process
record Delivery(FileTrace file, FileTrace ran, int rank, boolean isImage, double confidence) {

  /// The address of the file itself, of a page, an unnamed place outside; a browser, mail program or archiver wrote it.
  static final int LOCATED = 6;
  static final int REFERRED = 5;
  static final int MARKED = 4;
  static final int WRITTEN = 3;

  /// A file waits so long for its first run at most.
  private static final long LONGEST_WAIT_NANOS = 30 * Times.DAY;

  /// The best that is known of what this process ran, or none where nothing of it came from outside.
  static @Nullable Delivery of(Provenance provenance, ProcessNode node) {
    if (node.isStop) {
      return null;
    }
    long run = node.from == 0 ? node.firstSeen : node.from;
    Delivery found = best(provenance, node, run, node.path, true, null);
    if (!Programs.isDeliverer(node.path)) {
      for (String named : Paths.inCommand(node.commandLine, node.directory)) {
        if (Programs.runs(node.path, named) && !Paths.isSame(named, node.path)) {
          found = best(provenance, node, run, named, false, found);
        }
      }
    }
    if (found == null && isFromDesktop(provenance, node) && Programs.isInterpreter(node.path)) {
      // What a shortcut in the image names works in the image.
      found = mounted(provenance, node, run, node.directory, false);
    }
    return found == null ? opened(provenance, node, run) : found;
  }

  private static @Nullable Delivery best(
      Provenance provenance, ProcessNode node, long run, String path, boolean isImage, @Nullable Delivery soFar) {
    Delivery found = soFar;
    for (FileTrace file : provenance.files(node.host, path)) {
      found = better(found, judge(provenance, node, run, file, isImage, file.path.equals(path) ? 1.0 : 0.7));
    }
    Delivery image = mounted(provenance, node, run, path, isImage);
    found = image == null ? found : better(found, image);
    if (isImage && !Programs.isInstalled(node.path)) {
      for (FileTrace file : provenance.filesWithHash(node.host, node.hash)) {
        found = better(found, judge(provenance, node, run, file, true, 0.7));
      }
    }
    return found;
  }

  private static @Nullable Delivery judge(Provenance provenance, ProcessNode node, long run, FileTrace file, boolean isImage, double exact) {
    long written = file.trace.orderNanos();
    if (Times.isAfter(written, Times.plus(run, ProcessTable.SAME_START_NANOS)) || Times.isBefore(written, Times.minus(run, LONGEST_WAIT_NANOS))) {
      return null;
    }
    // A path is the same path: .7 by the table of edges, however exactly it is written.
    double confidence = Math.min(exact, 0.7);
    FileTrace first = outermost(provenance, file);
    if (first.mark > FileTrace.UNMARKED) {
      return new Delivery(first, file, rank(first), isImage, confidence);
    }
    String writer = file.writer == ProcessForest.NONE ? Paths.of(file.writerImage) : provenance.process(file.writer).path;
    if (!Programs.isDeliverer(writer) || (Programs.isInstalled(node.path) && isImage)) {
      return null;
    }
    FileTrace archive = Programs.isArchiver(writer) && file.writer != ProcessForest.NONE ? archive(provenance, provenance.process(file.writer)) : null;
    return archive == null
        ? new Delivery(file, file, WRITTEN, isImage, confidence)
        : new Delivery(archive, file, rank(archive), isImage, confidence);
  }

  /// How much the mark of a marked file tells.
  private static int rank(FileTrace file) {
    return LOCATED - (FileTrace.LOCATED - file.mark);
  }

  /// The archive or image that the file's mark names, where that is marked as well as the file itself; else the file.
  private static FileTrace outermost(Provenance provenance, FileTrace file) {
    FileTrace out = file.container.isEmpty() ? null : marked(provenance, file.host, file.container, file.trace.orderNanos());
    return out == null || out.mark < file.mark ? file : out;
  }

  /// The marked archive that an archiver's command line names.
  private static @Nullable FileTrace archive(Provenance provenance, ProcessNode archiver) {
    FileTrace best = null;
    for (String path : Paths.inCommand(archiver.commandLine, archiver.directory)) {
      FileTrace file = marked(provenance, archiver.host, path, archiver.from);
      best = file != null && (best == null || file.mark >= best.mark) ? file : best;
    }
    return best;
  }

  private static boolean isFromDesktop(Provenance provenance, ProcessNode node) {
    int cause = provenance.cause(node.index);
    return cause != ProcessForest.NONE && Programs.isDesktop(provenance.process(cause).path);
  }

  /// Whether the desktop noted, among what was opened lately, that somebody opened this image before that time.
  private static boolean isRemembered(Provenance provenance, FileTrace image, long run) {
    String note = "\\recent\\" + Paths.name(image.path) + ".lnk";
    return provenance.shortcuts(image.host).stream()
        .anyMatch(shortcut -> shortcut.path.endsWith(note)
            && !Times.isBefore(shortcut.trace.orderNanos(), image.trace.orderNanos())
            && !Times.isAfter(shortcut.trace.orderNanos(), run)
            && Times.isWithin(shortcut.trace.orderNanos(), run, Times.HOUR));
  }

  /// The marked shortcut that the desktop may have opened when it started this interpreter: Windows starts what the
  /// shortcut names, and no record names the shortcut. Within two minutes of its coming it is sure enough; within the
  /// hour it is a guess by time alone.
  private static @Nullable Delivery opened(Provenance provenance, ProcessNode node, long run) {
    if (!isFromDesktop(provenance, node) || !Programs.isInterpreter(node.path)) {
      return null;
    }
    FileTrace last = null;
    for (FileTrace shortcut : provenance.shortcuts(node.host)) {
      long came = shortcut.trace.orderNanos();
      if (shortcut.mark > FileTrace.UNMARKED && !Times.isAfter(came, run) && Times.isWithin(came, run, Times.HOUR)) {
        last = shortcut;
      }
    }
    if (last == null) {
      return null;
    }
    double sure = Times.isWithin(last.trace.orderNanos(), run, 2 * Times.MINUTE) ? 0.7 : 0.4;
    FileTrace first = outermost(provenance, last);
    return new Delivery(first, last, rank(first), false, sure);
  }

  /// The best marked file of this path that was there by then.
  private static @Nullable FileTrace marked(Provenance provenance, String host, String path, long by) {
    FileTrace best = null;
    for (FileTrace file : provenance.files(host, path)) {
      boolean isInTime = !Times.isAfter(file.trace.orderNanos(), Times.plus(by, ProcessTable.SAME_START_NANOS));
      if (isInTime && file.mark > FileTrace.UNMARKED && (best == null || file.mark >= best.mark)) {
        best = file;
      }
    }
    return best;
  }

  /// The marked disk image that a program on another drive than Windows' own may have come out of: Windows gives a drive
  /// to an image that somebody opens, and at most the desktop remembers that. By one name, or where it was opened, it is
  /// sure enough; by time alone it is the last image that came in within the hour.
  private static @Nullable Delivery mounted(Provenance provenance, ProcessNode node, long run, String path, boolean isImage) {
    if (!Paths.isOnOtherDrive(path)) {
      return null;
    }
    FileTrace last = null;
    boolean isNamed = false;
    for (FileTrace image : provenance.images(node.host)) {
      long came = image.trace.orderNanos();
      boolean isInTime = !Times.isAfter(came, run) && !Times.isBefore(came, Times.minus(run, LONGEST_WAIT_NANOS));
      boolean isSame = Paths.stem(Paths.name(image.path)).equals(Paths.stem(Paths.name(path))) || isRemembered(provenance, image, run);
      if (isInTime && image.mark > FileTrace.UNMARKED && (isSame || (!isNamed && Times.isWithin(came, run, Times.HOUR)))) {
        last = image;
        isNamed |= isSame;
      }
    }
    return last == null ? null : new Delivery(last, last, rank(last), isImage, isNamed ? 0.7 : 0.4);
  }

  /// What tells more; of equals, the later record: the file that ran was the last of its name.
  private static @Nullable Delivery better(@Nullable Delivery a, @Nullable Delivery b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    if (a.rank != b.rank) {
      return a.rank > b.rank ? a : b;
    }
    if (a.isImage != b.isImage) {
      return a.isImage ? a : b;
    }
    return Trace.ORDER.compare(a.file.trace, b.file.trace) >= 0 ? a : b;
  }

  /// The processes that ran the same file from its delivery on, by their start.
  List<Integer> runs(Provenance provenance, ProcessNode node) {
    return isImage ? provenance.processesOf(node.host, node.path) : List.of(node.index);
  }
}
