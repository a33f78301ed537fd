package io.cutpoint.generator.windows;

/// An event log of Windows: its channel, its provider, and the file that Windows keeps it in.
enum EventLog {
  SYSTEM("System", "Service Control Manager", "555908d1-a6d7-4695-8e1e-26931d2012f4"),
  SECURITY("Security", "Microsoft-Windows-Security-Auditing", "54849625-5478-4994-a5ba-3e3b0328c30d"),
  POWERSHELL("Microsoft-Windows-PowerShell/Operational", "Microsoft-Windows-PowerShell", "a0c1853b-5c40-4b15-8766-3cf1c58f985a"),
  SYSMON("Microsoft-Windows-Sysmon/Operational", "Microsoft-Windows-Sysmon", "5770385f-c22a-43e0-bf4c-06f5698ffbd9");

  private final String channel;
  private final String provider;
  private final String guid;

  EventLog(String channel, String provider, String guid) {
    this.channel = channel;
    this.provider = provider;
    this.guid = guid;
  }

  /// As `Channel` says.
  String channel() {
    return channel;
  }

  /// Who writes most of it.
  String provider() {
    return provider;
  }

  /// That provider's GUID.
  String guid() {
    return guid;
  }

  /// The file's name without its ending: a slash in the channel's name becomes `%4`.
  String fileName() {
    return channel.replace("/", "%4");
  }
}
