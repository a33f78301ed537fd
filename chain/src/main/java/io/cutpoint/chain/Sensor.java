package io.cutpoint.chain;

import io.cutpoint.model.fact.Fact;

/// A kind of log, as far as two of them are two witnesses.
public enum Sensor {
  SYSMON("Sysmon"),
  SECURITY("Security"),
  POWERSHELL("PowerShell"),
  DEFENDER("Defender"),
  SYSTEM("System"),
  TASK_SCHEDULER("Task Scheduler"),
  WMI("WMI"),
  REMOTE_DESKTOP("remote desktop"),
  OTHER("other logs");

  private final String title;

  Sensor(String title) {
    this.title = title;
  }

  /// The name in sentences.
  String title() {
    return title;
  }

  /// The kind of log that this event was written to.
  static Sensor of(Fact fact) {
    String channel = fact.channel().key();
    if (channel.contains("sysmon")) {
      return SYSMON;
    }
    if (channel.contains("powershell")) {
      return POWERSHELL;
    }
    if (channel.contains("windows defender")) {
      return DEFENDER;
    }
    if (channel.contains("taskscheduler")) {
      return TASK_SCHEDULER;
    }
    if (channel.contains("wmi-activity")) {
      return WMI;
    }
    if (channel.contains("terminalservices")) {
      return REMOTE_DESKTOP;
    }
    return switch (channel) {
      case "security" -> SECURITY;
      case "system" -> SYSTEM;
      default -> OTHER;
    };
  }
}
