package io.cutpoint.evaluate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.cutpoint.model.Stage;
import io.cutpoint.model.intrusion.StageState;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Reads the files of a result folder as a stream of values, so that the length of a line costs nothing.
///
/// Abuse: names of fields in the evidence are the attacker's. They are neither interned nor kept in a table that could
/// be flooded.
final class ResultReader {

  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(StreamReadConstraints.builder().maxNameLength(1 << 24).maxNumberLength(1 << 24).build())
          .build();

  /// What is kept of the summary.
  ///
  /// @param first when the earliest record was written, or [Times#NONE]
  /// @param last when the latest record was written, or [Times#NONE]
  /// @param detections how many detections there are, or -1 where it does not say
  /// @param isInterrupted whether the analysis was
  /// @param sources all that was read
  record Summary(long first, long last, long detections, boolean isInterrupted, Set<String> sources) {}

  /// A member as an intrusion lists it.
  interface Members {
    void member(long idHigh, long idLow, int intrusion, Stage stage);
  }

  /// A detection; one object, filled again for each.
  static final class DetectionLine {
    long idHigh;
    long idLow;
    long episodeHigh;
    long episodeLow;
    long time;
    String host = "";
    boolean isReconstructed;

    /// Its own stage and then the alternatives, as places in the chain.
    int[] order = new int[0];
    final List<String> sources = new ArrayList<>();
    final List<Long> records = new ArrayList<>();

    private void clear() {
      time = Times.NONE;
      host = "";
      isReconstructed = false;
      sources.clear();
      records.clear();
    }
  }

  /// Takes detections in the order of the file.
  interface Detections {
    void detection(DetectionLine line);
  }

  private interface Objects {
    void object(JsonParser parser) throws IOException;
  }

  private final Path folder;
  private Path reading;

  ResultReader(Path folder) {
    this.folder = folder;
    this.reading = folder;
  }

  private void read(String name, Objects objects) throws IOException {
    Path file = folder.resolve(name);
    reading = file;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16); JsonParser parser = JSON.createParser(in)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token != JsonToken.START_OBJECT) {
          throw wrong(parser, "an object on each line", token.toString());
        }
        objects.object(parser);
      }
    } catch (JsonProcessingException broken) {
      long line = broken.getLocation() == null ? 1 : broken.getLocation().getLineNr();
      throw new IOException(file + ":" + line + ": wanted JSON: " + broken.getOriginalMessage(), broken);
    } catch (NoSuchFileException missing) {
      throw new IOException(folder + ": this is no whole result: it has no " + name, missing);
    }
  }

  private IOException wrong(JsonParser parser, String wanted, String found) {
    return new IOException(reading + ":" + parser.currentTokenLocation().getLineNr() + ": wanted " + wanted + ", found " + found);
  }

  Summary summary() throws IOException {
    long[] numbers = {Times.NONE, Times.NONE, -1};
    boolean[] interrupted = new boolean[1];
    Set<String> sources = new TreeSet<>();
    read("summary.json", parser -> {
      for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
        JsonToken token = parser.nextToken();
        switch (key) {
          case "interrupted" -> interrupted[0] = token == JsonToken.VALUE_TRUE;
          case "counts" -> eachField(parser, name -> {
            if (name.equals("detections") && parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
              numbers[2] = parser.getLongValue();
            }
          });
          case "ledger" -> eachField(parser, name -> {
            switch (name) {
              case "total" -> eachField(parser, field -> {
                if (field.equals("first") || field.equals("last")) {
                  numbers[field.equals("first") ? 0 : 1] = Times.parse(text(parser));
                }
              });
              case "sources" -> eachItem(parser, () -> eachField(parser, field -> {
                if (field.equals("source")) {
                  sources.add(text(parser));
                }
              }));
              default -> { }
            }
          });
          default -> parser.skipChildren();
        }
      }
    });
    return new Summary(numbers[0], numbers[1], numbers[2], interrupted[0], sources);
  }

  List<IntrusionLine> intrusions(Members members) throws IOException {
    List<IntrusionLine> intrusions = new ArrayList<>();
    read("intrusions.ndjson", parser -> {
      String[] id = {""};
      double[] score = new double[1];
      long[] omitted = new long[1];
      Set<Stage> confirmed = EnumSet.noneOf(Stage.class);
      for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
        JsonToken token = parser.nextToken();
        switch (key) {
          case "id" -> id[0] = text(parser);
          case "score" -> score[0] = token.isNumeric() ? parser.getDoubleValue() : 0;
          case "omitted" -> omitted[0] = token == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : 0;
          case "stages" -> eachField(parser, stage -> eachField(parser, field -> {
            if (field.equals("state") && text(parser).equals(StageState.CONFIRMED.id())) {
              Stage.of(stage).ifPresent(confirmed::add);
            }
          }));
          case "detections" -> eachItem(parser, () -> member(parser, intrusions.size(), members));
          default -> parser.skipChildren();
        }
      }
      intrusions.add(new IntrusionLine(id[0], score[0], confirmed, omitted[0]));
    });
    return intrusions;
  }

  private void member(JsonParser parser, int intrusion, Members members) throws IOException {
    long[] id = new long[2];
    Stage[] stage = {Stage.RECONNAISSANCE};
    boolean[] has = new boolean[2];
    eachField(parser, field -> {
      if (field.equals("id")) {
        id(parser, id);
        has[0] = true;
      } else if (field.equals("stage")) {
        Stage known = Stage.of(text(parser)).orElse(null);
        if (known != null) {
          stage[0] = known;
          has[1] = true;
        }
      }
    });
    if (!has[0] || !has[1]) {
      throw wrong(parser, "a member with id and stage", "none");
    }
    members.member(id[0], id[1], intrusion, stage[0]);
  }

  void detections(Detections sink) throws IOException {
    DetectionLine line = new DetectionLine();
    long[] id = new long[2];
    read("detections.ndjson", parser -> {
      line.clear();
      boolean hasId = false;
      boolean hasEpisode = false;
      int own = -1;
      Ints others = new Ints();
      for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
        parser.nextToken();
        switch (key) {
          case "id" -> {
            id(parser, id);
            line.idHigh = id[0];
            line.idLow = id[1];
            hasId = true;
          }
          case "episode" -> {
            id(parser, id);
            line.episodeHigh = id[0];
            line.episodeLow = id[1];
            hasEpisode = true;
          }
          case "time" -> line.time = Times.parse(text(parser));
          case "host" -> line.host = text(parser);
          case "stage" -> own = Stage.of(text(parser)).map(Stage::ordinal).orElse(-1);
          case "stageAlternatives" -> eachItem(parser, () -> Stage.of(text(parser)).ifPresent(stage -> others.add(stage.ordinal())));
          case "rule" -> eachField(parser, field -> {
            if (field.equals("origin")) {
              line.isReconstructed = text(parser).equals("reconstruction");
            }
          });
          case "evidence" -> eachItem(parser, () -> evidence(parser, line));
          default -> parser.skipChildren();
        }
      }
      if (!hasId || !hasEpisode) {
        throw wrong(parser, "a detection with id and episode", "none");
      }
      line.order = order(own, others);
      sink.detection(line);
    });
  }

  /// The stages that a detection names, its own first, each once.
  private static int[] order(int own, Ints others) {
    int seen = 0;
    Ints order = new Ints();
    if (own >= 0) {
      order.add(own);
      seen = 1 << own;
    }
    for (int i = 0; i < others.size(); i++) {
      if ((seen & 1 << others.get(i)) == 0) {
        seen |= 1 << others.get(i);
        order.add(others.get(i));
      }
    }
    int[] all = new int[order.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = order.get(i);
    }
    return all;
  }

  private static void evidence(JsonParser parser, DetectionLine line) throws IOException {
    String[] source = {""};
    long[] record = new long[1];
    boolean[] has = new boolean[1];
    eachField(parser, field -> {
      if (field.equals("source")) {
        source[0] = text(parser);
      } else if (field.equals("record") && parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
        record[0] = parser.getLongValue();
        has[0] = true;
      }
    });
    if (has[0]) {
      line.sources.add(source[0]);
      line.records.add(record[0]);
    }
  }

  private interface Field {
    void read(String name) throws IOException;
  }

  private interface Item {
    void read() throws IOException;
  }

  /// Hands over the fields of the object that the parser stands at; what is left of a value is passed over.
  private static void eachField(JsonParser parser, Field field) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      field.read(name);
      parser.skipChildren();
    }
  }

  /// Hands over the items of the list that the parser stands at.
  private static void eachItem(JsonParser parser, Item item) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      item.read();
      parser.skipChildren();
    }
  }

  private static String text(JsonParser parser) throws IOException {
    return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
  }

  private void id(JsonParser parser, long[] into) throws IOException {
    String text = text(parser);
    if (text.length() != 32 || !text.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
      throw wrong(parser, "an id of 32 hexadecimal digits", text.isEmpty() ? "none" : text);
    }
    into[0] = Long.parseUnsignedLong(text, 0, 16, 16);
    into[1] = Long.parseUnsignedLong(text, 16, 32, 16);
  }
}
