package io.cutpoint.attack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttackFactsTest {

  private final AttackFacts facts = AttackFacts.shipped();

  @ParameterizedTest
  @CsvSource({
    "T1003.001,T1003.001,LSASS Memory", "t1003_001,T1003.001,LSASS Memory", "attack.t1003-001,T1003.001,LSASS Memory", "T1003.999,T1003,OS Credential Dumping",
    "T1086,T1059.001,PowerShell", "T1053.001,T1053.002,At", "T1043,T1043,Commonly Used Port", "T1685,T1685,Disable or Modify Tools", "T1685.001,T1685.001,T1685.001"
  })
  void aTechniqueIsFoundByItsIdItsParentOrItsSuccessor(String id, String found, String name) {
    Technique technique = facts.technique(id).orElseThrow();

    assertThat(technique.id()).isEqualTo(found);
    assertThat(technique.name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "T", "T9999", "T9999.001", "execution", "attack.", "T1003 OR 1=1", ".", "T1003001"})
  void whatIsNoTechniqueIsNone(String id) {
    assertThat(facts.technique(id)).isEmpty();
  }

  @Test
  void everyRevokedIdLeadsToATechniqueInUse() {
    assertThat(facts.successors()).hasSizeGreaterThan(100);
    facts.successors().forEach((old, successor) -> assertThat(facts.technique(old)).as(old).isPresent());
  }

  @Test
  void bothVersionsAreThere() {
    assertThat(facts.techniques()).hasSize(691 + 12 + 12);
    assertThat(facts.technique("T1562.001").orElseThrow().tactics()).containsExactly(Tactic.STEALTH);
    assertThat(facts.technique("T1685").orElseThrow().tactics()).containsExactly(Tactic.DEFENSE_IMPAIRMENT);
  }

  @Test
  void everyMitigationOfATechniqueHasAName() {
    for (Technique technique : facts.techniques()) {
      assertThat(technique.tactics()).as(technique.id()).isNotEmpty();
      technique.mitigations().forEach(id -> assertThat(facts.mitigation(id)).as(id).isPresent());
    }
    assertThat(facts.mitigation("M1043")).contains("Credential Access Protection");
    assertThat(facts.mitigation("M9999")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Tactic.class)
  void aTacticIsFoundByEveryNameInEveryWayOfWriting(Tactic tactic) {
    assertThat(Tactic.of(tactic.id())).contains(tactic);
    assertThat(Tactic.of(tactic.title())).contains(tactic);
    for (String name : tactic.names()) {
      assertThat(Tactic.of(name)).contains(tactic);
      assertThat(Tactic.of("attack." + name.replace('-', '_'))).contains(tactic);
    }
  }

  @Test
  void bothVocabulariesNameTheSameTactic() {
    assertThat(Tactic.of("defense-evasion")).contains(Tactic.STEALTH);
    assertThat(Tactic.of("stealth")).contains(Tactic.STEALTH);
    assertThat(Tactic.of("defense_impairment")).contains(Tactic.DEFENSE_IMPAIRMENT);
    assertThat(Tactic.of("no such")).isEmpty();
  }
}
