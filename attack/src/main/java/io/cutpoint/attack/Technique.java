package io.cutpoint.attack;

import java.util.List;

/// How an adversary reaches a tactic: one technique or sub-technique of ATT&CK Enterprise.
///
/// @param id such as `T1003.001`
/// @param name such as `LSASS Memory`; the id where the name is not known
/// @param tactics what it serves, in the order of the table
/// @param standing whether it is still in use
/// @param mitigations ids of ATT&CK's mitigations, such as `M1043`
public record Technique(String id, String name, List<Tactic> tactics, Standing standing, List<String> mitigations) {
  public Technique {
    tactics = List.copyOf(tactics);
    mitigations = List.copyOf(mitigations);
  }

  /// Written out, since the first call of a generated one takes 8 ms of a cold start.
  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /// Whether a technique is in use. A revoked one is never seen: [AttackFacts#technique(String)] gives its successor.
  public enum Standing {
    ACTIVE,
    DEPRECATED
  }

  /// The id without the part of a sub-technique.
  public String parentId() {
    return parentId(id);
  }

  static String parentId(String id) {
    int dot = id.indexOf('.');
    return dot < 0 ? id : id.substring(0, dot);
  }
}
