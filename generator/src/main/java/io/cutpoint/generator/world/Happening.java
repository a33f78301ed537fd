package io.cutpoint.generator.world;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something that happened, before any sensor has told of it.
public sealed interface Happening {

  /// When, in 100 ns since 1601 UTC.
  long time();

  /// On which host.
  Host host();

  /// The step of an attack that it belongs to, or null.
  @Nullable Step step();

  /// A host was started.
  record Boot(long time, Host host, @Nullable Step step) implements Happening {}

  /// A process was started.
  record Started(long time, Running process, @Nullable Step step) implements Happening {
    @Override
    public Host host() {
      return process.host();
    }
  }

  /// A process ended.
  record Ended(long time, Running process, @Nullable Step step) implements Happening {
    @Override
    public Host host() {
      return process.host();
    }
  }

  /// A connection over the network, as the host of `process` sees it.
  ///
  /// @param isInitiated whether `process` asked for it; else it accepted it
  /// @param from source address
  /// @param fromPort source port
  /// @param to destination address
  /// @param toName name of the destination, or empty
  /// @param toPort destination port
  record Connected(
      long time, Running process, boolean isInitiated, String protocol, String from, String fromName, int fromPort, String to, String toName, int toPort, @Nullable Step step)
      implements Happening {
    @Override
    public Host host() {
      return process.host();
    }
  }

  /// A name was looked up.
  ///
  /// @param results as Sysmon writes them
  record NameAsked(long time, Running process, String name, String status, String results, @Nullable Step step) implements Happening {
    @Override
    public Host host() {
      return process.host();
    }
  }

  /// A file was made or overwritten.
  record FileMade(long time, Running process, String path, @Nullable Step step) implements Happening {
    @Override
    public Host host() {
      return process.host();
    }
  }

  /// A file got the mark of the web, or another named stream.
  ///
  /// @param path with the stream's name
  record StreamMade(long time, Running process, String path, String contents, @Nullable Step step) implements Happening {
    @Override
    public Host host() {
      return process.host();
    }
  }

  /// A file was deleted.
  record FileDeleted(long time, Running process, String path, @Nullable Step step) implements Happening {
    @Override
    public Host host() {
      return process.host();
    }
  }

  /// The registry was changed.
  ///
  /// @param kind `SetValue`, `CreateKey`, `DeleteKey` or `DeleteValue`
  /// @param details the value as Sysmon writes it, empty for the other kinds
  record RegistryChanged(long time, Running process, String kind, String key, String details, @Nullable Step step) implements Happening {
    @Override
    public Host host() {
      return process.host();
    }
  }

  /// A named pipe was made or opened.
  record PipeUsed(long time, Running process, boolean isMade, String name, @Nullable Step step) implements Happening {
    @Override
    public Host host() {
      return process.host();
    }
  }

  /// A process opened another.
  record Accessed(long time, Running process, Running target, int rights, String trace, @Nullable Step step) implements Happening {
    @Override
    public Host host() {
      return process.host();
    }
  }

  /// A process started a thread in another.
  record ThreadMade(long time, Running process, Running target, @Nullable Step step) implements Happening {
    @Override
    public Host host() {
      return process.host();
    }
  }

  /// A process loaded a library or a program.
  record Loaded(long time, Running process, String path, boolean isSigned, String signer, @Nullable Step step) implements Happening {
    @Override
    public Host host() {
      return process.host();
    }
  }

  /// An event filter, a consumer and the binding of both were registered with WMI.
  record SubscriptionMade(long time, Host host, Account account, String name, String query, String command, @Nullable Step step) implements Happening {}

  /// Somebody logged on.
  ///
  /// @param by the process that asked, or null for a logon over the network
  /// @param subject in whose session it asked, or null for nobody's
  /// @param packageName `Kerberos`, `NTLM` or `Negotiate`
  /// @param workstation as the client says, or `-`
  record LoggedOn(long time, Session session, @Nullable Running by, @Nullable Session subject, String packageName, String workstation, @Nullable Step step)
      implements Happening {
    @Override
    public Host host() {
      return session.host();
    }
  }

  /// Somebody logged off.
  ///
  /// @param isAsked whether he asked for it himself
  record LoggedOff(long time, Session session, boolean isAsked, @Nullable Step step) implements Happening {
    @Override
    public Host host() {
      return session.host();
    }
  }

  /// Somebody failed to log on at this host with a wrong password.
  record LogonFailed(long time, Running by, Account account, @Nullable Step step) implements Happening {
    @Override
    public Host host() {
      return by.host();
    }
  }

  /// Credentials were used that are not the session's own, by name and password.
  ///
  /// @param service what was asked for at the target, or empty
  record CredentialsUsed(long time, Session session, Account account, String target, String service, Running by, @Nullable Step step) implements Happening {
    @Override
    public Host host() {
      return session.host();
    }
  }

  /// A domain controller issued a ticket.
  ///
  /// @param service `krbtgt` or the account of the service
  /// @param serviceSid of that account
  /// @param encryption 0x12 for AES, 0x17 for RC4
  record TicketIssued(
      long time, Host host, Account account, String service, String serviceSid, int encryption, UUID ticketGuid, String from, int port, @Nullable Step step)
      implements Happening {}

  /// A domain controller refused a ticket for a wrong password.
  record TicketRefused(long time, Host host, Account account, String from, int port, @Nullable Step step) implements Happening {}

  /// Properties of an object of the directory were read.
  ///
  /// @param kind the GUID of the object's class
  /// @param properties GUIDs of property sets, one a line
  record DirectoryRead(long time, Session session, String kind, String properties, UUID object, @Nullable Step step) implements Happening {
    @Override
    public Host host() {
      return session.host();
    }
  }

  /// A domain controller checked a password for somebody else (NTLM).
  record PasswordChecked(long time, Host host, Account account, String workstation, @Nullable Step step) implements Happening {}

  /// A share was opened, or a file in it.
  ///
  /// @param session the session over the network
  /// @param relative the file in the share; empty for the share itself
  record ShareUsed(long time, Session session, String share, String local, String relative, int rights, @Nullable Step step) implements Happening {
    @Override
    public Host host() {
      return session.host();
    }
  }

  /// A service was installed.
  ///
  /// @param session who asked
  /// @param isAutomatic whether it starts with the host
  /// @param client the process that asked, if it runs on this host
  record ServiceInstalled(
      long time, Session session, String name, String command, boolean isAutomatic, String account, @Nullable Running client, @Nullable Step step) implements Happening {
    @Override
    public Host host() {
      return session.host();
    }
  }

  /// A service was started or stopped.
  record ServiceChanged(long time, Host host, String title, boolean isRunning, @Nullable Step step) implements Happening {}

  /// A scheduled task was registered or deleted.
  ///
  /// @param content its XML
  record TaskChanged(long time, Session session, boolean isMade, String name, String content, @Nullable Running client, boolean isRemote, @Nullable Step step)
      implements Happening {
    @Override
    public Host host() {
      return session.host();
    }
  }

  /// PowerShell started, compiled a block of script, or ran a command.
  ///
  /// @param kind 40961, 53504, 4104 or 4103
  /// @param text the script or the command
  /// @param path of the script's file, or empty
  record Scripted(long time, Running process, int kind, String text, String path, UUID block, @Nullable Step step) implements Happening {
    @Override
    public Host host() {
      return process.host();
    }
  }

  /// An account was made or changed in the domain.
  ///
  /// @param kind 4720, 4722, 4724, 4738 or, for a group, 4728 and 4732
  /// @param group the group that it was put into, or null
  record AccountChanged(long time, Session session, int kind, Account account, @Nullable Account group, @Nullable Step step) implements Happening {
    @Override
    public Host host() {
      return session.host();
    }
  }

  /// The members of a local group were listed.
  record GroupListed(long time, Running by, String group, String groupSid, @Nullable Step step) implements Happening {
    @Override
    public Host host() {
      return by.host();
    }
  }

  /// Group policy was applied.
  record PolicyApplied(long time, Host host, Account account, String controller, @Nullable Step step) implements Happening {}

  /// All kinds, for those who count.
  static List<Class<?>> kinds() {
    return List.of(Happening.class.getPermittedSubclasses());
  }
}
