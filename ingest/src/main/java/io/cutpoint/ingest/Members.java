package io.cutpoint.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// The members of an open archive.
abstract class Members implements Closeable {

  private static final int LONGEST_NAME = 1024;

  private final String archive;
  private final int depth;
  private String member = "";

  /// @param archive its name in outputs
  /// @param depth how many archives the members lie in
  Members(String archive, int depth) {
    this.archive = archive;
    this.depth = depth;
  }

  /// The next member's stream, or null after the last one.
  abstract @Nullable InputStream next() throws IOException;

  /// Whether the members behind one that cannot be read can still be.
  abstract boolean survivesDamage();

  /// The next member has this name: kept with `/` between its parts. It is shown and compared, and never used as a path.
  final void member(String written) {
    String name = written.replace('\\', '/');
    member = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
  }

  /// The archive and the member that `next` gave last, as outputs name them.
  final String name() {
    return archive + "!" + member;
  }

  final String archive() {
    return archive;
  }

  final int depth() {
    return depth;
  }
}
