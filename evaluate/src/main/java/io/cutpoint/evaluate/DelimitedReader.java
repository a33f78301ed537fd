package io.cutpoint.evaluate;

import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads rows of cells, comma, semicolon or tab between them as the first row shows; quotes as in RFC 4180.
final class DelimitedReader {

  private static final int MAX_CELL = 1 << 16;
  private static final int MAX_CELLS = 1 << 10;

  /// A cell and where it begins, from 1.
  record Cell(String text, int line, int column) {}

  /// A row or a cell grows beyond all bounds, or a quote is never closed.
  static final class ShapeException extends Exception {

    private static final long serialVersionUID = 1;

    private final int line;
    private final int column;

    private ShapeException(String message, int line, int column) {
      super(message, null, false, false);
      this.line = line;
      this.column = column;
    }

    int line() {
      return line;
    }

    int column() {
      return column;
    }
  }

  private final PushbackReader in;
  private char delimiter;
  private int line = 1;
  private int column = 1;

  DelimitedReader(Reader in) {
    this.in = new PushbackReader(in, MAX_CELL);
  }

  private int next() throws IOException {
    int c = in.read();
    if (c == '\n') {
      line++;
      column = 1;
    } else if (c >= 0) {
      column++;
    }
    return c;
  }

  private int peek() throws IOException {
    int c = in.read();
    if (c >= 0) {
      in.unread(c);
    }
    return c;
  }

  /// The next row that is not blank, or null at the end.
  @Nullable List<Cell> row() throws IOException, ShapeException {
    if (delimiter == 0) {
      delimiter = delimiter();
    }
    while (true) {
      List<Cell> row = new ArrayList<>();
      int c = peek();
      if (c < 0) {
        return null;
      }
      boolean more = true;
      while (more) {
        if (row.size() == MAX_CELLS) {
          throw new ShapeException("wanted at most " + MAX_CELLS + " columns", line, column);
        }
        more = cell(row);
      }
      if (row.size() > 1 || !row.getFirst().text().isBlank()) {
        return row;
      }
    }
  }

  /// Reads a cell; tells whether another follows in its row.
  private boolean cell(List<Cell> row) throws IOException, ShapeException {
    int startLine = line;
    int startColumn = column;
    StringBuilder text = new StringBuilder();
    boolean quoted = peek() == '"';
    if (quoted) {
      next();
    }
    boolean open = quoted;
    while (true) {
      int c = next();
      if (c < 0 && open) {
        throw new ShapeException("wanted the end of a quoted cell, found the end of the file", startLine, startColumn);
      }
      if (open && c == '"') {
        if (peek() == '"') {
          next();
          text.append('"');
        } else {
          open = false;
        }
        continue;
      }
      if (!open && (c < 0 || c == '\n' || c == delimiter)) {
        if (!quoted && !text.isEmpty() && text.charAt(text.length() - 1) == '\r') {
          text.setLength(text.length() - 1);
        }
        row.add(new Cell(text.toString(), startLine, startColumn));
        return c == delimiter;
      }
      if (quoted && !open && c == '\r') {
        continue;
      }
      if (text.length() == MAX_CELL) {
        throw new ShapeException("wanted a cell of at most " + MAX_CELL + " characters", startLine, startColumn);
      }
      text.append((char) c);
    }
  }

  /// The delimiter of the first line: a tab where it has one, else a comma, else a semicolon.
  private char delimiter() throws IOException {
    StringBuilder first = new StringBuilder();
    boolean isFilled = false;
    while (first.length() < MAX_CELL - 1) {
      int c = in.read();
      if (c < 0) {
        break;
      }
      first.append((char) c);
      isFilled |= !Character.isWhitespace(c);
      if (c == '\n' && isFilled) {
        break;
      }
    }
    in.unread(first.toString().toCharArray());
    String text = first.toString();
    return text.indexOf('\t') >= 0 ? '\t' : text.indexOf(',') < 0 && text.indexOf(';') >= 0 ? ';' : ',';
  }
}
