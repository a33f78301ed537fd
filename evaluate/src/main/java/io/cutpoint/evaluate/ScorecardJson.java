package io.cutpoint.evaluate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.cutpoint.evaluate.Scorecard.Attack;
import io.cutpoint.evaluate.Scorecard.Best;
import io.cutpoint.evaluate.Scorecard.Box;
import io.cutpoint.evaluate.Scorecard.First;
import io.cutpoint.evaluate.Scorecard.Overall;
import io.cutpoint.evaluate.Scorecard.Stages;
import io.cutpoint.model.Stage;
import io.cutpoint.model.text.SafeText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Map;

/// The machines' form of a scorecard. Its names are stable and stand in `docs/evaluate.md`; every text passes
/// [SafeText], and a measure of nothing is `null`.
public final class ScorecardJson {

  /// The version of the form; only additions within one.
  public static final int SCHEMA = 1;

  private static final int DECIMALS = 6;

  private final JsonGenerator json;

  private ScorecardJson(JsonGenerator json) {
    this.json = json;
  }

  /// One line.
  public static String of(Scorecard card) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      new ScorecardJson(json).card(card);
    } catch (IOException impossible) {
      throw new UncheckedIOException("wanted to write to memory", impossible);
    }
    return text.toString();
  }

  private void card(Scorecard card) throws IOException {
    json.writeStartObject();
    json.writeNumberField("schema", SCHEMA);
    json.writeObjectFieldStart("truth");
    text("form", card.truth().form());
    json.writeNumberField("attacks", card.attacks().size());
    json.writeNumberField("given", card.truth().rows());
    json.writeNumberField("detected", card.truth().detected());
    json.writeNumberField("inBest", card.truth().inBest());
    json.writeNumberField("harmless", card.truth().harmless());
    json.writeEndObject();
    json.writeObjectFieldStart("result");
    json.writeNumberField("detections", card.result().detections());
    json.writeNumberField("episodes", card.result().episodes());
    json.writeNumberField("intrusions", card.result().intrusions());
    json.writeNumberField("hosts", card.result().hosts());
    number("days", card.result().days());
    json.writeEndObject();
    overall(card.overall());
    json.writeArrayFieldStart("attacks");
    for (Attack attack : card.attacks()) {
      attack(attack);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("falseIntrusions");
    for (var one : card.falseIntrusions()) {
      json.writeStartObject();
      text("id", one.id());
      number("score", one.score());
      json.writeNumberField("rank", one.rank());
      share("attackEpisodes", one.attackEpisodes());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("falseStages");
    for (var one : card.falseStages()) {
      json.writeStartObject();
      text("id", one.id());
      number("score", one.score());
      text("stage", one.stage().id());
      texts("attacks", one.attacks());
      json.writeEndObject();
    }
    json.writeEndArray();
    fates(card);
    texts("warnings", card.warnings());
    json.writeEndObject();
  }

  private void overall(Overall overall) throws IOException {
    json.writeObjectFieldStart("overall");
    share("found", overall.found());
    number("meanReciprocalRank", overall.reciprocalRank());
    number("purity", overall.purity());
    number("completeness", overall.completeness());
    number("f1", overall.f1());
    number("attacksPerIntrusion", overall.attacksPerIntrusion());
    json.writeNumberField("mostAttacksInOneIntrusion", overall.mostAttacks());
    number("intrusionsPerAttack", overall.intrusionsPerAttack());
    json.writeNumberField("mostIntrusionsOfOneAttack", overall.mostIntrusions());
    json.writeNumberField("claims", overall.claims());
    number("falseIntrusionsPerDay", overall.falsePerDay());
    number("falseIntrusionsPerDayPer100Hosts", overall.falsePerDayPer100Hosts());
    First first = overall.first();
    if (first == null) {
      json.writeNullField("firstRanked");
    } else {
      json.writeObjectFieldStart("firstRanked");
      text("id", first.id());
      number("score", first.score());
      text("attack", first.attack());
      share("purity", first.purity());
      share("purityDetections", first.purityDetections());
      share("completeness", first.completeness());
      json.writeEndObject();
    }
    json.writeNumberField("falselyConfirmedStages", overall.falseStages());
    json.writeNumberField("confirmedStages", overall.confirmed());
    json.writeNumberField("confirmedStagesWithoutAttack", overall.confirmedElsewhere());
    share("stageTop1", overall.stageFirst());
    share("stageTop2", overall.stageSecond());
    json.writeEndObject();
  }

  private void attack(Attack attack) throws IOException {
    json.writeStartObject();
    text("name", attack.name());
    json.writeBooleanField("found", attack.isFound());
    json.writeNumberField("rank", attack.rank());
    json.writeNumberField("falseAbove", attack.falseAbove());
    number("reciprocalRank", attack.reciprocalRank());
    json.writeNumberField("given", attack.rows());
    json.writeNumberField("detected", attack.detected());
    json.writeNumberField("inBest", attack.inBest());
    json.writeNumberField("detections", attack.detections());
    json.writeNumberField("reconstructed", attack.reconstructed());
    json.writeNumberField("episodes", attack.episodes());
    json.writeNumberField("intrusions", attack.intrusions());
    Best best = attack.best();
    if (best == null) {
      json.writeNullField("best");
    } else {
      json.writeObjectFieldStart("best");
      text("id", best.id());
      number("score", best.score());
      json.writeNumberField("rank", best.rank());
      json.writeNumberField("attacks", best.attacks());
      share("purity", best.purity());
      share("purityDetections", best.purityDetections());
      share("completeness", best.completeness());
      share("completenessDetections", best.completenessDetections());
      number("f1", best.f1().value());
      json.writeEndObject();
    }
    stages(attack.stages());
    json.writeObjectFieldStart("boxes");
    for (Box box : attack.boxes()) {
      json.writeObjectFieldStart(box.kind().id());
      share("purity", box.purity());
      share("completeness", box.completeness());
      number("f1", box.f1().value());
      json.writeEndObject();
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void stages(@org.jspecify.annotations.Nullable Stages stages) throws IOException {
    if (stages == null) {
      json.writeNullField("stages");
      return;
    }
    json.writeObjectFieldStart("stages");
    texts("truth", stages.truth().stream().map(Stage::id).toList());
    texts("confirmed", stages.confirmed().stream().map(Stage::id).toList());
    texts("falselyConfirmed", stages.falselyConfirmed().stream().map(Stage::id).toList());
    texts("missed", stages.missed().stream().map(Stage::id).toList());
    json.writeNumberField("unstaged", stages.unstaged());
    share("top1", stages.first());
    share("top2", stages.second());
    json.writeObjectFieldStart("byStage");
    for (Map.Entry<Stage, Share> one : stages.byStage().entrySet()) {
      share(one.getKey().id(), one.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void fates(Scorecard card) throws IOException {
    json.writeArrayFieldStart("fates");
    for (var fate : card.fates()) {
      json.writeStartObject();
      text("endedIn", fate.band() == null ? "no-intrusion" : fate.band().id());
      json.writeNumberField("intrusions", fate.intrusions());
      json.writeNumberField("episodes", fate.episodes());
      json.writeNumberField("detections", fate.detections());
      json.writeNumberField("attackDetections", fate.attackDetections());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void text(String name, String text) throws IOException {
    json.writeFieldName(name);
    value(text);
  }

  private void texts(String name, Collection<String> texts) throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      value(text);
    }
    json.writeEndArray();
  }

  private void value(String text) throws IOException {
    json.writeRawValue("\"" + SafeText.to(SafeText.Target.JSON, text) + "\"");
  }

  private void share(String name, Share share) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("part", share.part());
    json.writeNumberField("whole", share.whole());
    number("share", share.value());
    json.writeEndObject();
  }

  private void number(String name, double value) throws IOException {
    if (Double.isNaN(value)) {
      json.writeNullField(name);
      return;
    }
    BigDecimal exact = BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN);
    json.writeFieldName(name);
    json.writeNumber(exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString());
  }
}
