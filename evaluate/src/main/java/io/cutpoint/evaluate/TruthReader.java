package io.cutpoint.evaluate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.cutpoint.evaluate.DelimitedReader.Cell;
import io.cutpoint.evaluate.DelimitedReader.ShapeException;
import io.cutpoint.model.Stage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads the truth in any of its forms, told by what the file begins with.
///
/// All that is wrong is collected, since one who fixes a file wants to fix it once; what is wrong in its shape ends it.
final class TruthReader {

  private static final int MAX_PROBLEMS = 20;

  /// More are a sign that the wrong column was taken; each costs a pass over the detections.
  private static final int MAX_ATTACKS = 1000;

  private static final Set<String> RECORD_NAMES = Set.of("intrusion", "source", "record");
  private static final Set<String> WINDOW_NAMES = Set.of("intrusion", "host", "from", "to");
  private static final Set<String> LABEL_NAMES = Set.of("source", "record", "label");
  private static final Set<String> HARMLESS = Set.of("", "-", "benign");

  private final String name;
  private final List<String> problems = new ArrayList<>();
  private long wrong;
  private Truth truth = new Truth(Truth.Form.RECORDS);

  private TruthReader(String name) {
    this.name = name;
  }

  /// Reads a file.
  ///
  /// @throws TruthException where it is wrong
  /// @throws IOException where it cannot be read
  static Truth read(Path file) throws TruthException, IOException {
    TruthReader reader = new TruthReader(file.toString());
    try (BufferedReader in = open(file)) {
      in.mark(2);
      if (in.read() != '\uFEFF') {
        in.reset();
      }
      reader.read(in);
    } catch (CharacterCodingException notText) {
      reader.problem(1, 1, "wanted UTF-8, found bytes that are none");
    }
    if (reader.wrong > 0) {
      throw new TruthException(reader.name + ": " + (reader.wrong == 1 ? "one problem" : reader.wrong + " problems") + "; nothing was measured", reader.problems);
    }
    return reader.truth;
  }

  private static BufferedReader open(Path file) throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            Files.newInputStream(file),
            StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT)));
  }

  private void problem(long line, long column, String what) {
    if (wrong++ < MAX_PROBLEMS) {
      problems.add(name + ":" + line + ":" + column + ": " + what);
    }
  }

  private void read(BufferedReader in) throws IOException {
    in.mark(1 << 16);
    int first = in.read();
    for (int blanks = 1; first >= 0 && Character.isWhitespace(first) && blanks < 1 << 16; blanks++) {
      first = in.read();
    }
    in.reset();
    if (first == '{' || first == '[') {
      objects(in);
    } else if (first >= 0) {
      rows(in);
    }
  }

  // JSON, an object a row.

  private void objects(Reader in) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(in)) {
      Truth.@Nullable Form form = null;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        JsonLocation at = parser.currentTokenLocation();
        if (token != JsonToken.START_OBJECT) {
          problem(at.getLineNr(), at.getColumnNr(), "wanted an object on each line, found " + found(parser));
          return;
        }
        Map<String, Cell> row = object(parser);
        if (form == null) {
          form = row.keySet().containsAll(RECORD_NAMES) ? Truth.Form.RECORDS : row.keySet().containsAll(WINDOW_NAMES) ? Truth.Form.WINDOWS : null;
          if (form == null) {
            problem(at.getLineNr(), at.getColumnNr(), "wanted " + listed(RECORD_NAMES) + ", or " + listed(WINDOW_NAMES) + ", found " + listed(row.keySet()));
            return;
          }
          truth = new Truth(form);
        }
        row(row, at.getLineNr(), at.getColumnNr());
      }
    } catch (JsonProcessingException broken) {
      JsonLocation at = broken.getLocation();
      problem(at == null ? 1 : at.getLineNr(), at == null ? 1 : at.getColumnNr(), "wanted JSON: " + broken.getOriginalMessage());
    }
  }

  private static String found(JsonParser parser) throws IOException {
    return parser.currentToken() == JsonToken.START_ARRAY ? "a list" : parser.getText();
  }

  /// The texts and numbers of an object, each with its place.
  private static Map<String, Cell> object(JsonParser parser) throws IOException {
    Map<String, Cell> row = new HashMap<>();
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      JsonLocation at = parser.currentTokenLocation();
      if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
        row.put(key, new Cell(parser.getText(), at.getLineNr(), at.getColumnNr()));
      } else {
        parser.skipChildren();
      }
    }
    return row;
  }

  // Rows under heads.

  private void rows(Reader in) throws IOException {
    DelimitedReader rows = new DelimitedReader(in);
    try {
      List<Cell> heads = rows.row();
      if (heads == null) {
        return;
      }
      List<String> names = heads.stream().map(head -> head.text().strip().toLowerCase(Locale.ROOT)).toList();
      Truth.Form form = names.containsAll(LABEL_NAMES) ? Truth.Form.LABELS : names.containsAll(WINDOW_NAMES) ? Truth.Form.WINDOWS : null;
      if (form == null) {
        Cell head = heads.getFirst();
        problem(head.line(), head.column(), "wanted columns " + listed(LABEL_NAMES) + ", or " + listed(WINDOW_NAMES) + ", or JSON lines, found " + String.join(", ", names));
        return;
      }
      truth = new Truth(form);
      for (List<Cell> cells = rows.row(); cells != null; cells = rows.row()) {
        Map<String, Cell> row = new HashMap<>();
        for (int i = 0; i < Math.min(names.size(), cells.size()); i++) {
          row.putIfAbsent(names.get(i), cells.get(i));
        }
        row(row, cells.getFirst().line(), cells.getFirst().column());
      }
    } catch (ShapeException broken) {
      problem(broken.line(), broken.column(), String.valueOf(broken.getMessage()));
    }
  }

  // A row of either.

  private void row(Map<String, Cell> row, int line, int column) {
    Set<String> wanted = switch (truth.form()) {
      case RECORDS -> RECORD_NAMES;
      case WINDOWS -> WINDOW_NAMES;
      case LABELS -> LABEL_NAMES;
    };
    if (!row.keySet().containsAll(wanted)) {
      problem(line, column, "wanted " + listed(wanted) + ", found " + (row.isEmpty() ? "nothing" : listed(row.keySet())));
      return;
    }
    long before = wrong;
    int stages = stages(row.get("stage"));
    switch (truth.form()) {
      case RECORDS -> record(row, "intrusion", stages, before);
      case LABELS -> record(row, "label", stages, before);
      case WINDOWS -> window(row, stages, before);
    }
  }

  private static Cell cell(Map<String, Cell> row, String name) {
    Cell cell = row.get(name);
    if (cell == null) {
      throw new IllegalStateException("wanted " + name + ", which was looked for before");
    }
    return cell;
  }

  private void record(Map<String, Cell> row, String attackName, int stages, long before) {
    Cell source = cell(row, "source");
    Cell number = cell(row, "record");
    Cell attack = cell(row, attackName);
    boolean isLabel = truth.form() == Truth.Form.LABELS;
    if (source.text().isEmpty()) {
      problem(source.line(), source.column(), "wanted a source as in evidence.source, found nothing");
    }
    long record = number(number);
    if (isLabel && HARMLESS.contains(attack.text().strip().toLowerCase(Locale.ROOT))) {
      truth.addHarmless(source.text());
      return;
    }
    int one = attack(attack);
    if (wrong == before) {
      int owner = truth.addRecord(one, source.text(), record, stages);
      if (owner != one) {
        problem(number.line(), number.column(), "wanted a record in one attack, found it in " + truth.attacks().get(owner) + " before");
      }
    }
  }

  private void window(Map<String, Cell> row, int stages, long before) {
    Cell host = cell(row, "host");
    if (host.text().isBlank()) {
      problem(host.line(), host.column(), "wanted a host or *, found nothing");
    }
    long from = time(cell(row, "from"));
    Cell end = cell(row, "to");
    long to = time(end);
    int attack = attack(cell(row, "intrusion"));
    if (wrong == before && to < from) {
      problem(end.line(), end.column(), "wanted an end behind the start " + Times.text(from) + ", found " + end.text());
    }
    if (wrong == before) {
      truth.addWindow(attack, host.text().strip(), from, to, stages);
    }
  }

  /// The number of an attack; any number where its name is wrong.
  private int attack(Cell cell) {
    String one = cell.text().strip();
    if (one.isEmpty()) {
      problem(cell.line(), cell.column(), "wanted the name of an attack, found nothing");
      return 0;
    }
    int number = truth.attack(one);
    if (number == MAX_ATTACKS) {
      problem(cell.line(), cell.column(), "wanted at most " + MAX_ATTACKS + " attacks, found one more: " + one);
    }
    return number;
  }

  private long number(Cell cell) {
    try {
      return Long.parseLong(cell.text().strip());
    } catch (NumberFormatException notOne) {
      problem(cell.line(), cell.column(), "wanted a number as in evidence.record, found " + cell.text());
      return 0;
    }
  }

  private long time(Cell cell) {
    long time = Times.parse(cell.text().strip());
    if (time == Times.NONE) {
      problem(cell.line(), cell.column(), "wanted a time such as 2026-04-25T12:03:58Z, found " + cell.text());
    }
    return time;
  }

  private int stages(@Nullable Cell cell) {
    String text = cell == null ? "" : cell.text().strip().toLowerCase(Locale.ROOT);
    if (cell == null || text.isEmpty() || text.equals("-")) {
      return 0;
    }
    Stage stage = Stage.of(text).orElse(null);
    if (stage == null) {
      problem(cell.line(), cell.column(), "wanted a stage such as delivery, or nothing, found " + cell.text());
      return 0;
    }
    return 1 << stage.ordinal();
  }

  private static String listed(Set<String> names) {
    return names.stream().sorted().collect(Collectors.joining(", "));
  }
}
