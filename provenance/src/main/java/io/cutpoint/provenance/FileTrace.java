package io.cutpoint.provenance;

import io.cutpoint.model.text.Untrusted;

/// A file that was written, or marked as coming from outside.
final class FileTrace {
  final String host;
  /// As [Paths#of].
  final String path;
  final Untrusted shown;
  Trace trace;
  /// The last time that the same process did the same.
  long last;
  int writer;
  final long writerPid;
  /// The path of the writing program, where the record says it.
  final Untrusted writerImage;
  /// Where the mark of the web says that it came from, else which page led there, else no text.
  final Untrusted url;
  final int mark;
  String hash;
  /// The path of the archive or image that it was taken out of, where the mark names one; else no text.
  String container = "";

  /// No mark; a mark of the web without, with a referring page, with the address of the file itself.
  static final int UNMARKED = 0;
  static final int MARKED = 1;
  static final int REFERRED = 2;
  static final int LOCATED = 3;

  FileTrace(String host, String path, Untrusted shown, Trace trace, int writer, long writerPid, Untrusted writerImage, Untrusted url, int mark, String hash) {
    this.host = host;
    this.path = path;
    this.shown = shown;
    this.trace = trace;
    this.last = trace.orderNanos();
    this.writer = writer;
    this.writerPid = writerPid;
    this.writerImage = writerImage;
    this.url = url;
    this.mark = mark;
    this.hash = hash;
  }
}
