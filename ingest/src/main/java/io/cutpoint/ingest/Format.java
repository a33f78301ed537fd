package io.cutpoint.ingest;

/// What the bytes of a source are, recognised from their beginning and never from the name.
public enum Format {
  /// A Windows event log file.
  EVTX("evtx"),
  /// One JSON object a line.
  JSON_LINES("json-lines"),
  /// JSON objects one after another over several lines, or in one array.
  JSON("json"),
  /// Nothing at all.
  EMPTY("empty"),
  /// None that is read here.
  UNKNOWN("unknown");

  private final String id;

  Format(String id) {
    this.id = id;
  }

  /// The word in files.
  public String id() {
    return id;
  }
}
