package io.cutpoint.ingest;

import io.cutpoint.evtx.EvtxChunkReader;
import io.cutpoint.evtx.EvtxField;
import io.cutpoint.evtx.EvtxProblem;
import io.cutpoint.evtx.EvtxRecord;
import io.cutpoint.evtx.EvtxText;
import io.cutpoint.evtx.RecordVisitor;
import io.cutpoint.evtx.ValueType;
import io.cutpoint.ingest.windows.WindowsEvents;
import io.cutpoint.model.event.EventSink;
import io.cutpoint.model.event.EventTimes;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.model.event.RecordProblem;
import io.cutpoint.model.event.TextForm;
import io.cutpoint.model.event.ValueKind;
import io.cutpoint.model.event.View;
import io.cutpoint.model.event.Writing;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Turns the records of one EVTX chunk into events with flat names.
///
/// Children of System keep their names, attributes are `Provider_Name`, EventData has the names of its Data elements
/// (`Data` where there is none), UserData those of its leaves. Texts are written when somebody asks for them: no rule
/// looks at most values of most records.
final class EvtxRecordParser implements RecordVisitor, TextForm {

  private static final ValueType[] TYPES = ValueType.values();

  /// What the event is told of an entry, by the ordinal of its type.
  private static final short[] PREPARED = prepared();

  private static final short EMPTY = FlatEvent.prepared(ValueKind.EMPTY, 0, Writing.TEXT);

  /// Numbers with more digits are none to [WindowsEvents].
  private static final int MAX_EVENT_ID = 999_999_999;

  /// Logs that are known by the bytes of their names; a power of two. A file mostly has one.
  private static final int LOGS = 64;

  private static final int MAX_CHANNEL_BYTES = 512;

  /// A log and its name as records write it, in UTF-16.
  private record WrittenLog(byte[] name, WindowsEvents.Log log) {}

  /// What an [EvtxField] is called, found once for each.
  private record Name(String text, int field) {}

  private final EvtxChunkReader reader = new EvtxChunkReader();
  private final FieldDictionary dictionary;
  private final WindowsEvents windows;
  private final FlatEvent event;
  private final EvtxText text = new EvtxText();
  private final int systemTime;
  private final int channel;
  private final int eventId;
  private final @Nullable WrittenLog[] logs = new @Nullable WrittenLog[LOGS];
  private @Nullable Name[] names = new @Nullable Name[512];
  private Block block = new Block();
  private @Nullable EventSink sink;
  private int index;

  EvtxRecordParser(FieldDictionary dictionary, WindowsEvents windows, FlatEvent event) {
    this.dictionary = dictionary;
    this.windows = windows;
    this.event = event;
    this.systemTime = dictionary.id("TimeCreated_SystemTime");
    this.channel = dictionary.id("Channel");
    this.eventId = dictionary.id("EventID");
  }

  /// Parses the block's chunk; returns how many records it has, good or bad.
  int parse(Block chunk, EventSink to) {
    block = chunk;
    sink = to;
    index = 0;
    reader.read(chunk.bytes, chunk.length, this);
    return index;
  }

  @Override
  public void record(EvtxRecord record) {
    EventSink to = sink;
    if (to == null) {
      throw new IllegalStateException("wanted a call of parse around it");
    }
    event.begin(block.source, block.number, index++, block.bytes, record.offset(), record.length(), block.offset + record.offset());
    event.recordNumber(record.recordId());
    event.writer(this);
    for (int i = 0, n = record.count(); i < n; i++) {
      Name name = name(record.field(i));
      long value = record.value(i);
      int length = EvtxRecord.lengthOf(value);
      short prepared = length < 2 && isEmpty(value) ? EMPTY : PREPARED[EvtxRecord.typeOf(value)];
      if (!event.addPrepared(name.field, name.text, prepared, record.bytesOf(value), EvtxRecord.offsetOf(value), prepared == EMPTY ? 0 : length)) {
        to.problem(new RecordProblem(block.source, block.offset + record.offset(), RecordProblem.Kind.QUARANTINED, "too-many-fields",
            "at most " + FlatEvent.MAX_ENTRIES + " values", String.valueOf(record.count())));
        return;
      }
    }
    complete(record);
    to.event(event);
  }

  private static boolean isEmpty(long value) {
    return EvtxText.isEmpty(TYPES[EvtxRecord.typeOf(value)], EvtxRecord.lengthOf(value));
  }

  /// Completes the event without having a text written where the numbers say it all. Entry and leaf have one number.
  private void complete(EvtxRecord record) {
    int timeAt = event.find(systemTime, View.ORIGINAL);
    long written = timeAt >= 0 && record.type(timeAt) == ValueType.FILETIME ? EventTimes.ofFiletimeText(record.number(timeAt)) : EventView.NO_TIME;
    int channelAt = event.find(channel, View.ORIGINAL);
    int idAt = event.find(eventId, View.ORIGINAL);
    WindowsEvents.Log log = null;
    long id = -1;
    if (channelAt >= 0 && idAt >= 0 && record.type(idAt) == ValueType.UINT) {
      id = record.number(idAt);
      log = id >= 0 && id <= MAX_EVENT_ID ? log(record, channelAt) : null;
    }
    if (log == null) {
      windows.complete(event, written);
    } else {
      windows.complete(event, written, log, (int) id);
    }
  }

  /// The log that a record names, found by the bytes of the name as they stand there; null where it must be looked up by
  /// its text.
  private WindowsEvents.@Nullable Log log(EvtxRecord record, int channelAt) {
    long value = record.value(channelAt);
    int length = EvtxRecord.lengthOf(value);
    if (TYPES[EvtxRecord.typeOf(value)] != ValueType.STRING || length < 8 || length > MAX_CHANNEL_BYTES) {
      return null;
    }
    byte[] in = record.bytesOf(value);
    int from = EvtxRecord.offsetOf(value);
    // Names of logs mostly differ in their length or towards their ends.
    int at = (length + 31 * in[from + length - 2] + 7 * in[from + length / 4 * 2]) & (LOGS - 1);
    WrittenLog known = logs[at];
    if (known == null || !Arrays.equals(known.name, 0, known.name.length, in, from, from + length)) {
      byte[] name = Arrays.copyOfRange(in, from, from + length);
      known = new WrittenLog(name, windows.log(event.bytes(channelAt), event.offset(channelAt), event.length(channelAt)));
      logs[at] = known;
    }
    return known.log;
  }

  @Override
  public int most(int form, int length) {
    return EvtxText.most(TYPES[form - 1], length);
  }

  @Override
  public int write(int form, byte[] from, int offset, int length, byte[] to, int at) {
    return text.write(TYPES[form - 1], from, offset, length, to, at);
  }

  @Override
  public Writing writing(int form) {
    return writing(TYPES[form - 1]);
  }

  private static Writing writing(ValueType type) {
    return switch (type) {
      case STRING -> Writing.UTF16;
      case INT, UINT, BINARY, GUID, SID, FILETIME, SYSTEMTIME, HEX_INT32, HEX_INT64, SIZE_T -> Writing.SYMBOLS;
      case ANSI_STRING, REAL, BOOL, EMPTY -> Writing.OTHER;
    };
  }

  private static short[] prepared() {
    short[] prepared = new short[TYPES.length];
    for (ValueType type : TYPES) {
      prepared[type.ordinal()] = FlatEvent.prepared(kind(type), 1 + type.ordinal(), writing(type));
    }
    return prepared;
  }

  private static ValueKind kind(ValueType type) {
    return switch (type) {
      case INT, UINT -> ValueKind.INTEGER;
      case REAL -> ValueKind.REAL;
      case BOOL -> ValueKind.BOOLEAN;
      case EMPTY -> ValueKind.EMPTY;
      case STRING, ANSI_STRING, BINARY, GUID, SID, FILETIME, SYSTEMTIME, HEX_INT32, HEX_INT64, SIZE_T -> ValueKind.TEXT;
    };
  }

  private Name name(EvtxField field) {
    int at = field.index();
    if (at < 0) {
      return make(field);
    }
    if (at >= names.length) {
      names = Arrays.copyOf(names, Math.max(at + 1, names.length * 2));
    }
    Name name = names[at];
    if (name == null) {
      name = make(field);
      names[at] = name;
    }
    return name;
  }

  private Name make(EvtxField field) {
    String attribute = field.attribute();
    String data = field.dataName();
    String own = data == null ? field.name() : data;
    String name = switch (field.section()) {
      case SYSTEM -> attribute == null ? own : own + "_" + attribute;
      case EVENT_DATA, USER_DATA -> attribute == null ? own : own + "_" + attribute;
      case RENDERING_INFO -> attribute == null ? (own.equals("Message") ? own : "RenderingInfo_" + own) : "RenderingInfo_" + own + "_" + attribute;
      case OTHER -> attribute == null ? own : own + "_" + attribute;
    };
    int id = dictionary.id(name);
    if (id == EventView.NO_FIELD && name.indexOf(' ') >= 0) {
      id = dictionary.id(name.replace(" ", ""));
    }
    return new Name(name, id);
  }

  @Override
  public void problem(EvtxProblem problem) {
    EventSink to = sink;
    if (to == null) {
      throw new IllegalStateException("wanted a call of parse around it");
    }
    boolean refused = problem.kind().refused();
    if (refused) {
      index++;
    }
    // A damaged template lies outside of the records that it spoils: each of them is told at its own place.
    String place = problem.offset() == problem.partOffset() ? "" : " at offset " + (block.offset + problem.offset());
    to.problem(new RecordProblem(
        block.source,
        block.offset + problem.partOffset(),
        refused ? RecordProblem.Kind.QUARANTINED : RecordProblem.Kind.WARNING,
        "evtx-" + problem.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        problem.wanted(),
        problem.found() + place));
  }
}
