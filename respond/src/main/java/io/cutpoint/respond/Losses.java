package io.cutpoint.respond;

import io.cutpoint.chain.Act;
import io.cutpoint.model.Stage;
import io.cutpoint.model.detection.Level;
import io.cutpoint.model.detection.Outcome;
import io.cutpoint.model.fact.Attribute;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was taken or destroyed, by the techniques of the rules that were true.
///
/// Source of the words: MITRE ATT&CK, tactics TA0006, TA0009, TA0010 and TA0040.
final class Losses {

  private record Word(Loss.Kind kind, String what) {}

  private static final Word LSASS = new Word(Loss.Kind.CREDENTIALS, "LSASS memory with the credentials of everybody logged on there");
  private static final Word SAM = new Word(Loss.Kind.CREDENTIALS, "the SAM hive with the password hashes of local accounts");
  private static final Word SECRETS = new Word(Loss.Kind.CREDENTIALS, "LSA secrets with the passwords of services");
  private static final Word VAGUE = new Word(Loss.Kind.CREDENTIALS, "credentials of the system");

  private static final Map<String, Word> WORDS = new LinkedHashMap<>();

  static {
    WORDS.put("T1003.001", LSASS);
    WORDS.put("T1003.002", SAM);
    credentials("T1003.003", "the domain database NTDS.dit with every account of the domain");
    WORDS.put("T1003.004", SECRETS);
    credentials("T1003.005", "cached domain logons");
    credentials("T1003.006", "password hashes by replication (DCSync)");
    WORDS.put("T1003", VAGUE);
    credentials("T1558.001", "a forged ticket for the whole domain (golden ticket)");
    credentials("T1558.003", "service tickets whose passwords can be guessed (Kerberoasting)");
    credentials("T1558.004", "logon answers whose passwords can be guessed (AS-REP roasting)");
    credentials("T1558", "Kerberos tickets");
    credentials("T1552.006", "passwords in group policies");
    credentials("T1552", "passwords stored in the open");
    credentials("T1555.003", "passwords saved in browsers");
    credentials("T1555", "password stores");
    credentials("T1056", "what users typed");
    credentials("T1539", "session cookies of browsers");
    credentials("T1557", "credentials on their way through the network");
    credentials("T1187", "password hashes by forced authentication");
    word("T1560", Loss.Kind.COLLECTED, "data packed into archives");
    word("T1005", Loss.Kind.COLLECTED, "files of the computer");
    word("T1039", Loss.Kind.COLLECTED, "files of network shares");
    word("T1074", Loss.Kind.COLLECTED, "data gathered in one place");
    word("T1119", Loss.Kind.COLLECTED, "data gathered by a script");
    word("T1114", Loss.Kind.COLLECTED, "mail");
    word("T1113", Loss.Kind.COLLECTED, "pictures of the screen");
    word("T1115", Loss.Kind.COLLECTED, "the clipboard");
    word("T1123", Loss.Kind.COLLECTED, "sound from the microphone");
    word("T1041", Loss.Kind.SENT_OUT, "data sent over the C2 channel");
    word("T1048", Loss.Kind.SENT_OUT, "data sent out by another protocol");
    word("T1567", Loss.Kind.SENT_OUT, "data sent to a web service");
    word("T1537", Loss.Kind.SENT_OUT, "data sent to another cloud account");
    word("T1020", Loss.Kind.SENT_OUT, "data sent out by a script");
    word("T1052", Loss.Kind.SENT_OUT, "data copied to a removable drive");
    word("T1486", Loss.Kind.DESTROYED, "files encrypted");
    word("T1485", Loss.Kind.DESTROYED, "data deleted");
    word("T1490", Loss.Kind.DESTROYED, "shadow copies or recovery switched off");
    word("T1489", Loss.Kind.DESTROYED, "services stopped");
    word("T1561", Loss.Kind.DESTROYED, "disks wiped");
    word("T1491", Loss.Kind.DESTROYED, "pages defaced");
    word("T1531", Loss.Kind.DESTROYED, "accounts locked out");
    word("T1070.001", Loss.Kind.DESTROYED, "event logs cleared");
  }

  private static void credentials(String technique, String what) {
    word(technique, Loss.Kind.CREDENTIALS, what);
  }

  private static void word(String technique, Loss.Kind kind, String what) {
    WORDS.put(technique, new Word(kind, what));
  }

  private Losses() {}

  private static @Nullable Word word(String technique) {
    Word exact = WORDS.get(technique);
    return exact != null || technique.length() <= 5 ? exact : WORDS.get(technique.substring(0, 5));
  }

  /// What the step took: what its own event shows before what its rule says. A rule that names several techniques of
  /// one family does not tell which of them it was.
  private static List<Word> words(Act act) {
    String target = act.fact().attributes().key(Attribute.TARGET_IMAGE);
    String command = act.fact().attributes().key(Attribute.COMMAND_LINE);
    List<String> techniques = act.rule().techniques();
    boolean dumps = techniques.stream().anyMatch(t -> t.startsWith("T1003"));
    if (dumps && target.endsWith("\\lsass.exe")) {
      return List.of(LSASS);
    }
    if (dumps && command.contains("hklm\\s")) {
      List<Word> hives = new ArrayList<>();
      if (command.contains("hklm\\sam")) {
        hives.add(SAM);
      }
      if (command.contains("hklm\\security")) {
        hives.add(SECRETS);
      }
      if (!hives.isEmpty()) {
        return hives;
      }
    }
    Map<String, Word> out = new LinkedHashMap<>();
    for (String technique : techniques) {
      String family = technique.length() > 5 ? technique.substring(0, 5) : technique;
      boolean several = techniques.stream().filter(other -> other.startsWith(family + ".")).count() > 1;
      Word word = several ? word(family) : word(technique);
      if (word != null) {
        out.put(word.what, word);
      }
    }
    return List.copyOf(out.values());
  }

  /// Each kind of loss once for each host, by its first time; what rules of high level saw, else what others suspect.
  static List<Loss> of(Subject subject) {
    Map<String, Loss> found = new LinkedHashMap<>();
    for (Act act : subject.acts()) {
      boolean counts = act.stage() == Stage.ACTIONS_ON_OBJECTIVES && act.isFirm() && act.outcome() != Outcome.BLOCKED
          && act.rule().level().compareTo(Level.MEDIUM) >= 0;
      for (Word word : counts ? words(act) : List.<Word>of()) {
        Loss loss = new Loss(word.kind, Acts.isGrave(act), word.what, act.fact().host(), Acts.program(act), act.fromNanos(), Acts.proofs(act));
        found.merge(word.what + "|" + act.host(), loss, Losses::graver);
      }
    }
    List<Loss> all = new ArrayList<>(found.values());
    // What is known more exactly on the same host is not said vaguely beside it.
    all.removeIf(loss -> loss.what().equals(VAGUE.what) && found.values().stream().anyMatch(other -> other.kind() == Loss.Kind.CREDENTIALS
        && !other.what().equals(VAGUE.what) && other.isProved() && other.host().equals(loss.host())));
    all.sort(java.util.Comparator.comparingLong(loss -> loss.timeNanos() ^ Long.MIN_VALUE));
    return all;
  }

  /// The first sign, proved where one of the two is; the program is that of the graver one.
  private static Loss graver(Loss a, Loss b) {
    Loss grave = b.isProved() && !a.isProved() ? b : a;
    return new Loss(a.kind(), grave.isProved(), a.what(), a.host(), grave.program().isEmpty() ? a.program() : grave.program(), a.timeNanos(), grave.detections());
  }
}
