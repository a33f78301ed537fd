package io.cutpoint.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.evtx.EvtxEvent;
import io.cutpoint.evtx.EvtxWriter;
import io.cutpoint.ingest.windows.WindowsEvents;
import io.cutpoint.model.event.EventSink;
import io.cutpoint.model.event.EventType;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.model.event.RecordProblem;
import io.cutpoint.model.event.ValueKind;
import io.cutpoint.model.event.View;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An event of an event log file is routed by the bytes of its channel and its number: what comes of it must be what its
/// texts say.
class EvtxRoutingTest {

  @TempDir Path folder;
  private final WindowsEvents texts = new WindowsEvents(Reading.FIELDS);

  @Test
  void recordsOfManyLogsInTurnAreRoutedAsTheirTextsSay() throws IOException {
    List<String> channels = new ArrayList<>(List.of("", "a", "abc", "abcd", "Security", "security", "Securitx", "\u0130\u212A log", "\uD83D\uDE00".repeat(5), "x".repeat(256), "x".repeat(257),
        "Microsoft-Windows-Sysmon/Operational", "Microsoft-Windows-Windows Defender/Operational"));
    for (int i = 0; i < 150; i++) {
      // Of one length, and with equal characters where a quick look would look.
      channels.add("Log " + i / 10 + "/" + i % 10 + "/Operational");
    }
    Path file = folder.resolve("many.evtx");
    try (SeekableByteChannel to = Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        EvtxWriter writer = new EvtxWriter(to)) {
      for (int i = 0; i < 3_000; i++) {
        writer.write(EvtxEvent.of("Provider", i % 3 == 0 ? 1 : i * 7 % 65_536).channel(channels.get(i * 31 % channels.size())).computer("h").filetime(133_000_000_000_000_000L + i)
            .data("EventType", "SetValue").build());
      }
    }
    List<String> wrong = new ArrayList<>();
    List<Integer> seen = new ArrayList<>();
    EventSink sink = new EventSink() {
      @Override
      public void event(EventView event) {
        EventType type = event.type();
        long time = event.timeNanos();
        String channel = text(event, "Channel");
        int id = Integer.parseInt(text(event, "EventID"));
        seen.add(id);
        boolean right = type != null && type.channel().equals(channel.toLowerCase(Locale.ROOT)) && type.id() == id
            && event.logSources().equals(byText(channel, id).logSources())
            && time == 133_000_000_000_000_000L * 100 + (seen.size() - 1) * 100L;
        if (!right) {
          wrong.add(channel + " " + id + " " + type + " " + time);
        }
      }

      @Override
      public void problem(RecordProblem problem) {
        wrong.add(problem.toString());
      }
    };

    try (InputReader reader = new InputReader(Inputs.find(List.of(file)).inputs(), null, Limits.DEFAULT)) {
      Block block = new Block();
      BlockParser parser = new BlockParser(Reading.FIELDS);
      while (reader.next(block)) {
        parser.parse(block, sink);
      }
    }

    assertThat(wrong).isEmpty();
    assertThat(seen).hasSize(3_000);
  }

  /// An event with these texts, as a reader completes it that has nothing but texts.
  private FlatEvent byText(String channel, int id) {
    FlatEvent event = new FlatEvent();
    for (String[] field : new String[][] {{"Channel", channel}, {"EventID", Integer.toString(id)}, {"EventType", "SetValue"}}) {
      byte[] text = field[1].getBytes(StandardCharsets.UTF_8);
      event.add(Reading.FIELDS.id(field[0]), field[0], ValueKind.TEXT, text, 0, text.length);
    }
    texts.complete(event);
    return event;
  }

  private static String text(EventView event, String field) {
    int at = event.find(Reading.FIELDS.id(field), View.ORIGINAL);
    return at < 0 ? "" : event.text(at);
  }
}
