package io.cutpoint.generator.world;

import java.io.IOException;

/// Something that watches the company and writes of it what it can see.
///
/// A sensor gets all that happens, in the order of time, and leaves out what it does not see. New sensors (a mail
/// gateway, a proxy, network monitors, other systems) join the story by implementing this; the story does not change.
public interface Sensor extends AutoCloseable {

  /// Writes of what happened.
  void see(Happening what) throws IOException;

  /// How many records it has written.
  long records();

  /// Finishes its files.
  @Override
  void close() throws IOException;
}
