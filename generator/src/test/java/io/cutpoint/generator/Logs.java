package io.cutpoint.generator;

import io.cutpoint.evtx.EvtxChunkReader;
import io.cutpoint.evtx.EvtxFileHeader;
import io.cutpoint.evtx.EvtxProblem;
import io.cutpoint.evtx.EvtxRecord;
import io.cutpoint.evtx.RecordVisitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Everything that is in the event logs below a folder.
record Logs(List<Event> events, List<EvtxProblem> problems) {

  /// @param source file below the folder, with slashes
  /// @param values by name, those of `System` as well
  record Event(String source, long record, long time, String host, String channel, int id, Map<String, String> values) {
    String value(String name) {
      return values.getOrDefault(name, "");
    }

    boolean isSysmon(int number) {
      return id == number && channel.contains("Sysmon");
    }

    boolean isSecurity(int number) {
      return id == number && channel.equals("Security");
    }
  }

  static Logs of(Path folder) throws IOException {
    List<Event> events = new ArrayList<>();
    List<EvtxProblem> problems = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".evtx")).sorted().toList()) {
        String source = folder.relativize(file).toString().replace('\\', '/');
        byte[] bytes = Files.readAllBytes(file);
        EvtxChunkReader reader = new EvtxChunkReader();
        for (int at = EvtxFileHeader.parse(bytes).chunkOffset(); at < bytes.length; at += EvtxFileHeader.CHUNK_BYTES) {
          reader.read(
              Arrays.copyOfRange(bytes, at, at + EvtxFileHeader.CHUNK_BYTES),
              EvtxFileHeader.CHUNK_BYTES,
              new RecordVisitor() {
                @Override
                public void record(EvtxRecord record) {
                  events.add(event(source, record));
                }

                @Override
                public void problem(EvtxProblem problem) {
                  problems.add(problem);
                }
              });
        }
      }
    }
    return new Logs(events, problems);
  }

  private static Event event(String source, EvtxRecord record) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < record.count(); i++) {
      String field = record.field(i).toString();
      int bracket = field.indexOf('[');
      values.put(bracket < 0 ? field : field.substring(bracket + 1, field.length() - 1), record.text(i));
    }
    return new Event(
        source, record.recordId(), record.writtenFiletime(), values.getOrDefault("System/Computer", ""), values.getOrDefault("System/Channel", ""),
        Integer.parseInt(values.getOrDefault("System/EventID", "-1")), values);
  }
}
