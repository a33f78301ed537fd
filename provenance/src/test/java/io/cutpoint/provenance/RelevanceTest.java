package io.cutpoint.provenance;

import static io.cutpoint.provenance.Facts.CMD;
import static io.cutpoint.provenance.Facts.EXPLORER;
import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Fact;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RelevanceTest {

  private static final String NOTES = "C:\\Program Files\\Notes\\notes.exe";
  private static final int HIGH = 3;
  private static final int LOW = 1;

  private final Facts facts = new Facts();

  private static Fact matched(Fact fact, int rule) {
    return new Fact(fact.id(), fact.orderTimeNanos(), fact.timeNanos(), fact.activity(), fact.eventCode(), fact.channel(), fact.host(), fact.attributes(),
        List.of(rule), fact.evidence());
  }

  /// What a survey with this much room keeps; a rule's index is its severity here.
  private static Set<Fact> kept(int room, List<Fact> facts) {
    Relevance relevance = new Relevance(room, rule -> rule);
    facts.forEach(relevance::add);
    relevance.decide();
    Set<Fact> out = new HashSet<>();
    for (Fact fact : facts) {
      if (relevance.keeps(fact)) {
        out.add(fact);
      }
    }
    return out;
  }

  private List<Fact> story(int quiet) {
    for (int i = 0; i < quiet; i++) {
      facts.start(i * 60, 100 + i, 1, NOTES, EXPLORER);
    }
    List<Fact> out = new ArrayList<>(facts.all());
    Fact top = facts.start(quiet * 60 + 7_200, 1, 0, CMD, EXPLORER);
    Fact child = facts.start(quiet * 60 + 7_201, 2, 1, CMD, CMD);
    Fact grave = matched(facts.start(quiet * 60 + 7_202, 3, 2, CMD, CMD), HIGH);
    Fact call = facts.connect(quiet * 60 + 7_203, 2, "203.0.113.9", 443);
    out.addAll(List.of(top, child, grave, call));
    return out;
  }

  @Test
  void whereAllFindsRoomAllIsKept() {
    List<Fact> story = story(50);

    assertThat(kept(53, story)).hasSameSizeAs(story);
  }

  @Test
  void theWholeFamilyOfAGraveMatchIsKeptThoughItCameLast() {
    List<Fact> story = story(50);

    Set<Fact> kept = kept(10, story);

    assertThat(kept).containsExactlyInAnyOrderElementsOf(story.subList(50, 54));
  }

  @Test
  void aMatchOfLessWeightGivesWayToAGraveOne() {
    List<Fact> out = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      out.add(matched(facts.start(i, 100 + i, 50, NOTES, EXPLORER), LOW));
      out.add(facts.end(i + 0.5, 100 + i));
    }
    Fact grave = matched(facts.start(5_000, 1, 0, NOTES, EXPLORER), HIGH);
    out.add(grave);

    assertThat(kept(5, out)).contains(grave).noneMatch(fact -> fact.activity() == Activity.PROCESS_END);
  }

  @Test
  void whatLivesNearAGraveMatchOnItsHostIsKeptBeforeWhatLivesFar() {
    Fact far = facts.start(0, 100, 1, NOTES, EXPLORER);
    Fact near = facts.start(9_000, 101, 1, NOTES, EXPLORER);
    Fact grave = matched(facts.start(10_000, 1, 0, CMD, EXPLORER), HIGH);

    assertThat(kept(2, List.of(far, near, grave))).containsExactlyInAnyOrder(near, grave);
  }

  @Test
  void twoRecordsOfOneStartMakeOneFamily() {
    Fact audited = facts.audited(10_000, 1001, 500, CMD, EXPLORER);
    Fact told = facts.start(10_001, 1, 0, CMD, EXPLORER);
    Fact grave = matched(facts.start(10_002, 2, 1, CMD, CMD), HIGH);
    Fact far = facts.start(90_000, 101, 1, NOTES, EXPLORER);

    assertThat(kept(3, List.of(audited, told, grave, far))).containsExactlyInAnyOrder(audited, told, grave);
  }

  @Test
  void whatIsLetGoStillTellsHowCommonAnAddressIs() {
    List<Fact> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      facts.on("WS" + i);
      all.add(facts.start(i, 100 + i, 1, NOTES, EXPLORER));
      all.add(facts.connect(i + 0.5, 100 + i, "203.0.113.9", 443));
    }
    facts.on("WS99");
    all.add(facts.start(90_000, 1, 0, "C:\\Users\\a\\tool.exe", EXPLORER));
    Fact call = facts.connect(90_001, 1, "203.0.113.9", 443);
    all.add(call);
    Fact seed = matched(facts.start(90_002, 2, 1, CMD, "C:\\Users\\a\\tool.exe"), HIGH);
    all.add(seed);
    Relevance relevance = new Relevance(3, rule -> rule);
    all.forEach(relevance::add);
    relevance.decide();
    ProvenanceBuilder builder = new ProvenanceBuilder(Bounds.STANDARD);
    for (Fact fact : all) {
      if (relevance.keeps(fact)) {
        builder.add(fact);
      } else {
        builder.addInPassing(fact);
      }
    }

    Reconstruction found = new Reconstructor(builder.build()).reconstruct(WindowsLines.detection(seed));

    assertThat(found.nodes()).hasSize(2);
    assertThat(found.steps()).noneMatch(step -> step.event().equals(call.id()));
  }

  @Test
  void timesAndHostsThatALogInventsStayInBounds() {
    List<Fact> all = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      facts.on("H" + i);
      all.add(matched(facts.add(i * 1e5, Activity.OTHER, 1, Attribute.PROCESS_ID, 77), HIGH));
    }

    assertThat(kept(1, all)).hasSize(10_000);
  }
}
