package io.cutpoint.export;

import io.cutpoint.model.Stage;
import io.cutpoint.model.intrusion.Intrusion;
import io.cutpoint.model.intrusion.StageState;
import io.cutpoint.model.intrusion.StageSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The seven stages of an intrusion side by side, each with its state as a shape and as a word.
final class ChainBar {

  private ChainBar() {}

  /// Wide: names, states and times.
  static void wide(Markup to, Intrusion intrusion) throws IOException {
    to.open("ol", "class", "chain", "aria-label", "The seven stages");
    for (Stage stage : Stage.CHAIN) {
      StageSummary summary = summary(intrusion, stage);
      to.open("li", "class", "cell " + summary.state().id());
      to.open("span", "class", "knot");
      shape(to, summary.state());
      to.close();
      to.element("span", "name", stage.number() + " " + stage.title());
      to.element("span", "state", word(summary.state()));
      if (summary.firstNanos() != io.cutpoint.model.event.EventView.NO_TIME) {
        to.element("span", "at", Amounts.clock(summary.firstNanos()));
      }
      to.close();
    }
    to.close();
  }

  /// Small: letters and shapes, for a table.
  static void small(Markup to, Intrusion intrusion) throws IOException {
    List<String> words = new ArrayList<>();
    for (Stage stage : Stage.CHAIN) {
      words.add(stage.title() + " " + word(summary(intrusion, stage).state()));
    }
    to.open("span", "class", "mini", "role", "img", "aria-label", String.join(", ", words));
    for (Stage stage : Stage.CHAIN) {
      StageState state = summary(intrusion, stage).state();
      to.open("span", "class", "cell " + state.id(), "title", stage.title() + ": " + word(state));
      to.element("span", "letter", String.valueOf(stage.letter()));
      shape(to, state);
      to.close();
    }
    to.close();
  }

  /// What the shapes mean.
  static void legend(Markup to) throws IOException {
    to.open("ul", "class", "legend");
    for (StageState state : StageState.values()) {
      to.open("li", "class", "cell " + state.id());
      shape(to, state);
      to.element("b", "", word(state));
      to.text(" " + meaning(state));
      to.close();
    }
    to.close();
  }

  static StageSummary summary(Intrusion intrusion, Stage stage) {
    StageSummary summary = intrusion.stages().get(stage);
    if (summary == null) {
      throw new IllegalArgumentException("wanted all stages, found none for " + stage);
    }
    return summary;
  }

  /// The state in one or two words.
  static String word(StageState state) {
    return switch (state) {
      case CONFIRMED -> "confirmed";
      case SUSPECTED -> "suspected";
      case INFERRED -> "must have happened";
      case SYNTHESISED -> "would have followed";
      case BLIND -> "blind";
      case NONE -> "not seen";
      case NOT_APPLICABLE -> "not applicable";
    };
  }

  private static String meaning(StageState state) {
    return switch (state) {
      case CONFIRMED -> "events prove it";
      case SUSPECTED -> "some evidence, not enough";
      case INFERRED -> "a log that could have seen it was there: go and look";
      case SYNTHESISED -> "had it not been blocked";
      case BLIND -> "no log here could have seen it";
      case NONE -> "no sign of it";
      case NOT_APPLICABLE -> "this kind of intrusion has no such stage";
    };
  }

  /// A shape of its own for each state, so that colour is never needed.
  private static void shape(Markup to, StageState state) throws IOException {
    to.constant("<svg class=\"shape\" viewBox=\"0 0 20 20\" width=\"20\" height=\"20\" aria-hidden=\"true\">");
    to.constant(switch (state) {
      case CONFIRMED -> "<circle class=\"full\" cx=\"10\" cy=\"10\" r=\"9\"/><path class=\"on\" d=\"M5.5 10.5l3 3 6-6.5\"/>";
      case SUSPECTED -> "<circle class=\"ring\" cx=\"10\" cy=\"10\" r=\"8\"/><path class=\"full\" d=\"M10 2a8 8 0 0 0 0 16z\"/>";
      case INFERRED -> "<circle class=\"ring dashed\" cx=\"10\" cy=\"10\" r=\"8\"/><circle class=\"full\" cx=\"10\" cy=\"10\" r=\"3\"/>";
      case SYNTHESISED -> "<path class=\"full\" d=\"M10 1.5l2.6 5.6 6 .8-4.4 4.2 1.1 6-5.3-2.9-5.3 2.9 1.1-6L1.4 7.9l6-.8z\"/>";
      case BLIND -> "<circle class=\"ring\" cx=\"10\" cy=\"10\" r=\"8\"/><path class=\"mark\" d=\"M7.6 8a2.4 2.4 0 1 1 3.4 2.2c-.7.4-1 .8-1 1.6M10 14.2v.4\"/>";
      case NONE -> "<circle class=\"full\" cx=\"10\" cy=\"10\" r=\"2.5\"/>";
      case NOT_APPLICABLE -> "<path class=\"mark\" d=\"M5 10h10\"/>";
    });
    to.constant("</svg>");
  }
}
