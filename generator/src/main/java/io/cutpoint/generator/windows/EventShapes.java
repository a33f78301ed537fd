package io.cutpoint.generator.windows;

import io.cutpoint.evtx.EvtxShape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/// The kinds of events that a host writes, from the table `events.tsv`.
final class EventShapes {
  private static final String TABLE = "events.tsv";
  private static final int COLUMNS = 8;

  private record Row(EventLog log, int id, int version, int level, int task, int opcode, long keywords, List<String> fields) {}

  private static final List<Row> ROWS = read();

  private final Map<EventLog, Map<Integer, EvtxShape>> shapes = new EnumMap<>(EventLog.class);

  /// The shapes of a host.
  EventShapes(String computer) {
    for (Row row : ROWS) {
      shapes.computeIfAbsent(row.log, log -> new HashMap<>()).put(row.id, shape(row, computer));
    }
  }

  /// The shape of an event of a log.
  EvtxShape of(EventLog log, int id) {
    EvtxShape shape = shapes.getOrDefault(log, Map.of()).get(id);
    if (shape == null) {
      throw new IllegalArgumentException("no row in " + TABLE + " for event " + id + " of " + log);
    }
    return shape;
  }

  private static EvtxShape shape(Row row, String computer) {
    EvtxShape.Builder shape;
    if (row.log == EventLog.SYSTEM && row.id == 12) {
      shape = EvtxShape.of("Microsoft-Windows-Kernel-General", row.id).providerGuid(UUID.fromString("a68ca8b7-004f-d7b6-a698-07e2de0f1f5d"));
    } else if (row.log == EventLog.SYSTEM && (row.id == 1500 || row.id == 1501)) {
      shape = EvtxShape.of("Microsoft-Windows-GroupPolicy", row.id).providerGuid(UUID.fromString("aea1b4fa-97d1-45f2-a64c-4d69fffd92c9"));
    } else if (row.log == EventLog.SYSTEM && row.id == 6005) {
      shape = EvtxShape.of("EventLog", row.id).qualifiers(32768);
    } else {
      shape = EvtxShape.of(row.log.provider(), row.id).providerGuid(UUID.fromString(row.log.guid()));
      if (row.log == EventLog.SYSTEM) {
        shape.eventSource(row.log.provider()).qualifiers(16384);
      }
    }
    shape.kind(row.version, row.level, row.task, row.opcode).keywords(row.keywords).place(row.log.channel(), computer);
    for (String field : row.fields) {
      int colon = field.lastIndexOf(':');
      String name = field.substring(0, colon);
      switch (field.charAt(colon + 1)) {
        case 's' -> shape.text(name);
        case 'i' -> shape.int32(name);
        case 'u' -> shape.uint32(name);
        case 'U' -> shape.uint64(name);
        case 'h' -> shape.hex32(name);
        case 'H' -> shape.hex64(name);
        case 'b' -> shape.bool(name);
        case 'g' -> shape.guid(name);
        case 'S' -> shape.sid(name);
        case 't' -> shape.filetime(name);
        default -> throw new IllegalStateException(TABLE + ": wanted a type, found " + field);
      }
    }
    return shape.build();
  }

  private static List<Row> read() {
    List<Row> rows = new ArrayList<>();
    try (InputStream in = EventShapes.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException(TABLE + " is missing");
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          String[] cells = line.split("\t", -1);
          if (cells.length != COLUMNS) {
            throw new IllegalStateException(TABLE + ": wanted " + COLUMNS + " columns, found " + line);
          }
          rows.add(
              new Row(
                  EventLog.valueOf(cells[0].toUpperCase(Locale.ROOT)),
                  Integer.parseInt(cells[1]),
                  Integer.parseInt(cells[2]),
                  Integer.parseInt(cells[3]),
                  Integer.parseInt(cells[4]),
                  Integer.parseInt(cells[5]),
                  Long.parseUnsignedLong(cells[6].substring(2), 16),
                  cells[7].isEmpty() ? List.of() : List.of(cells[7].split(","))));
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(TABLE, unreadable);
    }
    return rows;
  }
}
