package io.cutpoint.provenance;

import io.cutpoint.model.text.Untrusted;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// One process on one host: told by its start, or implied by what names it.
final class ProcessNode {

  /// By start, then by key: the same whatever order one instant's records came in.
  static final Comparator<ProcessNode> ORDER =
      Comparator.<ProcessNode>comparingLong(node -> node.from ^ Long.MIN_VALUE).thenComparing(ProcessNode::key);

  final int index;
  final String host;
  String guid = "";
  long pid = -1;
  /// The record of its start; none where it is implied.
  @Nullable Trace start;
  /// Another source's record of the same start.
  @Nullable Trace otherStart;
  @Nullable Trace stop;
  /// The first and last record that names it.
  long firstSeen = Times.NEVER;
  long from = Times.NEVER;
  long end = Times.NEVER;
  Untrusted image = Untrusted.NONE;
  String path = "";
  private long imageTime = Times.NEVER;
  Untrusted commandLine = Untrusted.NONE;
  String directory = "";
  Untrusted user = Untrusted.NONE;
  String hash = "";
  String session = "";
  /// Who started it, as the record says; by GUID or, at the end, by id and time.
  int parent = ProcessForest.NONE;
  long parentPid = -1;
  boolean isParentByGuid;
  /// Who really started it, where a source tells that apart from the parent.
  int creator = ProcessForest.NONE;
  long creatorPid = -1;
  boolean isStop;
  boolean isPlaced;
  int children;

  ProcessNode(int index, String host) {
    this.index = index;
    this.host = host;
  }

  /// The key by which detections mention it.
  String key() {
    if (!guid.isEmpty()) {
      return host + '|' + guid;
    }
    Trace told = start;
    return host + '|' + pid + (told == null || told.orderNanos() == Times.NEVER ? "" : '|' + Long.toUnsignedString(told.orderNanos()));
  }

  /// Takes the path of its program: the start's own word, else the earliest.
  void image(Untrusted text, long time, boolean fromStart) {
    if (text.isEmpty() || text.raw().startsWith("<") || text.raw().equals("-")) {
      return;
    }
    long rank = fromStart ? 0 : time;
    if (image.isEmpty() || Times.isBefore(rank, imageTime) || (rank == imageTime && text.compareTo(image) < 0)) {
      image = text;
      path = Paths.of(text);
      imageTime = rank;
    }
  }

  void seen(long time) {
    firstSeen = Times.earlier(firstSeen, time);
  }

  /// Whether nothing says that the two are different programs.
  boolean mayBe(ProcessNode other) {
    return path.isEmpty()
        || other.path.isEmpty()
        || Paths.isSame(path, other.path)
        || (isBare(path) != isBare(other.path) && Paths.name(path).equals(Paths.name(other.path)));
  }

  private static boolean isBare(String path) {
    return path.indexOf('\\') < 0 && path.indexOf('/') < 0;
  }

  /// Takes over what another node, found to be the same process, knows beyond this one.
  void absorb(ProcessNode other) {
    Trace theirs = other.start;
    if (theirs != null) {
      if (start == null) {
        start = theirs;
      } else {
        otherStart = theirs;
      }
    }
    if (stop == null) {
      stop = other.stop;
    }
    seen(other.firstSeen);
    end = Times.earlier(end, other.end);
    pid = pid < 0 ? other.pid : pid;
    image(other.image, other.imageTime, other.imageTime == 0);
    commandLine = commandLine.isEmpty() ? other.commandLine : commandLine;
    directory = directory.isEmpty() ? other.directory : directory;
    user = user.isEmpty() ? other.user : user;
    hash = hash.isEmpty() ? other.hash : hash;
    session = session.isEmpty() ? other.session : session;
    children += other.children;
    if (creator == ProcessForest.NONE && creatorPid < 0) {
      creator = other.creator;
      creatorPid = other.creatorPid;
    }
    boolean known = parent != ProcessForest.NONE || parentPid >= 0;
    boolean theirsKnown = other.parent != ProcessForest.NONE || other.parentPid >= 0;
    if (!known) {
      parent = other.parent;
      parentPid = other.parentPid;
      isParentByGuid = other.isParentByGuid;
    } else if (theirsKnown && parentPid >= 0 && other.parentPid >= 0 && parentPid != other.parentPid && creatorPid < 0) {
      creatorPid = other.parentPid;
    }
    if (parentPid < 0) {
      parentPid = other.parentPid;
    }
  }
}
