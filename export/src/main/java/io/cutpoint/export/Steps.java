package io.cutpoint.export;

import io.cutpoint.model.Part;
import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Detection;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.Outcome;
import io.cutpoint.model.event.EventId;
import io.cutpoint.model.intrusion.Intrusion;
import io.cutpoint.model.intrusion.Member;
import io.cutpoint.model.text.Untrusted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What happened in an intrusion, one line for each rule, host and stage: repetitions are folded for people.
///
/// Memory: a time and an id for each of at most [Report#MAX_MEMBERS] members.
final class Steps {

  /// Detections of one step whose records are shown, beside those that the story cites.
  private static final int SAMPLES = 2;

  /// Members that the story cites and whose records are shown for one step.
  private static final int CITED = 4;

  /// One line.
  ///
  /// @param anchor its name in the page, of our own letters
  /// @param times of its detections, in order
  /// @param samples the detections whose records are shown
  record Step(
      String anchor, Stage stage, Part part, String title, Level level, boolean isReconstructed, Untrusted host, Outcome outcome, String reason,
      List<Long> times, List<EventId> samples) {

    long first() {
      return times.getFirst();
    }

    long last() {
      return times.getLast();
    }

    int count() {
      return times.size();
    }
  }

  private final List<Step> steps;
  private final Map<EventId, Step> byDetection;

  private Steps(List<Step> steps, Map<EventId, Step> byDetection) {
    this.steps = steps;
    this.byDetection = byDetection;
  }

  /// The steps of an intrusion whose members were chosen.
  ///
  /// @param prefix of the anchors, of our own letters
  static Steps read(Intrusion intrusion, Set<EventId> chosen, String prefix, EvidenceReader evidence) throws IOException {
    Map<EventId, Member> members = new HashMap<>();
    intrusion.members().stream().filter(member -> chosen.contains(member.id())).forEach(member -> members.put(member.id(), member));
    Set<EventId> cited = new LinkedHashSet<>();
    intrusion.story().forEach(sentence -> cited.addAll(sentence.detections()));
    Map<List<Object>, Step> byKey = new LinkedHashMap<>();
    Map<EventId, Step> byDetection = new HashMap<>();
    List<EventId> inOrder = intrusion.members().stream().map(Member::id).filter(members::containsKey).toList();
    evidence.read(inOrder, false, item -> {
      Detection detection = item.detection();
      Member member = members.get(detection.id());
      if (member == null) {
        return;
      }
      String host = detection.fact().host().key();
      Step step = byKey.computeIfAbsent(List.of(detection.rule().key(), host, member.stage(), member.part()), _ -> new Step(
          prefix + "-" + (byKey.size() + 1), member.stage(), member.part(), detection.rule().title(), detection.rule().level(),
          detection.rule().key().origin().equals("reconstruction"), detection.fact().host(), detection.outcome(), member.reason(),
          new ArrayList<>(), new ArrayList<>()));
      step.times.add(detection.fact().timeNanos());
      byDetection.put(detection.id(), step);
      boolean isCited = cited.contains(detection.id()) && step.samples.size() < CITED;
      if (step.samples.size() < SAMPLES || isCited) {
        step.samples.add(detection.id());
      }
    });
    List<Step> steps = new ArrayList<>(byKey.values());
    steps.sort(Comparator.comparing((Step step) -> step.first() ^ Long.MIN_VALUE).thenComparing(Step::stage).thenComparing(Step::title).thenComparing(step -> step.anchor.length()).thenComparing(Step::anchor));
    return new Steps(steps, byDetection);
  }

  /// All of them, by the time of their first detections.
  List<Step> all() {
    return steps;
  }

  /// The step of a detection, or null where it was not chosen.
  @Nullable Step of(EventId detection) {
    return byDetection.get(detection);
  }

  /// The letters of an anchor for a short form such as `INT-7F3A`.
  static String anchor(String shortId) {
    StringBuilder anchor = new StringBuilder();
    for (char c : shortId.toLowerCase(Locale.ROOT).toCharArray()) {
      anchor.append((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '-');
    }
    return anchor.toString();
  }
}
