package io.cutpoint.respond;

import io.cutpoint.chain.Act;
import io.cutpoint.chain.Programs;
import io.cutpoint.model.Stage;
import io.cutpoint.model.entity.Entities;
import io.cutpoint.model.entity.Entity;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Attributes;
import io.cutpoint.model.intrusion.StageState;
import io.cutpoint.model.intrusion.StageSummary;
import io.cutpoint.model.text.Untrusted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds how an intrusion came in.
///
/// What provenance proved goes before what rules saw, and firm signs before suspicions: the weaker are used only where
/// there are none of the stronger. Several files that came in are several ways.
final class Entrances {

  private static final int MOST = 10;

  private static final Set<String> MAIL = Set.of("outlook.exe", "olk.exe", "thunderbird.exe", "hxoutlook.exe", "hxtsr.exe", "winmail.exe", "foxmail.exe",
      "teams.exe", "ms-teams.exe", "slack.exe", "discord.exe", "telegram.exe", "whatsapp.exe", "skype.exe", "signal.exe");

  private final Subject subject;

  Entrances(Subject subject) {
    this.subject = subject;
  }

  List<WayIn> all() {
    List<Act> delivered = acts(act -> Acts.isStep(act, "delivery"));
    List<Act> out = delivered.isEmpty() ? acts(act -> Acts.isStep(act, "service-exploited")) : delivered;
    if (out.isEmpty()) {
      out = acts(act -> act.stage() == Stage.DELIVERY && act.isFirm() && Acts.isStep(act, "remote-entry"));
    }
    if (out.isEmpty()) {
      out = acts(act -> act.stage() == Stage.DELIVERY && act.isFirm() && isWay(act));
    }
    if (out.isEmpty()) {
      out = acts(act -> Acts.isStep(act, "remote-entry"));
    }
    Map<String, WayIn> ways = new LinkedHashMap<>();
    for (Act act : out) {
      WayIn way = way(act);
      String key = way.kind() + "|" + Acts.hostKey(way.host()) + "|" + way.file().key() + "|" + way.address().key() + "|" + way.what();
      if (ways.size() < MOST) {
        ways.putIfAbsent(key, way);
      }
    }
    return List.copyOf(ways.values());
  }

  private List<Act> acts(java.util.function.Predicate<Act> wanted) {
    return subject.acts().stream().filter(wanted).toList();
  }

  private static boolean isWay(Act act) {
    return act.fact().activity() != Activity.LOGON_FAILED;
  }

  private boolean isConfirmed(Stage stage) {
    StageSummary summary = subject.intrusion().stages().get(stage);
    return summary != null && summary.state() == StageState.CONFIRMED;
  }

  private WayIn way(Act act) {
    Attributes values = act.fact().attributes();
    boolean proved = isConfirmed(act.stage());
    if (Acts.isStep(act, "service-exploited")) {
      return new WayIn(WayIn.Kind.SERVICE, proved, act.fact().host(), act.fromNanos(), Acts.user(act), Untrusted.NONE, Untrusted.NONE, Untrusted.NONE, Untrusted.NONE,
          Acts.name(values.or(Attribute.PARENT_IMAGE)), EventView.NO_TIME, "", Acts.proofs(act));
    }
    return switch (act.fact().activity()) {
      case FILE_WRITE, FILE_STREAM -> file(act, proved);
      case LOGON -> {
        Optional<Entity.Address> from = Entities.address(values.or(Attribute.SOURCE_ADDRESS), unused -> false);
        boolean outside = act.stage() == Stage.DELIVERY;
        yield new WayIn(outside ? WayIn.Kind.LOGON : WayIn.Kind.INSIDE, proved, act.fact().host(), act.fromNanos(), values.or(Attribute.TARGET_USER), Untrusted.NONE,
            Untrusted.NONE, Untrusted.NONE, from.map(a -> Untrusted.of(a.key())).orElse(Untrusted.NONE), Untrusted.NONE, EventView.NO_TIME, "", Acts.proofs(act));
      }
      default -> new WayIn(WayIn.Kind.OTHER, proved, act.fact().host(), act.fromNanos(), Acts.user(act), Untrusted.NONE, Untrusted.NONE, Untrusted.NONE, Untrusted.NONE,
          Acts.program(act), EventView.NO_TIME, act.rule().title(), Acts.proofs(act));
    };
  }

  private WayIn file(Act act, boolean proved) {
    Attributes values = act.fact().attributes();
    Untrusted path = Acts.withoutStream(values.or(Attribute.TARGET_FILE));
    Untrusted url = Entities.hostUrl(values.or(Attribute.CONTENTS)).or(() -> Entities.referrerUrl(values.or(Attribute.CONTENTS)))
        .map(Entity.Url::value).orElse(Untrusted.NONE);
    Untrusted address = Entities.address(Entities.urlHost(url), unused -> false).map(a -> Untrusted.of(a.key())).orElse(Untrusted.NONE);
    Act run = run(act, path);
    Untrusted hash = run == null || opens(run, path) ? Untrusted.NONE : hash(run.fact().attributes().or(Attribute.HASHES));
    if (hash.isEmpty()) {
      hash = hashOf(act.host(), path);
    }
    Untrusted writer = Acts.program(act);
    return new WayIn(MAIL.contains(writer.key()) ? WayIn.Kind.MAIL : WayIn.Kind.FILE, proved, act.fact().host(), act.fromNanos(),
        run == null ? Untrusted.NONE : runner(run), path, hash, url, address, writer, run == null ? EventView.NO_TIME : run.fromNanos(), "", Acts.proofs(act));
  }

  /// Whether the program that ran only opens what was delivered, as Word does a document: then its hash is not that of the
  /// file, and who blocked it would block the program everywhere.
  private static boolean opens(Act run, Untrusted path) {
    Attributes values = run.fact().attributes();
    String image = Entities.pathKey(values.or(Attribute.IMAGE));
    if (image.equals(Entities.pathKey(path))) {
      return false;
    }
    return Programs.isInstalled(image) || values.or(Attribute.COMMAND_LINE).key().contains(Acts.name(path).key());
  }

  private static Untrusted runner(Act run) {
    Untrusted user = run.fact().attributes().or(Attribute.USER);
    return Entities.account(user, run.host()).map(Entity.Account::value).orElse(Untrusted.NONE);
  }

  /// The first run of the file, or of what was taken out of it.
  private @Nullable Act run(Act delivery, Untrusted path) {
    Act any = null;
    for (Act act : subject.acts()) {
      boolean after = act.host().equals(delivery.host()) && !Moments.isBefore(act.fromNanos(), delivery.fromNanos());
      if (!after || act.fact().activity() != Activity.PROCESS_START) {
        continue;
      }
      boolean same = Entities.pathKey(act.fact().attributes().or(Attribute.IMAGE)).equals(Entities.pathKey(path));
      boolean isFirstRun = Acts.isStep(act, "first-run");
      if (isFirstRun && same) {
        return act;
      }
      if (any == null && isFirstRun) {
        any = act;
      }
    }
    return any;
  }

  /// The hash of this file's content as some step names it; that of a named stream is not the file's.
  private Untrusted hashOf(String host, Untrusted path) {
    for (Act act : subject.acts()) {
      Attributes values = act.fact().attributes();
      Untrusted target = values.or(Attribute.TARGET_FILE);
      boolean written = act.fact().activity() == Activity.FILE_WRITE || act.fact().activity() == Activity.FILE_STREAM;
      Untrusted of = written ? target : values.or(Attribute.IMAGE);
      boolean speaks = act.host().equals(host) && (!written || !Acts.isStream(target)) && (written || act.fact().activity() == Activity.PROCESS_START);
      if (speaks && Entities.pathKey(of).equals(Entities.pathKey(path))) {
        Untrusted hash = hash(values.or(Attribute.HASHES));
        if (!hash.isEmpty()) {
          return hash;
        }
      }
    }
    return Untrusted.NONE;
  }

  private static Untrusted hash(Untrusted hashes) {
    return hashes.isEmpty() ? Untrusted.NONE : Entities.hash(hashes).map(Entity.FileHash::value).orElse(Untrusted.NONE);
  }
}
