package io.cutpoint.attack;

import io.cutpoint.model.entity.Entities;
import java.util.List;
import java.util.Optional;

/// What an adversary wants in a step, in the words of ATT&CK Enterprise v18 and v19.
///
/// Version 19 renamed TA0005 from Defense Evasion to Stealth and split off TA0112 Defense Impairment; both names of
/// TA0005 are accepted. Source: MITRE ATT&CK, attack.mitre.org.
public enum Tactic {
  RECONNAISSANCE("TA0043", "Reconnaissance", "reconnaissance"),
  RESOURCE_DEVELOPMENT("TA0042", "Resource Development", "resource-development"),
  INITIAL_ACCESS("TA0001", "Initial Access", "initial-access"),
  EXECUTION("TA0002", "Execution", "execution"),
  PERSISTENCE("TA0003", "Persistence", "persistence"),
  PRIVILEGE_ESCALATION("TA0004", "Privilege Escalation", "privilege-escalation"),
  STEALTH("TA0005", "Stealth", "stealth", "defense-evasion"),
  DEFENSE_IMPAIRMENT("TA0112", "Defense Impairment", "defense-impairment"),
  CREDENTIAL_ACCESS("TA0006", "Credential Access", "credential-access"),
  DISCOVERY("TA0007", "Discovery", "discovery"),
  LATERAL_MOVEMENT("TA0008", "Lateral Movement", "lateral-movement"),
  COLLECTION("TA0009", "Collection", "collection"),
  COMMAND_AND_CONTROL("TA0011", "Command and Control", "command-and-control"),
  EXFILTRATION("TA0010", "Exfiltration", "exfiltration"),
  IMPACT("TA0040", "Impact", "impact");

  private final String id;
  private final String title;
  private final List<String> names;

  Tactic(String id, String title, String... names) {
    this.id = id;
    this.title = title;
    this.names = List.of(names);
  }

  /// The id, such as `TA0006`.
  public String id() {
    return id;
  }

  /// The name for people.
  public String title() {
    return title;
  }

  /// The names in tags, without `attack.`, the newest first.
  public List<String> names() {
    return names;
  }

  /// The tactic with this id or name, in either vocabulary, with `-`, `_` or a space, with or without `attack.`.
  public static Optional<Tactic> of(String idOrName) {
    String name = Entities.fold(idOrName).strip().replace('_', '-').replace(' ', '-');
    if (name.startsWith("attack.")) {
      name = name.substring(7);
    }
    for (Tactic tactic : values()) {
      if (tactic.names.contains(name) || tactic.id.equalsIgnoreCase(name)) {
        return Optional.of(tactic);
      }
    }
    return Optional.empty();
  }
}
