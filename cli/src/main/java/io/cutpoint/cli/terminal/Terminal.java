package io.cutpoint.cli.terminal;

import io.cutpoint.model.text.SafeText;
import java.io.PrintStream;
import java.util.Map;

/// Where data and talk go, and in which dress.
public final class Terminal {

  /// The width where nothing tells one.
  static final int USUAL_WIDTH = 100;
  private static final int LEAST_WIDTH = 80;
  private static final int MOST_WIDTH = 200;

  private final PrintStream out;
  private final PrintStream err;
  private final boolean colours;
  private final int width;

  /// @param width columns that fit, at least 80 are used
  public Terminal(PrintStream out, PrintStream err, boolean colours, int width) {
    this.out = out;
    this.err = err;
    this.colours = colours;
    this.width = Math.clamp(width, LEAST_WIDTH, MOST_WIDTH);
  }

  /// Whether to use colours: `always` or `never` decide, then `NO_COLOR`, `CLICOLOR_FORCE`, `TERM=dumb`, then
  /// whether the output is a terminal.
  public static boolean coloursFor(String choice, Map<String, String> environment, boolean isTerminal) {
    if (!choice.equals("auto")) {
      return choice.equals("always");
    }
    if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
      return false;
    }
    String force = environment.getOrDefault("CLICOLOR_FORCE", "");
    if (!force.isEmpty() && !force.equals("0")) {
      return true;
    }
    return isTerminal && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  /// The width that a text such as the value of `COLUMNS` names, or the usual one.
  public static int widthOf(String columns) {
    try {
      int width = Integer.parseInt(columns);
      return width > 0 ? width : USUAL_WIDTH;
    } catch (NumberFormatException none) {
      return USUAL_WIDTH;
    }
  }

  /// How many columns to fill.
  public int width() {
    return width;
  }

  /// A line of data.
  public void print(String line) {
    out.append(line).append('\n');
  }

  /// A line of talk. It is escaped here, once more where it is safe already.
  public void say(String line) {
    out.flush();
    err.append(SafeText.to(SafeText.Target.TERMINAL, line)).append('\n');
    err.flush();
  }

  /// The text in its colour, where colours are on.
  public String paint(Paint paint, String text) {
    return !colours || paint == Paint.PLAIN || text.isEmpty() ? text : "\u001b[" + paint.code() + "m" + text + "\u001b[0m";
  }

  /// Whether what was printed could be written so far.
  public boolean isBroken() {
    return out.checkError();
  }
}
