package io.cutpoint.model.fact;

/// A value of an event that later steps ask for, under one name whatever the source calls it.
///
/// The number in run files is [#code()]: it stays as it is, new ones are added.
public enum Attribute {
  /// The acting process: its GUID where the source has one.
  PROCESS_GUID(1),
  /// The acting process's id in decimal.
  PROCESS_ID(2),
  /// The path of the acting process's program.
  IMAGE(3),
  COMMAND_LINE(4),
  /// The account that acts, `DOMAIN\name` where the source has both.
  USER(5),
  /// The session's id on its host, in lower-case hexadecimal with `0x`.
  LOGON_ID(6),
  /// The session's GUID, shared with other hosts' records of the same logon.
  LOGON_GUID(7),
  PARENT_GUID(8),
  PARENT_ID(9),
  PARENT_IMAGE(10),
  PARENT_COMMAND_LINE(11),
  /// Hashes as the source lists them.
  HASHES(12),
  /// The file that was written, marked or deleted.
  TARGET_FILE(13),
  /// What a stream says (mark of the web).
  CONTENTS(14),
  SOURCE_ADDRESS(15),
  SOURCE_PORT(16),
  DESTINATION_ADDRESS(17),
  DESTINATION_PORT(18),
  DESTINATION_HOST(19),
  /// `true` where the recording host opened the connection.
  INITIATED(20),
  PROTOCOL(21),
  /// A name that was asked for, and what came back.
  QUERY(22),
  QUERY_RESULTS(23),
  /// The process acted upon.
  TARGET_PROCESS_GUID(24),
  TARGET_PROCESS_ID(25),
  TARGET_IMAGE(26),
  GRANTED_ACCESS(27),
  REGISTRY_KEY(28),
  REGISTRY_VALUE(29),
  PIPE_NAME(30),
  SERVICE_NAME(31),
  /// What a service or task runs.
  SERVICE_COMMAND(32),
  TASK_NAME(33),
  TASK_CONTENT(34),
  /// The account acted upon or logged on, `DOMAIN\name`.
  TARGET_USER(35),
  TARGET_LOGON_ID(36),
  LOGON_TYPE(37),
  WORKSTATION(38),
  /// The computer a logon or share use aims at, where the event names it.
  TARGET_HOST(39),
  SHARE(40),
  INTEGRITY(41),
  ORIGINAL_FILE_NAME(42),
  CURRENT_DIRECTORY(43),
  /// Blocked, allowed, failed: what the source says of the outcome.
  OUTCOME(44),
  THREAT_NAME(45),
  EVENT_TYPE(46),
  LINKED_LOGON_ID(47),
  LOADED_IMAGE(48),
  /// The process that asked a broker to act, where the source names it (4697 ClientProcessId).
  CLIENT_PROCESS_ID(49),
  /// When the process started or the connection was made, as the message itself says.
  STATED_TIME(50),
  TARGET_SID(51),
  USER_SID(52);

  private static final Attribute[] BY_CODE = new Attribute[128];

  static {
    for (Attribute attribute : values()) {
      BY_CODE[attribute.code] = attribute;
    }
  }

  private final int code;

  Attribute(int code) {
    this.code = code;
  }

  /// The number in run files, 1 to 127.
  public int code() {
    return code;
  }

  /// The attribute with this [#code()], or null for a code of a later version.
  public static @org.jspecify.annotations.Nullable Attribute ofCode(int code) {
    return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }
}
