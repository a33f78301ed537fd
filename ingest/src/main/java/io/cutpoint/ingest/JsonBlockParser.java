package io.cutpoint.ingest;

import io.cutpoint.ingest.json.JsonRecordParser;
import io.cutpoint.ingest.windows.WindowsEvents;
import io.cutpoint.model.event.EventSink;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.model.event.RecordProblem;
import io.cutpoint.model.text.SafeText;
import io.cutpoint.model.text.Untrusted;

/// Turns a block of JSON into events: one object a line, or objects one after another.
final class JsonBlockParser {

  private final JsonRecordParser records;
  private final WindowsEvents windows;
  private final FlatEvent event;

  JsonBlockParser(FieldDictionary dictionary, WindowsEvents windows, FlatEvent event) {
    this.records = new JsonRecordParser(dictionary);
    this.windows = windows;
    this.event = event;
  }

  /// Parses lines; returns how many lines the block has, empty ones and those left out before it included.
  int lines(Block block, EventSink sink) {
    byte[] b = block.bytes;
    int line = block.refusedBefore;
    int from = 0;
    while (from < block.length) {
      int end = JsonRecordParser.lineEnd(b, from, block.length);
      int start = from;
      int stop = end;
      if (block.offset == 0 && start == 0 && stop >= 3 && b[0] == (byte) 0xEF && b[1] == (byte) 0xBB && b[2] == (byte) 0xBF) {
        start = 3;
      }
      while (start < stop && isSpace(b[start])) {
        start++;
      }
      while (stop > start && isSpace(b[stop - 1])) {
        stop--;
      }
      if (end - from > block.maxRecordBytes) {
        tooLong(block, from, sink);
      } else if (start < stop) {
        record(block, line, start, stop, sink);
      }
      line++;
      from = end + 1;
    }
    return line;
  }

  /// Parses objects; returns how many there are, those left out before the block and those that are none included.
  int objects(Block block, EventSink sink) {
    byte[] b = block.bytes;
    int number = block.refusedBefore;
    int at = 0;
    while (true) {
      while (at < block.length && isBetween(b, at, block.offset)) {
        at++;
      }
      if (at == block.length) {
        return number;
      }
      int open = at;
      while (open < block.length && b[open] != '{') {
        open++;
      }
      int end = open < block.length ? JsonRecordParser.objectEnd(b, open, block.length) : block.length;
      if (open > at) {
        problem(block, at, open, JsonRecordParser.Fault.STRAY, sink);
        number++;
      }
      if (end < 0) {
        problem(block, open, block.length, JsonRecordParser.Fault.CUT, sink);
        number++;
        at = nextLine(b, open + 1, block.length);
        continue;
      }
      if (open < block.length) {
        record(block, number++, open, end, sink);
      }
      at = end;
    }
  }

  /// The next object that begins its line: an object that does not end may have lost a bracket or a quote.
  private static int nextLine(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (b[i] == '{' && b[i - 1] == '\n') {
        return i;
      }
    }
    return to;
  }

  /// Whether the byte may stand between objects; `offset` is that of the array in the document.
  static boolean isBetween(byte[] b, int at, long offset) {
    return switch (b[at]) {
      case ' ', '\t', '\r', '\n', ',', '[', ']' -> true;
      // A byte order mark.
      default -> offset == 0 && at < 3 && (b[at] & 0xFF) == (at == 0 ? 0xEF : at == 1 ? 0xBB : 0xBF);
    };
  }

  private static void tooLong(Block block, int at, EventSink sink) {
    sink.problem(new RecordProblem(block.source, block.offset + at, RecordProblem.Kind.QUARANTINED, Cutter.TOO_LONG,
        "a record of at most " + block.maxRecordBytes + " bytes", "a longer one"));
  }

  private void record(Block block, int index, int from, int to, EventSink sink) {
    event.begin(block.source, block.number, index, block.bytes, from, to - from, block.offset + from);
    JsonRecordParser.Fault fault = records.parse(block.bytes, from, to, event);
    if (fault == JsonRecordParser.Fault.NONE) {
      windows.complete(event);
      sink.event(event);
    } else {
      problem(block, Math.min(Math.max(records.position(), from), to), to, fault, sink);
    }
  }

  private static void problem(Block block, int at, int to, JsonRecordParser.Fault fault, EventSink sink) {
    String found = at >= to ? "the end" : SafeText.to(SafeText.Target.TERMINAL, Untrusted.of(block.bytes, at, Math.min(60, to - at)));
    sink.problem(new RecordProblem(
        block.source, block.offset + at, RecordProblem.Kind.QUARANTINED, fault.reason(), fault.wanted(), found));
  }

  private static boolean isSpace(byte c) {
    return c == ' ' || c == '\t' || c == '\r';
  }
}
