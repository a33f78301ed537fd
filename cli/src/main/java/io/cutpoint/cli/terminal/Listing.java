package io.cutpoint.cli.terminal;

import io.cutpoint.model.text.SafeText;
import java.util.List;

/// Rows under heads, printed one by one as they come: aligned for people, as CSV or as a Markdown table.
public final class Listing {

  /// How rows are written.
  public enum Form { TABLE, CSV, MARKDOWN }

  /// A column.
  ///
  /// @param title its head
  /// @param width columns in a table; a longer text is cut, but never in the last column
  /// @param isNumber whether it stands to the right
  public record Column(String title, int width, boolean isNumber) {}

  /// What stands in a row under a column; the text is not escaped yet.
  public record Cell(String text, Paint paint) {
    public Cell(String text) {
      this(text, Paint.PLAIN);
    }
  }

  private final Terminal terminal;
  private final Form form;
  private final List<Column> columns;

  public Listing(Terminal terminal, Form form, List<Column> columns) {
    this.terminal = terminal;
    this.form = form;
    this.columns = List.copyOf(columns);
  }

  /// Prints the heads.
  public void head() {
    row(columns.stream().map(column -> new Cell(column.title(), form == Form.TABLE ? Paint.STRONG : Paint.PLAIN)).toList());
    if (form == Form.MARKDOWN) {
      StringBuilder rule = new StringBuilder("|");
      columns.forEach(column -> rule.append(column.isNumber() ? "---:|" : "---|"));
      terminal.print(rule.toString());
    }
  }

  /// Prints a row.
  public void row(List<Cell> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      Cell cell = cells.get(i);
      switch (form) {
        case CSV -> line.append(i == 0 ? "" : ",").append(SafeText.to(SafeText.Target.CSV, cell.text()));
        case MARKDOWN -> line.append(i == 0 ? "| " : " ").append(SafeText.to(SafeText.Target.MARKDOWN, cell.text())).append(" |");
        case TABLE -> {
          boolean last = i == columns.size() - 1;
          String text = SafeText.to(SafeText.Target.TERMINAL, cell.text());
          String fitting = last ? text : Lines.cut(text, column.width());
          String painted = terminal.paint(cell.paint(), fitting);
          String gap = " ".repeat(Math.max(0, column.width() - Lines.width(fitting)));
          line.append("  ").append(column.isNumber() ? gap + painted : last ? painted : painted + gap);
        }
      }
    }
    terminal.print(line.toString());
  }
}
