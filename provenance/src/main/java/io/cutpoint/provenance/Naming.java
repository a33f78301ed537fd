package io.cutpoint.provenance;

import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.text.Untrusted;
import java.util.LinkedHashSet;
import java.util.Set;

/// Which sessions on other hosts a process asked for, by what its command line says.
///
/// A tool that runs something elsewhere is told where: the computer's name or address stands in its command line, and
/// right after its start a session begins there from its own host. Needed for what the kernel talks for (file shares
/// and named pipes), of which no record of a connection names the process.
/// Abuse: an intruder who hides the name from the command line is not seen so. A session of another account that
/// begins just then is taken only within half a minute, and believed less.
final class Naming {

  static final long LONGEST_WAIT_NANOS = 2 * Times.MINUTE;
  private static final long OTHER_ACCOUNT_NANOS = 30 * Times.SECOND;

  /// No computer's name is so short that any option's value is one.
  private static final int SHORTEST_NAME = 3;

  private static final int MOST_NAMES = 32;

  private Naming() {}

  /// The names and addresses in the process's command line, each as the key of a host would be, in their order.
  static Set<String> names(ProcessNode node) {
    Set<String> out = new LinkedHashSet<>();
    String text = Entities.fold(node.commandLine.raw());
    int start = -1;
    for (int i = 0; i <= text.length() && out.size() < MOST_NAMES; i++) {
      boolean isPart = i < text.length() && isOfName(text.charAt(i));
      if (isPart && start < 0) {
        start = i;
      } else if (!isPart && start >= 0) {
        if (i - start >= SHORTEST_NAME) {
          out.add(Entities.hostKey(Untrusted.of(text.substring(start, i))));
        }
        start = -1;
      }
    }
    return out;
  }

  private static boolean isOfName(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c > 127;
  }

  /// How sure it is that the process, whose command line names the session's host, asked for the session; 0 for not.
  static double confidence(ProcessNode node, Logon logon) {
    long began = logon.trace().orderNanos();
    boolean isAfter = !Times.isBefore(began, Times.minus(node.from, ProcessTable.SAME_START_NANOS));
    if (node.from == 0 || !isAfter || !Times.isWithin(began, node.from, LONGEST_WAIT_NANOS)) {
      return 0;
    }
    String user = Entities.account(node.user, node.host).map(Entity.Account::key).orElse("");
    boolean isOwn = !user.isEmpty() && user.equals(logon.accountKey());
    String name = logon.accountKey().substring(logon.accountKey().lastIndexOf('\\') + 1);
    boolean isNamed = name.length() >= SHORTEST_NAME && names(node).contains(name);
    return isOwn || isNamed ? 0.7 : Times.isWithin(began, node.from, OTHER_ACCOUNT_NANOS) ? 0.4 : 0;
  }
}
