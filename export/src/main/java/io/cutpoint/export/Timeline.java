package io.cutpoint.export;

import io.cutpoint.export.Steps.Step;
import io.cutpoint.model.Stage;
import io.cutpoint.model.event.EventTimes;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.text.Figures;
import io.cutpoint.model.text.Untrusted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// The steps of an intrusion over time: a lane for each host, in it a row for each stage that was seen there.
///
/// Long pauses are cut out of the axis and say how long they were. Steps that would lie on one another are one mark
/// with their number.
final class Timeline {

  private static final int WIDTH = 1080;
  private static final int LEFT = 196;
  private static final int RIGHT = WIDTH - 28;
  private static final int BREAK = 92;
  private static final int ROW = 26;
  private static final int HEAD = 24;
  private static final int TOP = 34;
  private static final int MARK = 18;

  /// Hosts with lanes of their own.
  private static final int MAX_LANES = 10;

  /// A pause longer than this part of the whole is cut out.
  private static final int PAUSE_PART = 8;

  private static final long SECOND = 1_000_000_000L;

  /// Distances between ticks, in seconds.
  private static final long[] TICKS = {
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 2_592_000, 31_536_000, 315_360_000
  };

  private static final int TICK_PIXELS = 96;

  /// Half of the width of a pause's label.
  private static final int GAP_HALF = 30;

  /// A part of the axis without a long pause.
  private record Segment(long from, long to, int x, int width) {

    int at(long time) {
      return to == from ? x + width / 2 : x + (int) Math.round((double) (time - from) / (to - from) * width);
    }
  }

  private record Lane(Untrusted host, TreeMap<Stage, List<Step>> rows) {}

  /// Times are told from here on, since those of events are unsigned.
  private final long base;

  private final List<Segment> segments;
  private final List<Lane> lanes;
  private final boolean isOverDays;

  private Timeline(long base, List<Segment> segments, List<Lane> lanes, boolean isOverDays) {
    this.base = base;
    this.segments = segments;
    this.lanes = lanes;
    this.isOverDays = isOverDays;
  }

  /// Writes the picture, or nothing where no step has a time.
  static void write(Markup to, List<Step> steps) throws IOException {
    List<Long> all = steps.stream().flatMap(step -> step.times().stream()).filter(time -> time != EventView.NO_TIME).distinct().sorted(Long::compareUnsigned).toList();
    if (all.isEmpty()) {
      return;
    }
    long base = all.getFirst();
    List<Long> times = all.stream().map(time -> time - base).filter(time -> time >= 0).toList();
    boolean days = !Amounts.day(base).equals(Amounts.day(base + times.getLast()));
    new Timeline(base, segments(times), lanes(steps), days).draw(to);
  }

  private static List<Segment> segments(List<Long> times) {
    long total = times.getLast();
    long pause = Math.max(total / PAUSE_PART, SECOND);
    List<long[]> spans = new ArrayList<>();
    long from = times.getFirst();
    long last = from;
    for (long time : times) {
      if (time - last > pause) {
        spans.add(new long[] {from, last});
        from = time;
      }
      last = time;
    }
    spans.add(new long[] {from, last});
    int least = 30;
    int room = RIGHT - LEFT - BREAK * (spans.size() - 1) - least * spans.size();
    long busy = Math.max(1, spans.stream().mapToLong(span -> span[1] - span[0]).sum());
    List<Segment> segments = new ArrayList<>();
    int x = LEFT;
    for (long[] span : spans) {
      int width = spans.size() == 1 ? RIGHT - LEFT : least + (int) Math.round((double) (span[1] - span[0]) / busy * room);
      segments.add(new Segment(span[0], span[1], x, width));
      x += width + BREAK;
    }
    return segments;
  }

  private static List<Lane> lanes(List<Step> steps) {
    Map<String, Lane> lanes = new LinkedHashMap<>();
    for (Step step : steps) {
      String key = step.host().key();
      if (!lanes.containsKey(key) && lanes.size() >= MAX_LANES) {
        key = "\0";
      }
      String lane = key;
      lanes.computeIfAbsent(lane, _ -> new Lane(lane.equals("\0") ? Untrusted.of("other hosts") : step.host(), new TreeMap<>()))
          .rows.computeIfAbsent(step.stage(), _ -> new ArrayList<>()).add(step);
    }
    return List.copyOf(lanes.values());
  }

  private void draw(Markup to) throws IOException {
    int height = TOP + lanes.stream().mapToInt(lane -> HEAD + ROW * lane.rows.size()).sum() + 8;
    to.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Timeline");
    to.open("svg", "class", "timeline", "viewBox", "0 0 " + WIDTH + " " + height, "width", String.valueOf(WIDTH), "height", String.valueOf(height), "role", "img",
        "aria-label", "Timeline of the steps, a lane for each host; the table of steps tells the same");
    axis(to, height);
    int y = TOP;
    for (Lane lane : lanes) {
      to.open("line", "class", "edge", "x1", "0", "x2", String.valueOf(WIDTH), "y1", String.valueOf(y), "y2", String.valueOf(y));
      to.open("text", "class", "lane", "x", "0", "y", String.valueOf(y + 17)).text(lane.host, 60).close();
      y += HEAD;
      for (Map.Entry<Stage, List<Step>> row : lane.rows.entrySet()) {
        row(to, row.getKey(), row.getValue(), y);
        y += ROW;
      }
    }
    to.close(2);
  }

  private void row(Markup to, Stage stage, List<Step> steps, int y) throws IOException {
    int middle = y + ROW / 2;
    to.open("text", "class", "stage", "x", String.valueOf(LEFT - 22), "y", String.valueOf(middle + 4)).text(stage.title()).close();
    for (Segment segment : segments) {
      to.open("line", "class", "rail", "x1", String.valueOf(segment.x - 8), "x2", String.valueOf(segment.x + segment.width + 8), "y1", String.valueOf(middle), "y2", String.valueOf(middle));
    }
    TreeMap<Integer, List<Step>> marks = new TreeMap<>();
    TreeMap<Integer, Integer> counts = new TreeMap<>();
    for (Step step : steps) {
      for (long time : step.times()) {
        if (time != EventView.NO_TIME && time - base >= 0) {
          int at = x(time - base) / MARK;
          marks.computeIfAbsent(at, _ -> new ArrayList<>()).add(step);
          counts.merge(at, 1, Integer::sum);
        }
      }
    }
    for (Map.Entry<Integer, List<Step>> mark : marks.entrySet()) {
      mark(to, stage, mark.getKey() * MARK + MARK / 2, middle, mark.getValue(), counts.getOrDefault(mark.getKey(), 1));
    }
  }

  private static void mark(Markup to, Stage stage, int x, int y, List<Step> steps, int count) throws IOException {
    Step gravest = steps.stream().max(Comparator.comparing(Step::level)).orElseThrow();
    to.open("g", "class", "s" + stage.number());
    TreeSet<String> titles = new TreeSet<>();
    steps.forEach(step -> titles.add(step.title()));
    to.open("title").text(Amounts.clock(gravest.first()) + " " + gravest.title() + (titles.size() > 1 ? " and " + Figures.counted(titles.size() - 1L, "other rule") : "")).close();
    if (gravest.isReconstructed()) {
      to.open("path", "class", "mark", "d", "M" + x + " " + (y - 10) + "l10 10-10 10-10-10z");
    } else {
      to.open("circle", "class", "mark", "cx", String.valueOf(x), "cy", String.valueOf(y), "r", count > 1 ? "9" : "6");
    }
    if (count > 1) {
      to.open("text", "class", "count", "x", String.valueOf(x), "y", String.valueOf(y + 4)).text(count > 99 ? "99+" : String.valueOf(count)).close();
    }
    to.close();
  }

  private int x(long time) {
    for (Segment segment : segments) {
      if (time <= segment.to) {
        return segment.at(Math.max(time, segment.from));
      }
    }
    return segments.getLast().at(segments.getLast().to);
  }

  private void axis(Markup to, int height) throws IOException {
    int free = 0;
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      if (i > 0) {
        Segment before = segments.get(i - 1);
        int x = before.x + before.width + 8;
        to.open("rect", "class", "pause", "x", String.valueOf(x), "y", String.valueOf(TOP - 10), "width", String.valueOf(segment.x - 8 - x), "height", String.valueOf(height - TOP + 2));
        to.open("text", "class", "gap pausing", "x", String.valueOf((x + segment.x - 8) / 2), "y", String.valueOf(TOP - 16)).text(Amounts.duration(segment.from - before.to)).close();
        free = (x + segment.x - 8) / 2 + GAP_HALF;
      }
      int until = i + 1 < segments.size() ? segment.x + segment.width + BREAK / 2 - GAP_HALF : WIDTH;
      free = ticks(to, segment, free, until, height);
    }
  }

  /// Draws the times of a segment between two places and tells up to where they reach.
  private int ticks(Markup to, Segment segment, int from, int until, int height) throws IOException {
    long span = segment.to - segment.from;
    long step = TICKS[TICKS.length - 1] * SECOND;
    for (int i = TICKS.length - 1; i >= 0; i--) {
      if (segment.width > TICK_PIXELS && (double) TICKS[i] * SECOND / Math.max(1, span) * segment.width >= TICK_PIXELS) {
        step = TICKS[i] * SECOND;
      }
    }
    List<Long> times = new ArrayList<>();
    long past = Long.remainderUnsigned(base + segment.from, step);
    for (long time = segment.from + (past == 0 ? 0 : step - past); time <= segment.to && times.size() < 20; time += step) {
      times.add(time);
    }
    if (times.isEmpty()) {
      times.add(segment.from);
    }
    int half = isOverDays ? 36 : 25;
    int free = from;
    for (long time : times) {
      int x = segment.at(time);
      if (x - half >= free && x + half <= until) {
        to.open("line", "class", "tick", "x1", String.valueOf(x), "x2", String.valueOf(x), "y1", String.valueOf(TOP - 10), "y2", String.valueOf(height - 8));
        to.open("text", "class", "gap", "x", String.valueOf(x), "y", String.valueOf(TOP - 16)).text(label(time)).close();
        free = x + half + 6;
      }
    }
    return free;
  }

  private String label(long time) {
    String text = EventTimes.text(base + time);
    return isOverDays ? text.substring(5, 10) + " " + text.substring(11, 16) : text.substring(11, 19);
  }
}
