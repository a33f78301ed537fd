package io.cutpoint.respond;

import io.cutpoint.model.Stage;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.text.Figures;
import io.cutpoint.model.text.SafeText;
import io.cutpoint.model.text.Untrusted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/// A briefing in sentences: the one place of their wording, so that all that tells of an intrusion says the same.
///
/// What the briefing does not know is left out. Every text of a log is escaped as for a terminal and cut at
/// [#LONGEST] bytes, names are at most [#NAMED] in one list; whoever writes another kind of text escapes the sentences
/// once more. Names and web addresses of the intruder are defanged, so that nobody opens one by a click.
public final class Answers {

  private static final int NAMED = 4;
  private static final int LONGEST = 120;
  private static final int FOOTHOLDS = 2;
  private static final int TAIL = 50;
  private static final int HASH_SHOWN = 16;
  private static final int MOST_COUNTS = 3;

  private final Briefing briefing;
  private final LongFunction<String> times;

  /// @param times how a time, nanoseconds since 1601, is written
  public Answers(Briefing briefing, LongFunction<String> times) {
    this.briefing = briefing;
    this.times = times;
  }

  /// One thing to cut.
  ///
  /// @param text what to do, with what
  /// @param effect what it would have done, or empty
  /// @param closesEntry whether it closes the way in rather than what is under way
  public record Cut(String text, String effect, boolean closesEntry) {}

  /// How it came in, what it reached, what it hit and took, whether it goes on; each in its own lines.
  public List<String> story() {
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
    String host = briefing.patientZero().isEmpty() ? "a computer without a name" : safe(briefing.patientZero());
    String user = safe(briefing.patientUser());
    String place = host + (user.isEmpty() ? "" : " (" + user + ")") + ", " + times.apply(briefing.beganNanos()) + ".";
    List<WayIn> ways = briefing.waysIn();
    if (ways.isEmpty()) {
      return "How it came in was not seen. First seen on " + place;
    }
    StringBuilder out = new StringBuilder(ways.getFirst().isProved() ? "Came in " : "Perhaps came in ").append(way(ways.getFirst())).append('.');
    if (ways.size() > 1) {
      List<String> more = ways.subList(1, ways.size()).stream().map(Answers::shortWay).distinct().toList();
      out.append(" Also by ").append(list(more)).append('.');
    }
    return out.append(briefing.isPatientZeroByEntry() ? " Patient zero: " : " First seen on ").append(place).toString();
  }

  private static String way(WayIn way) {
    String program = safe(way.program());
    return switch (way.kind()) {
      case FILE, MAIL -> {
        String file = fileName(way.file());
        String url = defanged(way.url());
        String ran = way.ranNanos() == EventView.NO_TIME ? "" : ", run " + Amounts.span(Moments.seconds(way.timeNanos(), way.ranNanos())) + " later";
        String by = program.isEmpty() ? "" : way.kind() == WayIn.Kind.MAIL ? " (mail, " + program + ")" : " (" + program + ")";
        yield "as " + (file.isEmpty() ? "a file" : file) + (url.isEmpty() ? "" : " from " + url) + by + ran;
      }
      case LOGON -> "by a logon" + of(way.user()) + from(way.address());
      case INSIDE -> "by a session" + of(way.user()) + from(way.address()) + "; how the intruder got there was not seen";
      case SERVICE -> "through " + (program.isEmpty() ? "a service that answers to strangers" : program + ", which answers to strangers");
      case OTHER -> way.what().isEmpty() ? "in a way that has no name here" : "by what a rule calls \"" + safe(Untrusted.of(way.what())) + "\"";
    };
  }

  private static String shortWay(WayIn way) {
    String file = fileName(way.file());
    return !file.isEmpty() ? file : !way.address().isEmpty() ? safe(way.address()) : way.kind().id();
  }

  private static String of(Untrusted user) {
    return user.isEmpty() ? "" : " of " + safe(user);
  }

  private static String from(Untrusted address) {
    return address.isEmpty() ? "" : " from " + safe(address);
  }

  private String reached() {
    List<String> parts = new ArrayList<>();
    for (Milestone one : briefing.milestones()) {
      String host = safe(one.host());
      String what = switch (one.kind()) {
        case COMMAND_AND_CONTROL -> "C2 to " + places();
        case CREDENTIALS -> "credentials";
        case SECOND_HOST -> "second computer " + host;
        case DOMAIN_CONTROLLER -> "domain controller " + host;
      };
      parts.add((one.isProved() ? "" : "perhaps ") + what + " after " + Amounts.span(one.afterSeconds()));
    }
    return parts.isEmpty() ? "" : sentence(String.join("; ", parts));
  }

  private String places() {
    List<String> all = new ArrayList<>();
    for (Channel channel : briefing.channels()) {
      String name = channel.domain().isEmpty() ? safe(channel.address()) : defangedName(safe(channel.domain()));
      String port = safe(channel.port());
      String shared = channel.isShared() ? " (a provider that many share: do not block it)" : "";
      all.add((name.indexOf(':') >= 0 || port.isEmpty() ? name : name + ":" + port) + shared);
    }
    return list(all);
  }

  private String hit() {
    List<String> hosts = briefing.hosts().stream().map(host -> safe(host.name()) + (host.isController() ? " (domain controller)" : "")).toList();
    List<String> accounts = briefing.accounts().stream().map(Answers::safe).toList();
    String where = hosts.isEmpty() ? "" : "Hit: " + list(hosts);
    String who = accounts.isEmpty() ? "" : "acted as " + list(accounts);
    return where.isEmpty() && who.isEmpty() ? "" : sentence(where.isEmpty() ? who : who.isEmpty() ? where : where + "; " + who);
  }

  /// What is proved; only where nothing is, what is suspected.
  private String losses() {
    boolean isProved = briefing.losses().stream().anyMatch(Loss::isProved);
    Map<String, List<String>> byKind = new LinkedHashMap<>();
    for (Loss loss : briefing.losses()) {
      if (loss.isProved() == isProved) {
        String program = safe(loss.program());
        String text = safe(Untrusted.of(loss.what())) + (program.isEmpty() ? "" : " (" + program + ")");
        String head = (isProved ? "" : "perhaps ") + (loss.kind() == Loss.Kind.DESTROYED ? "destroyed" : "taken");
        List<String> all = byKind.computeIfAbsent(head, unused -> new ArrayList<>());
        if (!all.contains(text)) {
          all.add(text);
        }
      }
    }
    List<String> parts = new ArrayList<>();
    byKind.forEach((head, all) -> parts.add(sentence(head + ": " + list(all))));
    return String.join(" ", parts);
  }

  private String pulse() {
    Pulse pulse = briefing.pulse();
    long before = pulse.secondsBeforeEnd();
    StringBuilder out = new StringBuilder();
    if (pulse.isStopped()) {
      out.append("Stopped: all that was seen of its furthest stage was blocked.");
    } else if (before >= 0) {
      out.append(pulse.isTraffic() ? "Last C2 traffic " : "Last seen ");
      out.append(before == 0 ? "as the evidence ends" : Amounts.span(before) + " before the evidence ends").append(", no block seen: treat as live.");
    }
    if (briefing.unmatched() > 0) {
      out.append(out.isEmpty() ? "" : " ").append(Figures.grouped(briefing.unmatched())).append(" of its ").append(Figures.counted(briefing.steps(), "step"))
          .append(" matched no rule: found from the process tree.");
    }
    return out.toString();
  }

  /// What to cut now; empty for nothing.
  public String cutNow() {
    Map<String, List<String>> now = new LinkedHashMap<>();
    for (CutPoint point : points(false)) {
      List<String> all = now.computeIfAbsent(verb(point), unused -> new ArrayList<>());
      String value = value(point, false);
      if (!all.contains(value)) {
        all.add(value);
      }
    }
    List<String> parts = new ArrayList<>();
    now.forEach((verb, values) -> parts.add(verb.equals("remove") && values.size() > FOOTHOLDS
        ? "remove " + values.size() + " footholds (see: intrusions show)" : verb + " " + list(values)));
    String effect = effect(briefing.together(), "their first use");
    return parts.isEmpty() ? ""
        : String.join("; ", parts) + (effect.isEmpty() ? "." : ": " + (parts.size() > 1 ? "together " : "") + effect + ".");
  }

  /// What closes the way in; empty for nothing.
  public String closeEntry() {
    boolean isOnlyHost = briefing.hosts().size() == 1;
    List<String> entry = points(true).stream().map(point -> verb(point) + " " + value(point, isOnlyHost)).toList();
    return entry.isEmpty() ? "" : String.join("; ", entry.subList(0, Math.min(NAMED, entry.size()))) + ".";
  }

  private List<CutPoint> points(boolean closesEntry) {
    return briefing.cutPoints().stream().filter(point -> point.isOfEntry() == closesEntry).toList();
  }

  private static String verb(CutPoint point) {
    return point.action() == CutPoint.Action.CONTAIN ? "contain the domain controller" : point.action().id();
  }

  /// @param isOnlyHost whether there is one computer only, which need not be named again
  private static String value(CutPoint point, boolean isOnlyHost) {
    String text = switch (point.kind()) {
      case "domain" -> defangedName(safe(point.value()));
      case "url" -> defanged(point.value());
      case "hash" -> "hash " + shortened(safe(point.value()));
      case "artefact" -> tail(safe(point.value()));
      default -> safe(point.value());
    };
    String host = safe(point.host());
    return text + (host.isEmpty() || isOnlyHost ? "" : " on " + host) + suspected(point);
  }

  private static String suspected(CutPoint point) {
    return point.isProved() ? "" : " (suspected)";
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
  public List<Cut> cuts() {
    return briefing.cutPoints().stream()
        .map(point -> new Cut(verb(point) + " " + (point.kind().equals("hash") ? "hash " + safe(point.value()) + suspected(point) : value(point, false)), effect(point.effect(), "its first use"), point.isOfEntry()))
        .toList();
  }

  /// @param after behind what the steps come that are counted
  private static String effect(CutPoint.Effect effect, String after) {
    return effect.of() == 0 || effect.stopped() == 0 ? "" : "would have stopped " + Figures.grouped(effect.stopped()) + " of the " + Figures.counted(effect.of(), "step") + " after " + after;
  }

  /// What would break the next one; empty where nothing is known.
  public String nextTime() {
    Advice advice = briefing.nextTime();
    if (advice == null) {
      return "";
    }
    String effect = effect(advice.effect(), "it");
    return advice.stage().title() + ", " + safe(Untrusted.of(advice.course())) + ": " + safe(Untrusted.of(advice.text())) + (effect.isEmpty() ? "." : "; " + effect + ".");
  }

  /// Which stages no log could see, and the one setting that would help most; empty for none.
  public String blind() {
    List<String> stages = briefing.blind().stream().map(stage -> stage.title() + " (" + lacking(stage) + ")").toList();
    String blind = stages.isEmpty() ? "" : String.join(", ", stages) + ".";
    Coverage.Setting setting = briefing.setting();
    return setting == null ? blind : blind.isEmpty() ? setting(setting) : blind + " " + setting(setting);
  }

  /// Which rules could never be true in an analysis, and the one setting that would help most; none where all is there.
  public static List<String> coverage(Coverage coverage) {
    Coverage.Reach reach = coverage.reach();
    List<String> out = new ArrayList<>();
    if (reach.withoutEvents() > 0) {
      out.add("Rules that could never apply, for want of any event of their log source: " + Figures.grouped(reach.withoutEvents()) + " of " + Figures.grouped(reach.rules())
          + " (most for " + counts(reach.missing()) + ").");
    }
    if (reach.fieldless() > 0) {
      out.add("Rules that read a field which no event of their log source had: " + Figures.grouped(reach.fieldless()) + " (most often " + counts(reach.unseen()) + ").");
    }
    Coverage.Setting setting = coverage.setting();
    if (setting != null) {
      out.add(setting(setting));
    }
    return out;
  }

  private static String counts(List<Coverage.Count> counts) {
    return String.join(", ", counts.stream().limit(MOST_COUNTS).map(one -> safe(Untrusted.of(one.name())) + " " + Figures.grouped(one.rules())).toList());
  }

  private static String setting(Coverage.Setting setting) {
    List<String> hosts = setting.hosts().stream().limit(2).map(Answers::safe).toList();
    return "No " + safe(Untrusted.of(setting.what())) + " from " + list(hosts, setting.hostCount()) + ": " + Figures.counted(setting.rules(), "rule") + " blinded. Switch on "
        + safe(Untrusted.of(setting.how())) + ".";
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

  private static String sentence(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }

  private static String list(List<String> all) {
    return list(all.subList(0, Math.min(NAMED, all.size())), all.size());
  }

  /// `a`, `a and b`, `a, b and 3 more`.
  private static String list(List<String> some, long count) {
    if (count > some.size()) {
      return some.isEmpty() ? count + " of them" : String.join(", ", some) + " and " + Figures.grouped(count - some.size()) + " more";
    }
    return some.size() < 2 ? String.join("", some) : String.join(", ", some.subList(0, some.size() - 1)) + " and " + some.getLast();
  }

  /// The last part of a path, found before it is escaped: escapes begin with a backslash too.
  private static String fileName(Untrusted whole) {
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
  private static String defanged(Untrusted url) {
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

  private static String safe(Untrusted text) {
    return SafeText.to(SafeText.Target.TERMINAL, text, LONGEST);
  }
}
