package io.cutpoint.generator.world;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A process.
///
/// @param guid as Sysmon names it
/// @param pid unique among those that run on the host
/// @param image path of the program
/// @param commandLine with the program
/// @param directory where it works
/// @param parent who started it; null for the first one
/// @param session in whose name it runs
/// @param integrity `Low`, `Medium`, `High` or `System`
/// @param start when, in 100 ns since 1601 UTC
/// @param step the step of an attack that started it, or null
public record Running(
    UUID guid, int pid, String image, String commandLine, String directory, @Nullable Running parent, Session session, String integrity, long start, @Nullable Step step) {

  /// The host that it runs on.
  public Host host() {
    return session.host();
  }
}
