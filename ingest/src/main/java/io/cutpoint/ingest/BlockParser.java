package io.cutpoint.ingest;

import io.cutpoint.ingest.windows.WindowsEvents;
import io.cutpoint.model.event.EventSink;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.FlatEvent;
import java.util.List;

/// Parses blocks of any format into normalised events. One for each worker; not for two threads.
public final class BlockParser {

  /// Names that the dictionary must have.
  public static final List<String> FIELDS = WindowsEvents.FIELDS;

  private final FlatEvent event = new FlatEvent();
  private final EvtxRecordParser evtx;
  private final JsonBlockParser json;

  public BlockParser(FieldDictionary dictionary) {
    WindowsEvents windows = new WindowsEvents(dictionary);
    this.evtx = new EvtxRecordParser(dictionary, windows, event);
    this.json = new JsonBlockParser(dictionary, windows, event);
  }

  /// Parses the block.
  ///
  /// @return how many records, lines or refused parts it has: what the number of a later record in the same source
  ///     must count
  public int parse(Block block, EventSink sink) {
    return switch (block.format) {
      case EVTX -> evtx.parse(block, sink);
      case JSON_LINES -> json.lines(block, sink);
      case JSON -> json.objects(block, sink);
      case EMPTY, UNKNOWN -> 0;
    };
  }
}
