package io.cutpoint.ingest.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.event.LogSource;
import org.junit.jupiter.api.Test;

class WindowsCatalogTest {

  private static LogSource category(String name) {
    return new LogSource("windows", name, null);
  }

  @Test
  void whatTheRouterCanGiveIsKnown() {
    WindowsLogSources table = new WindowsLogSources();

    assertThat(table.of("microsoft-windows-sysmon/operational", 12, "CreateKey").all()).allMatch(WindowsCatalog::has);
    assertThat(table.of("security", 4657, "SetValue").all()).allMatch(WindowsCatalog::has);
    assertThat(table.of("system", 7045, "").all()).allMatch(WindowsCatalog::has);
  }

  @Test
  void aMisspeltOrForeignLogSourceIsNotKnown() {
    assertThat(WindowsCatalog.has(category("process_creaton"))).isFalse();
    assertThat(WindowsCatalog.has(new LogSource("linux", "process_creation", null))).isFalse();
    assertThat(WindowsCatalog.has(new LogSource("windows", "process_creation", "system"))).isFalse();
    assertThat(WindowsCatalog.has(new LogSource(null, "process_creation", null))).isTrue();
  }

  @Test
  void theFieldsOfACategoryAreThoseOfAllItsEvents() {
    assertThat(WindowsCatalog.fields(category("process_creation"))).hasValueSatisfying(fields ->
        assertThat(fields).contains("Image", "OriginalFileName", "NewProcessName", "EventID").doesNotContain("GrandParentImage", "QueryName"));
    assertThat(WindowsCatalog.fields(category("registry_set"))).hasValueSatisfying(fields -> assertThat(fields).contains("Details", "ObjectValueName"));
    assertThat(WindowsCatalog.fields(category("registry_add"))).hasValueSatisfying(fields -> assertThat(fields).contains("TargetObject").doesNotContain("ObjectValueName"));
  }

  @Test
  void whereOneKindOfEventIsNotListedNothingIsSaid() {
    assertThat(WindowsCatalog.fields(category("antivirus"))).isEmpty();
    assertThat(WindowsCatalog.fields(new LogSource("windows", null, "security"))).isEmpty();
    assertThat(WindowsCatalog.fields(new LogSource(null, "process_creation", null))).isEmpty();
  }

  @Test
  void anEventOfTheSecurityLogCannotHaveWhatSysmonWrites() {
    assertThat(WindowsCatalog.fields("Security", 4688)).hasValueSatisfying(fields -> assertThat(fields).contains("CommandLine", "Image").doesNotContain("OriginalFileName"));
    assertThat(WindowsCatalog.fields("security", 4624)).isEmpty();
  }

  @Test
  void everyFieldThatNormalisationAddsIsListedWithItsEvent() {
    assertThat(WindowsCatalog.fields("Security", 4657).orElseThrow()).contains("TargetObject", "Details", "Image", "EventType");
    assertThat(WindowsCatalog.fields("Security", 5156).orElseThrow()).contains("Image", "SourceIp", "DestinationIp", "DestinationPort", "ProcessId", "Initiated", "Protocol");
    assertThat(WindowsCatalog.fields("Microsoft-Windows-WMI-Activity/Operational", 5861).orElseThrow()).contains("Destination");
  }
}
