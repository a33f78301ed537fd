package io.cutpoint.cli;

import io.cutpoint.cli.result.IntrusionRecord;
import io.cutpoint.cli.result.Json;
import io.cutpoint.cli.terminal.Amounts;
import io.cutpoint.cli.terminal.TimeText;
import io.cutpoint.model.Stage;
import io.cutpoint.model.text.SafeText;
import io.cutpoint.model.text.Untrusted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The facts of an intrusion in sentences. What the facts do not tell is left out. Everything is escaped for a
/// terminal; names and web addresses of the intruder are defanged, so that nobody opens one by a click.
final class Answers {

  private static final int NAMED = 4;
  private static final int LONGEST = 120;
  private static final int FOOTHOLDS = 2;
  private static final int TAIL = 50;
  private static final int HASH_SHOWN = 16;

  private final IntrusionRecord intrusion;
  private final Json facts;
  private final TimeText times;

  Answers(IntrusionRecord intrusion, TimeText times) {
    this.intrusion = intrusion;
    this.facts = intrusion.json().get("facts");
    this.times = times;
  }

  /// Whether the result has facts: one that an older version wrote has none.
  boolean isEmpty() {
    return facts.get("patientZero").get("time").text().isEmpty();
  }

  /// How it came in, what it reached, what it hit and took, whether it goes on; each in its own lines.
  List<String> story() {
    List<String> out = new ArrayList<>();
    out.add(entry());
    add(out, reached());
    add(out, hit());
    add(out, losses());
    add(out, pulse());
    return out;
  }

  private static void add(List<String> out, String text) {
    if (!text.isEmpty()) {
      out.add(text);
    }
  }

  private String entry() {
    Json zero = facts.get("patientZero");
    String host = zero.get("host").text().isEmpty() ? "a computer without a name" : safe(zero.get("host"));
    String user = safe(zero.get("user"));
    String place = host + (user.isEmpty() ? "" : " (" + user + ")") + ", " + time(zero.get("time")) + ".";
    List<Json> ways = facts.get("waysIn").items();
    if (ways.isEmpty()) {
      return "How it came in was not seen. First seen on " + place;
    }
    String first = way(ways.getFirst());
    StringBuilder out = new StringBuilder(ways.getFirst().get("proved").isTrue() ? "Came in " : "Perhaps came in ").append(first).append('.');
    if (ways.size() > 1) {
      List<String> more = ways.subList(1, ways.size()).stream().map(Answers::shortWay).distinct().toList();
      out.append(" Also by ").append(list(more)).append('.');
    }
    return out.append(zero.get("cameInHere").isTrue() ? " Patient zero: " : " First seen on ").append(place).toString();
  }

  private String way(Json way) {
    String program = safe(way.get("program"));
    String file = fileName(way.get("file"));
    String url = defanged(way.get("url"));
    String ran = way.get("ran").text().isEmpty() ? "" : ", run " + later(way) + " later";
    return switch (way.get("kind").text().raw()) {
      case "file", "mail" -> {
        String by = program.isEmpty() ? "" : way.get("kind").text().raw().equals("mail") ? " (mail, " + program + ")" : " (" + program + ")";
        yield "as " + (file.isEmpty() ? "a file" : file) + (url.isEmpty() ? "" : " from " + url) + by + ran;
      }
      case "logon" -> "by a logon" + of(way.get("user")) + from(way.get("address"));
      case "inside-session" -> "by a session" + of(way.get("user")) + from(way.get("address")) + "; how the intruder got there was not seen";
      case "exposed-service" -> "through " + (program.isEmpty() ? "a service that answers to strangers" : program + ", which answers to strangers");
      default -> way.get("rule").text().isEmpty() ? "in a way that has no name here" : "by what a rule calls \"" + safe(way.get("rule")) + "\"";
    };
  }

  private static String shortWay(Json way) {
    String file = fileName(way.get("file"));
    return !file.isEmpty() ? file : !way.get("address").text().isEmpty() ? safe(way.get("address")) : safe(way.get("kind"));
  }

  private static String of(Json user) {
    return user.text().isEmpty() ? "" : " of " + safe(user);
  }

  private static String from(Json address) {
    return address.text().isEmpty() ? "" : " from " + safe(address);
  }

  private String later(Json way) {
    long seconds = Math.max(0, IntrusionRecord.time(way.get("ran")) - IntrusionRecord.time(way.get("time"))) / 1_000_000_000L;
    return Amounts.span(seconds);
  }

  private String reached() {
    List<String> parts = new ArrayList<>();
    for (Json one : facts.get("milestones").items()) {
      String after = " after " + Amounts.span(one.get("afterSeconds").whole());
      String host = safe(one.get("host"));
      String perhaps = one.get("proved").isTrue() ? "" : "perhaps ";
      switch (one.get("kind").text().raw()) {
        case "command-and-control" -> parts.add(perhaps + "C2 to " + places() + after);
        case "credentials" -> parts.add(perhaps + "credentials" + after);
        case "second-host" -> parts.add(perhaps + "second computer " + host + after);
        case "domain-controller" -> parts.add(perhaps + "domain controller " + host + after);
        default -> {
          // A later version's word.
        }
      }
    }
    return parts.isEmpty() ? "" : sentence(String.join("; ", parts));
  }

  private String places() {
    List<String> all = new ArrayList<>();
    for (Json channel : facts.get("channels").items()) {
      String name = channel.get("domain").text().isEmpty() ? safe(channel.get("address")) : defangedName(safe(channel.get("domain")));
      String port = safe(channel.get("port"));
      String shared = channel.get("sharedProvider").isTrue() ? " (a provider that many share: do not block it)" : "";
      all.add((name.indexOf(':') >= 0 || port.isEmpty() ? name : name + ":" + port) + shared);
    }
    return list(all);
  }

  private String hit() {
    List<String> hosts = facts.get("hosts").items().stream()
        .map(host -> safe(host.get("value")) + (host.get("domainController").isTrue() ? " (domain controller)" : "")).toList();
    List<String> accounts = facts.get("accounts").items().stream().map(Answers::safe).toList();
    String where = hosts.isEmpty() ? "" : "Hit: " + list(hosts);
    String who = accounts.isEmpty() ? "" : "acted as " + list(accounts);
    return where.isEmpty() && who.isEmpty() ? "" : sentence(where.isEmpty() ? who : who.isEmpty() ? where : where + "; " + who);
  }

  private String losses() {
    Map<String, List<String>> byKind = new LinkedHashMap<>();
    for (boolean proved : new boolean[] {true, false}) {
      for (Json loss : facts.get("losses").items()) {
        if (loss.get("proved").isTrue() == proved && (proved || byKind.isEmpty())) {
          String what = safe(loss.get("what"));
          String program = safe(loss.get("program"));
          String text = what + (program.isEmpty() ? "" : " (" + program + ")");
          String head = (proved ? "" : "perhaps ") + (loss.get("kind").text().raw().equals("destroyed") ? "destroyed" : "taken");
          List<String> all = byKind.computeIfAbsent(head, unused -> new ArrayList<>());
          if (!all.contains(text)) {
            all.add(text);
          }
        }
      }
      if (proved && !byKind.isEmpty()) {
        break;
      }
    }
    List<String> parts = new ArrayList<>();
    byKind.forEach((head, all) -> parts.add(sentence(head + ": " + list(all))));
    return String.join(" ", parts);
  }

  private String pulse() {
    Json pulse = facts.get("pulse");
    long steps = facts.get("steps").whole();
    long unmatched = facts.get("unmatchedSteps").whole();
    StringBuilder out = new StringBuilder();
    if (pulse.get("stopped").isTrue()) {
      out.append("Stopped: all that was seen of its furthest stage was blocked.");
    } else if (!pulse.get("secondsBeforeEnd").text().isEmpty()) {
      String what = pulse.get("traffic").isTrue() ? "Last C2 traffic " : "Last seen ";
      long before = pulse.get("secondsBeforeEnd").whole();
      out.append(what).append(before == 0 ? "as the evidence ends" : Amounts.span(before) + " before the evidence ends").append(", no block seen: treat as live.");
    }
    if (unmatched > 0) {
      out.append(out.isEmpty() ? "" : " ").append(Amounts.grouped(unmatched)).append(" of its ").append(Amounts.counted(steps, "step"))
          .append(" matched no rule: found from the process tree.");
    }
    return out.toString();
  }

  /// What to cut now; empty for nothing.
  String cutNow() {
    Map<String, List<String>> now = new LinkedHashMap<>();
    for (Json point : points(false)) {
      List<String> all = now.computeIfAbsent(verb(point), unused -> new ArrayList<>());
      String value = value(point);
      if (!all.contains(value)) {
        all.add(value);
      }
    }
    List<String> parts = new ArrayList<>();
    now.forEach((verb, values) -> parts.add(verb.equals("remove") && values.size() > FOOTHOLDS
        ? "remove " + values.size() + " footholds (see: intrusions show)" : verb + " " + list(values)));
    String effect = effect(facts.get("cutTogether"));
    return parts.isEmpty() ? ""
        : String.join("; ", parts) + (effect.isEmpty() ? "." : ": " + (parts.size() > 1 ? "together " : "") + effect + ".");
  }

  /// What closes the way in; empty for nothing.
  String closeEntry() {
    boolean isOnlyHost = facts.get("hosts").items().size() == 1;
    List<String> entry = points(true).stream().map(point -> verb(point) + " " + value(point, isOnlyHost)).toList();
    return entry.isEmpty() ? "" : String.join("; ", entry.subList(0, Math.min(NAMED, entry.size()))) + ".";
  }

  private List<Json> points(boolean closesEntry) {
    return intrusion.json().get("cutPoints").items().stream().filter(point -> point.get("closesEntry").isTrue() == closesEntry).toList();
  }

  private static String verb(Json point) {
    return switch (point.get("action").text().raw()) {
      case "contain" -> "contain the domain controller";
      default -> safe(point.get("action"));
    };
  }

  private static String value(Json point) {
    return value(point, false);
  }

  /// @param isOnlyHost whether there is one computer only, which need not be named again
  private static String value(Json point, boolean isOnlyHost) {
    String text = switch (point.get("kind").text().raw()) {
      case "domain" -> defangedName(safe(point.get("value")));
      case "url" -> defanged(point.get("value"));
      case "hash" -> "hash " + shortened(safe(point.get("value")));
      case "artefact" -> tail(safe(point.get("value")));
      default -> safe(point.get("value"));
    };
    String host = safe(point.get("host"));
    return text + (host.isEmpty() || isOnlyHost ? "" : " on " + host) + (point.get("proved").isTrue() ? "" : " (suspected)");
  }

  /// The end of a long path in the registry; the whole stands in the result.
  private static String tail(String path) {
    int from = path.length() - TAIL;
    int at = from <= 0 ? -1 : path.indexOf('\\', from);
    return at < 0 ? path : ".." + path.substring(at);
  }

  private static String shortened(String hash) {
    return hash.length() <= HASH_SHOWN ? hash : hash.substring(0, HASH_SHOWN) + "..";
  }

  /// Each cut point with its own effect, for those who want to choose.
  List<String> cuts() {
    List<String> out = new ArrayList<>();
    for (Json point : intrusion.json().get("cutPoints").items()) {
      String effect = effect(point.get("effect"));
      String text = point.get("kind").text().raw().equals("hash") ? "hash " + safe(point.get("value")) + (point.get("proved").isTrue() ? "" : " (suspected)") : value(point);
      out.add(verb(point) + " " + text + (effect.isEmpty() ? "" : ": " + effect));
    }
    return out;
  }

  private static String effect(Json effect) {
    long of = effect.get("of").whole();
    long stopped = effect.get("stopped").whole();
    return of == 0 || stopped == 0 ? "" : "would have stopped " + Amounts.grouped(stopped) + " of " + Amounts.grouped(of) + " later steps";
  }

  /// What would break the next one; empty where nothing is known.
  String nextTime() {
    Json advice = facts.get("nextTime");
    if (advice.get("text").text().isEmpty()) {
      return "";
    }
    String stage = Stage.of(advice.get("stage").text().raw()).map(Stage::title).orElse(safe(advice.get("stage")));
    String effect = effect(advice.get("effect"));
    return stage + ", " + safe(advice.get("course")) + ": " + safe(advice.get("text")) + (effect.isEmpty() ? "." : "; " + effect + ".");
  }

  /// Which stages no log could see, and the one setting that would help most; empty for none.
  String blind() {
    List<String> stages = new ArrayList<>();
    for (Json id : facts.get("blind").items()) {
      Stage.of(id.text().raw()).ifPresent(stage -> stages.add(stage.title() + " (" + lacking(stage) + ")"));
    }
    String setting = setting(facts.get("setting"));
    String blind = stages.isEmpty() ? "" : String.join(", ", stages) + ".";
    return setting.isEmpty() ? blind : blind.isEmpty() ? setting : blind + " " + setting;
  }

  /// A missing setting in a sentence; empty for none.
  static String setting(Json setting) {
    if (setting.get("missing").text().isEmpty()) {
      return "";
    }
    List<String> hosts = setting.get("hosts").items().stream().map(Answers::safe).toList();
    return setting(hosts, setting.get("hostCount").whole(), safe(setting.get("missing")), safe(setting.get("switchOn")), setting.get("rulesBlinded").whole());
  }

  static String setting(List<String> hosts, long count, String missing, String switchOn, long rules) {
    String where = list(hosts.subList(0, Math.min(2, hosts.size())), count);
    return "No " + missing + " from " + where + ": " + Amounts.counted(rules, "rule") + " blinded. Switch on " + switchOn + ".";
  }

  private static String lacking(Stage stage) {
    return switch (stage) {
      case RECONNAISSANCE -> "no web, mail or firewall log";
      case WEAPONIZATION -> "nobody sees it";
      case DELIVERY -> "no log of files or logons";
      case EXPLOITATION -> "no log of process starts";
      case INSTALLATION -> "no log of files, registry, services or tasks";
      case COMMAND_AND_CONTROL -> "no log of connections or DNS queries";
      case ACTIONS_ON_OBJECTIVES -> "no log of what was done";
    };
  }

  private String time(Json text) {
    return times.of(IntrusionRecord.time(text));
  }

  private static String sentence(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }

  private static String list(List<String> all) {
    return list(all.subList(0, Math.min(NAMED, all.size())), all.size());
  }

  /// `a`, `a and b`, `a, b and 3 more`.
  private static String list(List<String> some, long count) {
    if (count > some.size()) {
      return some.isEmpty() ? count + " of them" : String.join(", ", some) + " and " + Amounts.grouped(count - some.size()) + " more";
    }
    return some.size() < 2 ? String.join("", some) : String.join(", ", some.subList(0, some.size() - 1)) + " and " + some.getLast();
  }

  /// The last part of a path, found before it is escaped: escapes begin with a backslash too.
  private static String fileName(Json path) {
    Untrusted whole = path.text();
    int at = whole.length();
    while (at > 0 && whole.byteAt(at - 1) != '\\' && whole.byteAt(at - 1) != '/') {
      at--;
    }
    return at == whole.length() ? safe(whole) : safe(Untrusted.of(whole.toBytes(), at, whole.length() - at));
  }

  private static String defangedName(String name) {
    return name.replace(".", "[.]");
  }

  /// A web address that no terminal opens: `hxxp`, and brackets round the dots of a name. An address of numbers stays.
  private static String defanged(Json url) {
    String text = safe(url);
    int start = text.indexOf("://") + 3;
    if (start < 3) {
      return text;
    }
    int end = start;
    while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    String host = text.substring(start, end);
    boolean isName = host.chars().anyMatch(c -> (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) && host.indexOf('[') < 0;
    String scheme = text.substring(0, start).replace("http", "hxxp").replace("HTTP", "HXXP").replace("ftp", "fxp");
    return scheme + (isName ? defangedName(host) : host) + text.substring(end);
  }

  private static String safe(Json text) {
    return safe(text.text());
  }

  private static String safe(Untrusted text) {
    return SafeText.to(SafeText.Target.TERMINAL, text, LONGEST);
  }
}
