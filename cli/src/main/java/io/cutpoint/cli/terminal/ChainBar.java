package io.cutpoint.cli.terminal;

import io.cutpoint.model.Stage;
import io.cutpoint.model.intrusion.StageState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The seven stages of an intrusion as seven marks under their letters, such as `? o # # # # #`.
public final class ChainBar {

  /// How many columns a bar takes.
  public static final int WIDTH = 13;

  private static final List<StageState> LEGEND =
      List.of(
          StageState.CONFIRMED,
          StageState.SUSPECTED,
          StageState.INFERRED,
          StageState.BLIND,
          StageState.NOT_APPLICABLE,
          StageState.SYNTHESISED,
          StageState.NONE);

  private ChainBar() {}

  /// The letters above the marks.
  public static String letters() {
    StringBuilder out = new StringBuilder(WIDTH);
    for (Stage stage : Stage.CHAIN) {
      out.append(out.isEmpty() ? "" : " ").append(stage.letter());
    }
    return out.toString();
  }

  /// The marks; a stage that is not in the map was not seen.
  public static String of(Terminal terminal, Map<Stage, StageState> states) {
    StringBuilder out = new StringBuilder(WIDTH);
    for (Stage stage : Stage.CHAIN) {
      StageState state = states.getOrDefault(stage, StageState.NONE);
      out.append(out.isEmpty() ? "" : " ").append(terminal.paint(paint(state), String.valueOf(state.mark())));
    }
    return out.toString();
  }

  /// What the marks mean, in lines of at most `columns`.
  public static List<String> legend(int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (StageState state : LEGEND) {
      String entry = state.mark() + " " + meaning(state);
      if (!line.isEmpty() && line.length() + 3 + entry.length() > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : "   ").append(entry);
    }
    lines.add(line.toString());
    return lines;
  }

  /// What is known of a stage, in words.
  public static String meaning(StageState state) {
    return switch (state) {
      case CONFIRMED -> "proved by events";
      case SUSPECTED -> "suspected";
      case INFERRED -> "must have happened";
      case SYNTHESISED -> "would have followed (blocked)";
      case BLIND -> "no source here could see it";
      case NONE -> "not seen";
      case NOT_APPLICABLE -> "not applicable";
    };
  }

  /// The colour of a mark.
  public static Paint paint(StageState state) {
    return switch (state) {
      case CONFIRMED -> Paint.GRAVE;
      case SUSPECTED -> Paint.WARM;
      case INFERRED -> Paint.INFERRED;
      case SYNTHESISED -> Paint.HINT;
      case BLIND, NONE, NOT_APPLICABLE -> Paint.FAINT;
    };
  }
}
