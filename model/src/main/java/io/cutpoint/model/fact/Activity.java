package io.cutpoint.model.fact;

/// What an event says happened, as far as provenance and linking ask.
///
/// The name in files is [#id()]; the code in the run files is [#code()]: both stay as they are, new ones are added.
public enum Activity {
  OTHER(0, "other", false),
  PROCESS_START(1, "process-start", true),
  PROCESS_END(2, "process-end", true),
  /// A file was written or made.
  FILE_WRITE(3, "file-write", true),
  /// A stream was added to a file, such as the mark of the web.
  FILE_STREAM(4, "file-stream", true),
  FILE_DELETE(5, "file-delete", false),
  CONNECTION(6, "connection", true),
  NAME_QUERY(7, "name-query", true),
  /// One process opened another.
  PROCESS_ACCESS(8, "process-access", false),
  /// One process started a thread in another.
  REMOTE_THREAD(9, "remote-thread", true),
  IMAGE_LOAD(10, "image-load", false),
  DRIVER_LOAD(11, "driver-load", false),
  REGISTRY_WRITE(12, "registry-write", false),
  REGISTRY_DELETE(13, "registry-delete", false),
  PIPE(14, "pipe", false),
  SERVICE_INSTALL(15, "service-install", true),
  TASK_CREATE(16, "task-create", true),
  TASK_DELETE(17, "task-delete", true),
  /// A session began on the recording host.
  LOGON(18, "logon", true),
  LOGON_FAILED(19, "logon-failed", true),
  LOGOFF(20, "logoff", true),
  /// A process used other credentials than its own, here or towards another host.
  LOGON_EXPLICIT(21, "logon-explicit", true),
  /// A permanent WMI filter, consumer or binding was made.
  WMI_SUBSCRIPTION(22, "wmi-subscription", true),
  ACCOUNT_CHANGE(23, "account-change", false),
  SHARE_ACCESS(24, "share-access", false),
  SCRIPT(25, "script", false),
  LOG_CLEARED(26, "log-cleared", true),
  TICKET_REQUEST(27, "ticket-request", false),
  DIRECTORY_ACCESS(28, "directory-access", false),
  /// Another tool's verdict, such as an antivirus alert.
  ALERT(29, "alert", false),
  /// The host started.
  BOOT(30, "boot", true);

  private static final Activity[] BY_CODE = new Activity[64];

  static {
    for (Activity activity : values()) {
      BY_CODE[activity.code] = activity;
    }
  }

  private final int code;
  private final String id;
  private final boolean context;

  Activity(int code, String id, boolean context) {
    this.code = code;
    this.id = id;
    this.context = context;
  }

  /// The number in run files.
  public int code() {
    return code;
  }

  /// The word in outputs.
  public String id() {
    return id;
  }

  /// Whether a fact is kept even where no rule matched.
  public boolean isContext() {
    return context;
  }

  /// The activity with this [#code()]; [#OTHER] for a code of a later version.
  public static Activity ofCode(int code) {
    Activity activity = code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    return activity == null ? OTHER : activity;
  }
}
