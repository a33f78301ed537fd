package io.cutpoint.cli;

import io.cutpoint.cli.terminal.Lines;
import io.cutpoint.cli.terminal.Listing;
import io.cutpoint.cli.terminal.Listing.Cell;
import io.cutpoint.cli.terminal.Listing.Column;
import io.cutpoint.cli.terminal.Paint;
import io.cutpoint.cli.terminal.Terminal;
import io.cutpoint.model.text.SafeText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/// A small listing of texts that is known as a whole, printed in whichever form the call asks for.
///
/// Texts are escaped for the form that they are printed in.
final class Rows {

  private final List<String> names;
  private final List<Integer> widths;
  private final List<List<String>> rows = new ArrayList<>();
  private Set<String> numbers = Set.of();

  /// @param names of the columns, as JSON names them
  /// @param widths of the columns in a table for people; the last one takes what is left
  Rows(List<String> names, List<Integer> widths) {
    this.names = List.copyOf(names);
    this.widths = List.copyOf(widths);
  }

  /// The columns whose texts are numbers as JSON writes them: bare there, to the right in tables.
  Rows numbers(String... columns) {
    numbers = Set.of(columns);
    return this;
  }

  void add(String... texts) {
    rows.add(List.of(texts));
  }

  List<List<String>> all() {
    return Collections.unmodifiableList(rows);
  }

  /// Prints a text behind a start of the given width, broken into lines below itself.
  static void hanging(Terminal terminal, String start, int width, String text) {
    String before = start;
    for (String line : Lines.wrap(SafeText.to(SafeText.Target.TERMINAL, text), terminal.width() - width)) {
      terminal.print(before + line);
      before = " ".repeat(width);
    }
  }

  /// Prints all rows.
  ///
  /// @param paint colours a text of a table by what it says
  void print(Call call, Function<String, Paint> paint) {
    Terminal terminal = call.terminal();
    switch (call.format()) {
      case "json" -> {
        for (int i = 0; i < rows.size(); i++) {
          terminal.print((i == 0 ? "[" : ",") + object(rows.get(i)));
        }
        terminal.print(rows.isEmpty() ? "[]" : "]");
      }
      case "ndjson" -> rows.forEach(row -> terminal.print(object(row)));
      case "csv" -> list(new Listing(terminal, Listing.Form.CSV, columns()), paint);
      case "md" -> list(new Listing(terminal, Listing.Form.MARKDOWN, columns()), paint);
      default -> list(new Listing(terminal, Listing.Form.TABLE, columns()), paint);
    }
  }

  private void list(Listing listing, Function<String, Paint> paint) {
    listing.head();
    for (List<String> row : rows) {
      listing.row(row.stream().map(text -> new Cell(text, paint.apply(text))).toList());
    }
  }

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      columns.add(new Column(title(name), widths.get(i), numbers.contains(name)));
    }
    return columns;
  }

  /// `nanosPerEvent` as `Nanos per event`.
  private static String title(String name) {
    if (name.equals("id")) {
      return "ID";
    }
    StringBuilder title = new StringBuilder(name.substring(0, 1).toUpperCase(Locale.ROOT));
    for (char c : name.substring(1).toCharArray()) {
      title.append(Character.isUpperCase(c) ? " " + Character.toLowerCase(c) : c);
    }
    return title.toString();
  }

  private String object(List<String> texts) {
    StringBuilder out = new StringBuilder("{");
    for (int i = 0; i < names.size(); i++) {
      String text = SafeText.to(SafeText.Target.JSON, texts.get(i));
      out.append(i == 0 ? "\"" : ",\"").append(names.get(i)).append("\":").append(numbers.contains(names.get(i)) ? text : '"' + text + '"');
    }
    return out.append('}').toString();
  }
}
