package io.cutpoint.ingest;

import io.cutpoint.ingest.json.JsonRecordParser;

/// What a stream is, by its first bytes.
enum Magic {
  EVTX, JSON_LINES, JSON, GZIP, BZIP2, XZ, ZIP, TAR, EMPTY, UNKNOWN;

  static boolean isArchive(byte[] head) {
    return switch (of(head)) {
      case GZIP, BZIP2, XZ, ZIP, TAR -> true;
      case EVTX, JSON_LINES, JSON, EMPTY, UNKNOWN -> false;
    };
  }

  static Magic of(byte[] head) {
    if (head.length == 0) {
      return EMPTY;
    }
    if (starts(head, 0, 'E', 'l', 'f', 'F', 'i', 'l', 'e', 0) || starts(head, 0, 'E', 'l', 'f', 'C', 'h', 'n', 'k', 0)) {
      return EVTX;
    }
    if (starts(head, 0, 0x1f, 0x8b, 8)) {
      return GZIP;
    }
    if (starts(head, 0, 'B', 'Z', 'h') && head.length > 9 && head[4] == 0x31 && head[5] == 0x41) {
      return BZIP2;
    }
    if (starts(head, 0, 0xfd, '7', 'z', 'X', 'Z', 0)) {
      return XZ;
    }
    if (starts(head, 0, 'P', 'K', 3, 4) || starts(head, 0, 'P', 'K', 5, 6)) {
      return ZIP;
    }
    if (starts(head, 257, 'u', 's', 't', 'a', 'r')) {
      return TAR;
    }
    Magic json = json(head);
    return json == UNKNOWN && mostlyObjects(head) ? JSON_LINES : json;
  }

  /// Whether at least half of the lines are JSON objects: the first line of a log that was cut off is none.
  private static boolean mostlyObjects(byte[] head) {
    int objects = 0;
    int others = 0;
    int from = 0;
    for (int i = 0; i < head.length; i++) {
      if (head[i] == '\n') {
        int start = space(head, from);
        if (start < i) {
          int inside = space(head, start + 1);
          int end = head[start] == '{' && inside < i && (head[inside] == '"' || head[inside] == '}') ? JsonRecordParser.objectEnd(head, start, i) : -1;
          boolean object = end > 0 && space(head, end) >= i;
          objects += object ? 1 : 0;
          others += object ? 0 : 1;
        }
        from = i + 1;
      }
    }
    return objects > 0 && objects >= others;
  }

  private static boolean starts(byte[] head, int at, int... bytes) {
    if (head.length < at + bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((head[at + i] & 0xFF) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private static Magic json(byte[] head) {
    int at = starts(head, 0, 0xEF, 0xBB, 0xBF) ? 3 : 0;
    at = space(head, at);
    if (at >= head.length) {
      return UNKNOWN;
    }
    if (head[at] == '[') {
      int inside = space(head, at + 1);
      return inside < head.length && (head[inside] == '{' || head[inside] == ']') ? JSON : UNKNOWN;
    }
    if (head[at] != '{') {
      return UNKNOWN;
    }
    int inside = space(head, at + 1);
    if (inside < head.length && head[inside] != '"' && head[inside] != '}') {
      return UNKNOWN;
    }
    int line = at;
    while (line < head.length && head[line] != '\n') {
      line++;
    }
    if (line == head.length) {
      // A first line longer than what was looked at, or the only one.
      return JSON_LINES;
    }
    // An object that ends in its first line: one a line. Otherwise it spans lines, unless the next line begins anew.
    if (JsonRecordParser.objectEnd(head, at, line) > 0) {
      return JSON_LINES;
    }
    int next = space(head, line);
    return next < head.length && head[next] == '{' ? JSON_LINES : JSON;
  }

  private static int space(byte[] head, int from) {
    int at = from;
    while (at < head.length && (head[at] == ' ' || head[at] == '\t' || head[at] == '\r' || head[at] == '\n')) {
      at++;
    }
    return at;
  }
}
