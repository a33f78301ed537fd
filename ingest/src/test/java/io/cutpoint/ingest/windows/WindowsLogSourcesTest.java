package io.cutpoint.ingest.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.event.LogSourceSet;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsLogSourcesTest {

  private static final String SYSMON = "Microsoft-Windows-Sysmon/Operational";

  private final WindowsLogSources sources = new WindowsLogSources();

  @ParameterizedTest
  @CsvSource({
    "1, process_creation", "2, file_change", "3, network_connection", "4, sysmon_status", "16, sysmon_status", "5, process_termination", "6, driver_load",
    "7, image_load", "8, create_remote_thread", "9, raw_access_thread", "10, process_access", "11, file_event", "13, registry_set", "14, registry_rename",
    "12, registry_event", "13, registry_event", "14, registry_event", "15, create_stream_hash", "17, pipe_created", "18, pipe_created", "19, wmi_event", "20, wmi_event",
    "21, wmi_event", "22, dns_query", "23, file_delete", "24, clipboard_capture", "25, process_tampering", "26, file_delete_detected", "27, file_block_executable",
    "28, file_block_shredding", "29, file_executable_detected", "255, sysmon_error"
  })
  void sysmonEventsHaveTheirCategory(int eventId, String category) {
    LogSourceSet set = of(SYSMON, eventId, "");

    assertThat(set.satisfies(new LogSource("windows", category, null))).isTrue();
    assertThat(set.satisfies(new LogSource("windows", category, "sysmon"))).isTrue();
    assertThat(set.satisfies(new LogSource("windows", null, "sysmon"))).isTrue();
    assertThat(set.satisfies(new LogSource("windows", null, "security"))).isFalse();
    assertThat(set.satisfies(new LogSource("linux", category, null))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "12, CreateKey, registry_add", "12, DeleteKey, registry_delete", "12, DeleteValue, registry_delete", "12, '', ", "12, INFO, ", "13, SetValue, registry_set",
    "13, '', registry_set", "14, RenameKey, registry_rename"
  })
  void sysmonRegistryEventsAreToldApartByTheirType(int eventId, String type, String category) {
    LogSourceSet set = of(SYSMON, eventId, type);

    assertThat(set.satisfies(new LogSource("windows", "registry_event", null))).isTrue();
    for (String one : new String[] {"registry_add", "registry_delete", "registry_set", "registry_rename"}) {
      assertThat(set.satisfies(new LogSource("windows", one, null))).as(one).isEqualTo(one.equals(category));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Security, 4688, security, process_creation", "Security, 5156, security, network_connection", "Security, 4657, security, registry_event",
    "Microsoft-Windows-WMI-Activity/Operational, 5861, wmi, wmi_event",
    "Microsoft-Windows-PowerShell/Operational, 4103, powershell, ps_module", "PowerShellCore/Operational, 4103, powershell, ps_module",
    "Microsoft-Windows-PowerShell/Operational, 4104, powershell, ps_script", "PowerShellCore/Operational, 4104, powershell, ps_script",
    "Windows PowerShell, 400, powershell-classic, ps_classic_start", "Windows PowerShell, 600, powershell-classic, ps_classic_provider_start",
    "Windows PowerShell, 800, powershell-classic, ps_classic_script",
    "Microsoft-Windows-Windows Defender/Operational, 1006, windefend, antivirus", "Microsoft-Windows-Windows Defender/Operational, 1012, windefend, antivirus",
    "Microsoft-Windows-Windows Defender/Operational, 1017, windefend, antivirus", "Microsoft-Windows-Windows Defender/Operational, 1019, windefend, antivirus",
    "Microsoft-Windows-Windows Defender/Operational, 1115, windefend, antivirus", "Microsoft-Windows-Windows Defender/Operational, 1116, windefend, antivirus"
  })
  void builtInEventsHaveTheCategoryTheyStandFor(String channel, int eventId, String service, String category) {
    LogSourceSet set = of(channel, eventId, "");

    assertThat(set.satisfies(new LogSource("windows", null, service))).isTrue();
    assertThat(set.satisfies(new LogSource("windows", category, null))).isTrue();
    assertThat(set.satisfies(new LogSource(null, category, null))).isTrue();
    assertThat(of(channel, 9999, "").satisfies(new LogSource("windows", category, null))).isFalse();
    assertThat(of(channel, 9999, "").satisfies(new LogSource("windows", null, service))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"SetValue, registry_set", "DeleteValue, registry_delete", "'', "})
  void securityRegistryEventsAreAboutValues(String type, String category) {
    LogSourceSet set = of("Security", 4657, type);

    for (String one : new String[] {"registry_add", "registry_delete", "registry_set", "registry_rename"}) {
      assertThat(set.satisfies(new LogSource("windows", one, null))).as(one).isEqualTo(one.equals(category));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "application, Application", "security, Security", "system, System", "ntlm, Microsoft-Windows-NTLM/Operational", "sysmon, Microsoft-Windows-Sysmon/Operational",
    "powershell, Microsoft-Windows-PowerShell/Operational", "powershell, PowerShellCore/Operational", "powershell-classic, Windows PowerShell",
    "taskscheduler, Microsoft-Windows-TaskScheduler/Operational", "wmi, Microsoft-Windows-WMI-Activity/Operational", "dhcp, Microsoft-Windows-DHCP-Server/Operational",
    "dns-server, DNS Server", "dns-server-analytic, Microsoft-Windows-DNS-Server/Analytical", "dns-server-audit, Microsoft-Windows-DNS-Server/Audit",
    "dns-client, Microsoft-Windows-DNS Client Events/Operational", "driver-framework, Microsoft-Windows-DriverFrameworks-UserMode/Operational",
    "printservice-admin, Microsoft-Windows-PrintService/Admin", "printservice-operational, Microsoft-Windows-PrintService/Operational",
    "smbclient-security, Microsoft-Windows-SmbClient/Security", "smbclient-connectivity, Microsoft-Windows-SmbClient/Connectivity",
    "smbserver-connectivity, Microsoft-Windows-SMBServer/Connectivity",
    "terminalservices-localsessionmanager, Microsoft-Windows-TerminalServices-LocalSessionManager/Operational",
    "codeintegrity-operational, Microsoft-Windows-CodeIntegrity/Operational", "applocker, Microsoft-Windows-AppLocker/MSI and Script",
    "applocker, Microsoft-Windows-AppLocker/EXE and DLL", "applocker, Microsoft-Windows-AppLocker/Packaged app-Deployment",
    "applocker, Microsoft-Windows-AppLocker/Packaged app-Execution", "msexchange-management, MSExchange Management",
    "windefend, Microsoft-Windows-Windows Defender/Operational", "firewall-as, Microsoft-Windows-Windows Firewall With Advanced Security/Firewall",
    "bits-client, Microsoft-Windows-Bits-Client/Operational", "security-mitigations, Microsoft-Windows-Security-Mitigations/Kernel Mode",
    "security-mitigations, Microsoft-Windows-Security-Mitigations/User Mode", "diagnosis-scripted, Microsoft-Windows-Diagnosis-Scripted/Operational",
    "shell-core, Microsoft-Windows-Shell-Core/Operational", "openssh, OpenSSH/Operational", "ldap, Microsoft-Windows-LDAP-Client/Debug",
    "ldap_debug, Microsoft-Windows-LDAP-Client/Debug", "bitlocker, Microsoft-Windows-BitLocker/BitLocker Management", "vhdmp, Microsoft-Windows-VHDMP/Operational",
    "appxdeployment-server, Microsoft-Windows-AppXDeploymentServer/Operational", "lsa-server, Microsoft-Windows-LSA/Operational",
    "appxpackaging-om, Microsoft-Windows-AppxPackaging/Operational", "appmodel-runtime, Microsoft-Windows-AppModel-Runtime/Admin",
    "capi2, Microsoft-Windows-CAPI2/Operational", "certificateservicesclient-lifecycle-system, Microsoft-Windows-CertificateServicesClient-Lifecycle-System/Operational",
    "kernel-shimengine, Microsoft-Windows-Kernel-ShimEngine/Operational", "kernel-shimengine, Microsoft-Windows-Kernel-ShimEngine/Diagnostic",
    "application-experience, Microsoft-Windows-Application-Experience/Program-Telemetry",
    "application-experience, Microsoft-Windows-Application-Experience/Program-Compatibility-Assistant", "ntfs, Microsoft-Windows-Ntfs/Operational",
    "hyper-v-worker, Microsoft-Windows-Hyper-V-Worker", "kernel-event-tracing, Microsoft-Windows-Kernel-EventTracing", "sense, Microsoft-Windows-SENSE/Operational",
    "servicebus-client, Microsoft-ServiceBus-Client/Admin", "servicebus-client, Microsoft-ServiceBus-Client/Operational",
    "microsoft-servicebus-client, Microsoft-ServiceBus-Client/Admin", "iis-configuration, Microsoft-IIS-Configuration/Operational"
  })
  void channelsHaveTheirService(String service, String channel) {
    assertThat(of(channel, 1, "").satisfies(new LogSource("windows", null, service))).isTrue();
    assertThat(of(channel, 1, "").satisfies(new LogSource("windows", null, "other"))).isFalse();
  }

  @Test
  void anUnknownChannelIsWindowsAndNothingElse() {
    assertThat(of("Acme/Operational", 1, "").all()).containsExactly(new LogSource("windows", null, null));
  }

  @Test
  void theSameKindOfEventHasTheSameSet() {
    assertThat(of(SYSMON, 1, "")).isSameAs(of(SYSMON, 1, ""));
    assertThat(of("Security", 4624, "")).isSameAs(of("Security", 4625, "x"));
    assertThat(of("Acme", 1, "")).isSameAs(of("Other", 2, ""));
  }

  private LogSourceSet of(String channel, int eventId, String type) {
    return sources.of(channel.toLowerCase(Locale.ROOT), eventId, type);
  }
}
