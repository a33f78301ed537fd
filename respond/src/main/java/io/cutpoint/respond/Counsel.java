package io.cutpoint.respond;

import io.cutpoint.model.Stage;
import io.cutpoint.model.text.SafeText;
import io.cutpoint.model.text.Untrusted;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which control at which stage would have kept this intrusion out.
///
/// Source: the courses of action of Hutchins, Cloppert and Amin (2011), table 1; ATT&CK's mitigations M1021, M1031,
/// M1032, M1038, M1050.
final class Counsel {

  private static final Set<String> FETCHERS = Set.of("certutil.exe", "bitsadmin.exe", "curl.exe", "powershell.exe", "pwsh.exe", "mshta.exe", "msiexec.exe", "regsvr32.exe",
      "cmd.exe", "wscript.exe", "cscript.exe", "rundll32.exe");

  private Counsel() {}

  /// The advice, or null where nothing is known of the way in.
  static @Nullable Advice of(@Nullable WayIn way, Cuts cuts) {
    if (way == null) {
      return null;
    }
    CutPoint.Effect effect = new CutPoint.Effect(0, 0);
    for (CutPoint point : cuts.points()) {
      if (point.isOfEntry() && point.effect().stopped() > effect.stopped()) {
        effect = point.effect();
      }
    }
    String ending = ending(way.file());
    String files = ending.isEmpty() ? "such files" : "." + ending + " files";
    return switch (way.kind()) {
      case MAIL -> new Advice(Stage.DELIVERY, "deny", "quarantine " + files + " at the mail gateway", effect);
      case FILE -> {
        Untrusted by = way.program();
        if (FETCHERS.contains(by.key())) {
          yield new Advice(Stage.DELIVERY, "deny", "forbid " + quote(by) + " to reach the internet", effect);
        }
        if (!way.address().isEmpty()) {
          yield new Advice(Stage.DELIVERY, "deny", "let the proxy refuse " + files + " from bare IP addresses", effect);
        }
        yield way.url().isEmpty()
            ? new Advice(Stage.EXPLOITATION, "deny", "let no " + files + " run from where users write (AppLocker or WDAC)", effect)
            : new Advice(Stage.DELIVERY, "deny", "let the proxy refuse " + files + " from sites that are not known", effect);
      }
      case LOGON -> new Advice(Stage.DELIVERY, "deny", "ask a second factor for every logon from outside", effect);
      case SERVICE -> new Advice(Stage.EXPLOITATION, "deny", "bring " + quote(way.program()) + " up to date and forbid it to start other programs", effect);
      case INSIDE, OTHER -> null;
    };
  }

  private static String ending(Untrusted file) {
    String name = Acts.name(file).key();
    int dot = name.lastIndexOf('.');
    boolean plain = dot >= 0 && name.length() - dot <= 6 && name.substring(dot + 1).chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
    return plain ? name.substring(dot + 1) : "";
  }

  private static String quote(Untrusted text) {
    return text.isEmpty() ? "it" : SafeText.to(SafeText.Target.TERMINAL, text, 80);
  }
}
