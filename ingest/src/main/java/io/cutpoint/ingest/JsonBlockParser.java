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

  /// Parses lines; returns how many lines the block has, empty ones included.
  int lines(Block block, EventSink sink) {
    byte[] b = block.bytes;
    int line = 0;
    int from = 0;
    while (from < block.length) {
      int end = from;
      while (end < block.length && b[end] != '\n') {
        end++;
      }
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
      if (start < stop) {
        record(block, line, start, stop, sink);
      }
      line++;
      from = end + 1;
    }
    return line;
  }

  /// Parses objects with anything between them but braces; returns how many there are.
  int objects(Block block, EventSink sink) {
    byte[] b = block.bytes;
    int number = 0;
    int at = 0;
    while (true) {
      while (at < block.length && b[at] != '{') {
        at++;
      }
      if (at >= block.length) {
        return number;
      }
      int end = JsonRecordParser.objectEnd(b, at, block.length);
      if (end < 0) {
        problem(block, at, block.length, JsonRecordParser.Fault.CUT, sink);
        return number + 1;
      }
      record(block, number++, at, end, sink);
      at = end;
    }
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
