package io.cutpoint.attack;

import io.cutpoint.attack.Technique.Standing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What ATT&CK Enterprise says of techniques and mitigations; immutable.
///
/// Holds version 18.1 and the ids of version 19 that public rules use. Facts of MITRE ATT&CK, © The MITRE
/// Corporation, under its terms of use; the notice stands in the resource `techniques.tsv`.
public final class AttackFacts {

  private static final class Shipped {
    static final AttackFacts FACTS = new AttackFacts(Tables.read("techniques.tsv"), Tables.read("mitigations.tsv"));
  }

  private final TreeMap<String, Technique> techniques = new TreeMap<>();
  private final TreeMap<String, String> successors = new TreeMap<>();
  private final TreeMap<String, String> mitigations = new TreeMap<>();

  private AttackFacts(List<Tables.Row> techniqueRows, List<Tables.Row> mitigationRows) {
    for (Tables.Row row : techniqueRows) {
      String id = row.cell(0);
      switch (row.cell(3)) {
        case "revoked" -> successors.put(id, row.cell(4));
        case "active", "v19", "deprecated" -> techniques.put(id, technique(row, id));
        default -> throw row.wrong("active, v19, deprecated or revoked");
      }
    }
    for (Tables.Row row : mitigationRows) {
      mitigations.put(row.cell(0), row.cell(1));
    }
  }

  private static Technique technique(Tables.Row row, String id) {
    List<Tactic> tactics = new ArrayList<>();
    for (String tactic : row.list(2)) {
      tactics.add(Tactic.of(tactic).orElseThrow(() -> row.wrong("tactic ids")));
    }
    Standing standing = row.cell(3).equals("deprecated") ? Standing.DEPRECATED : Standing.ACTIVE;
    return new Technique(id, row.cell(1).isEmpty() ? id : row.cell(1), tactics, standing, row.list(5));
  }

  /// The facts that come with this module.
  public static AttackFacts shipped() {
    return Shipped.FACTS;
  }

  /// The technique with this id; for a revoked one its successor; for an unknown sub-technique its parent.
  ///
  /// @param id such as `T1003.001`; also in lower case, with `-` or `_` for the dot, with `attack.` before it
  public Optional<Technique> technique(String id) {
    String some = id(id);
    for (int hops = 0; hops < 8 && successors.containsKey(some); hops++) {
      some = successors.getOrDefault(some, some);
    }
    Technique exact = techniques.get(some);
    return Optional.ofNullable(exact != null ? exact : techniques.get(Technique.parentId(some)));
  }

  /// The id in ATT&CK's own way of writing.
  static String id(String id) {
    StringBuilder out = new StringBuilder();
    String some = id.strip();
    for (int i = some.regionMatches(true, 0, "attack.", 0, 7) ? 7 : 0; i < some.length() && out.length() < 16; i++) {
      char c = some.charAt(i);
      out.append(c == '-' || c == '_' ? '.' : c == 't' ? 'T' : c);
    }
    return out.toString();
  }

  /// All techniques in the order of their ids; deprecated ones too, revoked ones not.
  public Collection<Technique> techniques() {
    return Collections.unmodifiableCollection(techniques.values());
  }

  /// Revoked ids and the ids that took their place.
  public Map<String, String> successors() {
    return Collections.unmodifiableMap(successors);
  }

  /// The name of a mitigation, such as `Credential Access Protection` for `M1043`.
  public Optional<String> mitigation(String id) {
    return Optional.ofNullable(mitigations.get(id));
  }
}
