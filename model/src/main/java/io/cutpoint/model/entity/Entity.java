package io.cutpoint.model.entity;

import io.cutpoint.model.text.Untrusted;

/// A thing that detections share. Equal entities have equal [#key()]; [#value()] is how the first event wrote it.
///
/// Keys are in lower case. What belongs to one host carries that host in its key.
public sealed interface Entity {

  /// The word for this kind in files, such as `host`.
  String type();

  /// What is compared: lower case, with the host for what lives on one.
  String key();

  /// How to show it.
  Untrusted value();

  /// A computer. The key is the first label of its name, so that `MKT01` and `mkt01.corp.local` are one; an address
  /// is kept whole.
  record Host(String key, Untrusted value) implements Entity {
    @Override
    public String type() {
      return "host";
    }
  }

  /// An account. A local account's key carries its host.
  record Account(String key, Untrusted value) implements Entity {
    @Override
    public String type() {
      return "user";
    }
  }

  /// A process; the key is its GUID, else host, process id and start.
  ///
  /// @param image the path of its program
  record Process(String key, Untrusted value, Untrusted image) implements Entity {
    @Override
    public String type() {
      return "process";
    }
  }

  /// A logon session on a host.
  record Session(String key, Untrusted value) implements Entity {
    @Override
    public String type() {
      return "session";
    }
  }

  /// A file on a host, by its path.
  record File(String key, Untrusted value) implements Entity {
    @Override
    public String type() {
      return "file";
    }
  }

  /// A hash of a file's content; the strongest that the source gives.
  record FileHash(String key, Untrusted value) implements Entity {
    @Override
    public String type() {
      return "hash";
    }
  }

  /// An IP address.
  ///
  /// @param scope what is known of whose it is
  record Address(String key, Untrusted value, Scope scope) implements Entity {
    @Override
    public String type() {
      return "ip";
    }
  }

  /// A name in the domain name system.
  record Domain(String key, Untrusted value) implements Entity {
    @Override
    public String type() {
      return "domain";
    }
  }

  /// A web address.
  record Url(String key, Untrusted value) implements Entity {
    @Override
    public String type() {
      return "url";
    }
  }

  /// A service, scheduled task, autorun entry or the like on a host.
  record Artefact(String key, Untrusted value) implements Entity {
    @Override
    public String type() {
      return "artefact";
    }
  }

  /// Whose an address is. Private addresses may be the attacker's: internal means proven or configured.
  enum Scope {
    /// Proven ours: a host here uses it.
    INTERNAL("internal"),
    /// In a private range, and nothing proves whose.
    PRIVATE_UNKNOWN("private"),
    /// A public address.
    EXTERNAL("external");

    private final String id;

    Scope(String id) {
      this.id = id;
    }

    /// The word in files.
    public String id() {
      return id;
    }
  }
}
