package io.cutpoint.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HouseTest {

  private static final JavaClasses OURS =
      new ClassFileImporter().withImportOption(location -> !location.contains("/architecture/target/")).importPackages("io.cutpoint");
  private static final JavaClasses WRONG = new ClassFileImporter().importPackages("io.cutpoint.architecture.wrong");
  private static final Map<String, ArchRule> RULES = new House("io.cutpoint").rules();
  private static final Map<String, ArchRule> SAME_RULES = new House("io.cutpoint.architecture.wrong").rules();

  static Stream<String> rules() {
    return RULES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void holds(String rule) {
    RULES.get(rule).check(OURS);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void canFail(String rule) {
    assertThat(SAME_RULES.get(rule).evaluate(WRONG).hasViolation()).isTrue();
  }

  @Test
  void everyModuleIsSeen() {
    for (String module : House.MAY_USE.keySet()) {
      assertThat(OURS.stream().filter(type -> (type.getPackageName() + ".").startsWith("io.cutpoint." + module + "."))).as(module).isNotEmpty();
    }
  }

  @Test
  void everyClassBelongsToAModuleThatTheDirectionsName() {
    assertThat(OURS.stream().map(type -> type.getPackageName().split("\\.")[2]).distinct()).isSubsetOf(House.MAY_USE.keySet());
  }
}
