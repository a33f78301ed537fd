package io.cutpoint.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// The members of an open archive.
interface Members extends Closeable {
  /// The next member's stream, or null after the last one.
  @Nullable InputStream next() throws IOException;

  /// The name of the member that `next` gave last.
  String memberName();

  /// The name of the archive in outputs.
  String name();

  int depth();

  /// Whether the members behind one that cannot be read can still be.
  boolean survivesDamage();
}
