package io.cutpoint.evaluate;

import io.cutpoint.model.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// A result folder that a test makes line by line.
final class MadeResult {

  private final List<String> detections = new ArrayList<>();
  private final List<String> intrusions = new ArrayList<>();
  private final List<String> sources = new ArrayList<>(List.of("a.evtx"));
  private String first = "null";
  private String last = "null";
  private String more = "";

  static String id(int number) {
    return String.format("%032x", number);
  }

  /// A detection whose number is that of its record too.
  MadeResult detection(int number, int episode, String host, String time, String stage, String... alternatives) {
    return evident(number, episode, host, time, "rule", evidence("a.evtx", number), stage, alternatives);
  }

  /// A detection with any origin and evidence.
  MadeResult evident(int number, int episode, String host, String time, String origin, String evidence, String stage, String... alternatives) {
    detections.add(
        "{\"id\":\"" + id(number) + "\",\"time\":\"2026-04-25T" + time + "Z\",\"episode\":\"" + id(1000 + episode) + "\",\"rule\":{\"id\":\"r\",\"title\":\"t\",\"level\":\"high\",\"origin\":\"" + origin
            + "\"},\"stage\":\"" + stage + "\",\"stageReason\":\"s\",\"stageAlternatives\":" + quoted(alternatives) + ",\"tactics\":[],\"logsource\":{},\"host\":\"" + host
            + "\",\"entities\":[{\"type\":\"host\",\"value\":\"x\",\"role\":\"y\"}],\"outcome\":\"occurred\",\"evidence\":[" + evidence + "]}");
    return this;
  }

  static String evidence(String source, long record) {
    return "{\"source\":\"" + source + "\",\"offset\":0,\"record\":" + record + ",\"sha256\":\"\",\"fields\":{\"id\":\"deep\",\"evidence\":[{\"record\":5}]}}";
  }

  /// An intrusion whose members have the stage that stands behind them: `"1:delivery"`.
  MadeResult intrusion(int number, double score, List<Stage> confirmed, String... members) {
    return shortened(number, score, confirmed, 0, members);
  }

  /// An intrusion whose list leaves out so many members.
  MadeResult shortened(int number, double score, List<Stage> confirmed, long omitted, String... members) {
    String stages = Stage.CHAIN.stream()
        .map(stage -> "\"" + stage.id() + "\":{\"state\":\"" + (confirmed.contains(stage) ? "confirmed" : "none") + "\",\"first\":null,\"mass\":0.5,\"reason\":\"r\"}")
        .collect(Collectors.joining(","));
    String list = Arrays.stream(members)
        .map(member -> member.split(":"))
        .map(parts -> "{\"id\":\"" + id(Integer.parseInt(parts[0])) + "\",\"stage\":\"" + (parts.length > 1 ? parts[1] : "exploitation") + "\",\"reason\":\"r\"}")
        .collect(Collectors.joining(","));
    intrusions.add(
        "{\"id\":\"" + id(2000 + number) + "\",\"aliases\":[],\"score\":" + score + ",\"band\":\"x\",\"status\":\"s\",\"story\":[{\"time\":\"t\",\"text\":\"x\",\"detections\":[\"" + id(1) + "\"]}],\"stages\":{" + stages
            + "},\"detections\":[" + list + "],\"links\":[{\"from\":\"a\",\"to\":\"b\",\"entity\":{\"type\":\"host\",\"value\":\"v\"}}],\"campaign\":null"
            + (omitted > 0 ? ",\"omitted\":" + omitted : "") + "}");
    return this;
  }

  MadeResult span(String from, String to) {
    first = "\"" + from + "\"";
    last = "\"" + to + "\"";
    return this;
  }

  MadeResult source(String name) {
    sources.add(name);
    return this;
  }

  /// More members of the summary.
  MadeResult summary(String members) {
    more = members;
    return this;
  }

  private static String quoted(String... texts) {
    return Arrays.stream(texts).map(text -> "\"" + text + "\"").collect(Collectors.joining(",", "[", "]"));
  }

  Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("detections.ndjson"), detections);
    Files.write(folder.resolve("intrusions.ndjson"), intrusions);
    String rows = sources.stream().map(source -> "{\"source\":\"" + source + "\",\"in\":9,\"first\":\"1999-01-01T00:00:00Z\"}").collect(Collectors.joining(","));
    Files.writeString(
        folder.resolve("summary.json"),
        "{\"schema\":1,\"version\":\"1\"," + more + "\"ledger\":{\"total\":{\"in\":9,\"dropped\":{},\"first\":" + first + ",\"last\":" + last + "},\"sources\":[" + rows + "]}}\n");
    return folder;
  }
}
