package io.cutpoint.attack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads this module's own tab-separated resources: `#` begins a line of comment, the first other line names the
/// columns. A fault in one is a bug of the build, so it is an exception.
final class Tables {

  private Tables() {}

  /// One row and where it stands.
  record Row(String place, List<String> cells) {

    String cell(int i) {
      return i < cells.size() ? cells.get(i) : "";
    }

    /// The parts of a cell between commas; none for an empty cell.
    List<String> list(int i) {
      return cell(i).isEmpty() ? List.of() : List.of(cell(i).split(","));
    }

    IllegalStateException wrong(String wanted) {
      return new IllegalStateException(place + ": wanted " + wanted + ", found " + cells);
    }
  }

  static List<Row> read(String resource) {
    List<Row> rows = new ArrayList<>();
    try (InputStream in = Tables.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("wanted the resource " + resource + " beside " + Tables.class.getName() + ", found none");
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      boolean head = true;
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (line.isBlank() || line.startsWith("#")) {
          continue;
        }
        if (!head) {
          rows.add(new Row(resource + ":" + number, List.of(line.split("\t", -1))));
        }
        head = false;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the resource " + resource, e);
    }
    return List.copyOf(rows);
  }
}
