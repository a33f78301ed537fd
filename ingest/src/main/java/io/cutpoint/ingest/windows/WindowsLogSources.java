package io.cutpoint.ingest.windows;

import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.event.LogSourceSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which Sigma log sources a Windows event belongs to, by its channel, its event id and, for Sysmon's registry
/// events, its type.
///
/// Source: the Sigma taxonomy's table of services and categories, and SigmaHQ's own routing of its rules. Channels
/// compare without regard to case, since some shippers write `security`.
final class WindowsLogSources {

  private static final String WINDOWS = "windows";
  private static final LogSourceSet ANY_WINDOWS = LogSourceSet.of(List.of(new LogSource(WINDOWS, null, null)));

  /// Channel in lower case -> services.
  private static final Map<String, List<String>> SERVICES = new HashMap<>();

  /// Service and event id -> category, where the id alone decides.
  private static final Map<String, List<String>> CATEGORIES = new HashMap<>();

  /// What [#registryCategory] can give.
  private static final Map<String, List<String>> BY_TYPE =
      Map.of("sysmon/12", List.of("registry_add", "registry_delete"), "security/4657", List.of("registry_set", "registry_delete"));

  static {
    service("application", "Application");
    service("security", "Security");
    service("system", "System");
    service("ntlm", "Microsoft-Windows-NTLM/Operational");
    service("sysmon", "Microsoft-Windows-Sysmon/Operational");
    service("powershell", "Microsoft-Windows-PowerShell/Operational", "PowerShellCore/Operational");
    service("powershell-classic", "Windows PowerShell");
    service("taskscheduler", "Microsoft-Windows-TaskScheduler/Operational");
    service("wmi", "Microsoft-Windows-WMI-Activity/Operational");
    service("dhcp", "Microsoft-Windows-DHCP-Server/Operational");
    service("dns-server", "DNS Server");
    service("dns-server-analytic", "Microsoft-Windows-DNS-Server/Analytical");
    service("dns-server-audit", "Microsoft-Windows-DNS-Server/Audit");
    service("dns-client", "Microsoft-Windows-DNS Client Events/Operational", "Microsoft-Windows-DNS-Client/Operational");
    service("driver-framework", "Microsoft-Windows-DriverFrameworks-UserMode/Operational");
    service("printservice-admin", "Microsoft-Windows-PrintService/Admin");
    service("printservice-operational", "Microsoft-Windows-PrintService/Operational");
    service("smbclient-security", "Microsoft-Windows-SmbClient/Security");
    service("smbclient-connectivity", "Microsoft-Windows-SmbClient/Connectivity");
    service("smbserver-connectivity", "Microsoft-Windows-SMBServer/Connectivity");
    service("terminalservices-localsessionmanager", "Microsoft-Windows-TerminalServices-LocalSessionManager/Operational");
    service("codeintegrity-operational", "Microsoft-Windows-CodeIntegrity/Operational");
    service("applocker", "Microsoft-Windows-AppLocker/MSI and Script", "Microsoft-Windows-AppLocker/EXE and DLL",
        "Microsoft-Windows-AppLocker/Packaged app-Deployment", "Microsoft-Windows-AppLocker/Packaged app-Execution");
    service("msexchange-management", "MSExchange Management");
    service("windefend", "Microsoft-Windows-Windows Defender/Operational");
    service("firewall-as", "Microsoft-Windows-Windows Firewall With Advanced Security/Firewall");
    service("bits-client", "Microsoft-Windows-Bits-Client/Operational");
    service("security-mitigations", "Microsoft-Windows-Security-Mitigations/Kernel Mode", "Microsoft-Windows-Security-Mitigations/User Mode",
        "Microsoft-Windows-Security-Mitigations/KernelMode", "Microsoft-Windows-Security-Mitigations/UserMode");
    service("diagnosis-scripted", "Microsoft-Windows-Diagnosis-Scripted/Operational");
    service("shell-core", "Microsoft-Windows-Shell-Core/Operational");
    service("openssh", "OpenSSH/Operational");
    service("ldap", "Microsoft-Windows-LDAP-Client/Debug");
    service("ldap_debug", "Microsoft-Windows-LDAP-Client/Debug");
    service("bitlocker", "Microsoft-Windows-BitLocker/BitLocker Management");
    service("vhdmp", "Microsoft-Windows-VHDMP/Operational", "Microsoft-Windows-VHDMP-Operational");
    service("appxdeployment-server", "Microsoft-Windows-AppXDeploymentServer/Operational");
    service("lsa-server", "Microsoft-Windows-LSA/Operational");
    service("appxpackaging-om", "Microsoft-Windows-AppxPackaging/Operational");
    service("appmodel-runtime", "Microsoft-Windows-AppModel-Runtime/Admin");
    service("capi2", "Microsoft-Windows-CAPI2/Operational");
    service("certificateservicesclient-lifecycle-system", "Microsoft-Windows-CertificateServicesClient-Lifecycle-System/Operational");
    service("kernel-shimengine", "Microsoft-Windows-Kernel-ShimEngine/Operational", "Microsoft-Windows-Kernel-ShimEngine/Diagnostic");
    service("application-experience", "Microsoft-Windows-Application-Experience/Program-Telemetry",
        "Microsoft-Windows-Application-Experience/Program-Compatibility-Assistant");
    service("ntfs", "Microsoft-Windows-Ntfs/Operational");
    service("hyper-v-worker", "Microsoft-Windows-Hyper-V-Worker", "Microsoft-Windows-Hyper-V-Worker-Admin", "Microsoft-Windows-Hyper-V-Worker/Admin");
    service("kernel-event-tracing", "Microsoft-Windows-Kernel-EventTracing", "Microsoft-Windows-Kernel-EventTracing/Admin");
    service("sense", "Microsoft-Windows-SENSE/Operational");
    service("servicebus-client", "Microsoft-ServiceBus-Client/Admin", "Microsoft-ServiceBus-Client/Operational");
    service("microsoft-servicebus-client", "Microsoft-ServiceBus-Client/Admin", "Microsoft-ServiceBus-Client/Operational");
    service("iis-configuration", "Microsoft-IIS-Configuration/Operational");

    category("sysmon", "process_creation", 1);
    category("sysmon", "file_change", 2);
    category("sysmon", "network_connection", 3);
    category("sysmon", "sysmon_status", 4, 16);
    category("sysmon", "process_termination", 5);
    category("sysmon", "driver_load", 6);
    category("sysmon", "image_load", 7);
    category("sysmon", "create_remote_thread", 8);
    category("sysmon", "raw_access_thread", 9);
    category("sysmon", "process_access", 10);
    category("sysmon", "file_event", 11);
    category("sysmon", "registry_event", 12, 13, 14);
    category("sysmon", "registry_set", 13);
    category("sysmon", "registry_rename", 14);
    category("sysmon", "create_stream_hash", 15);
    category("sysmon", "pipe_created", 17, 18);
    category("sysmon", "wmi_event", 19, 20, 21);
    category("sysmon", "dns_query", 22);
    category("sysmon", "file_delete", 23);
    category("sysmon", "clipboard_capture", 24);
    category("sysmon", "clipboard_change", 24);
    category("sysmon", "process_tampering", 25);
    category("sysmon", "file_delete_detected", 26);
    category("sysmon", "file_block_executable", 27);
    category("sysmon", "file_block_shredding", 28);
    category("sysmon", "file_executable_detected", 29);
    category("sysmon", "sysmon_error", 255);
    category("security", "process_creation", 4688);
    category("security", "network_connection", 5156);
    category("security", "registry_event", 4657);
    category("wmi", "wmi_event", 5861);
    category("powershell", "ps_module", 4103);
    category("powershell", "ps_script", 4104);
    category("powershell-classic", "ps_classic_start", 400);
    category("powershell-classic", "ps_classic_provider_start", 600);
    category("powershell-classic", "ps_classic_script", 800);
    category("windefend", "antivirus", 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1017, 1018, 1019, 1115, 1116);
  }

  private final Map<String, @Nullable LogSourceSet> made = new HashMap<>();

  /// The log sources of an event. Bounded: an unknown channel has one set for all its events.
  ///
  /// @param channel the channel in lower case
  /// @param eventType what Sysmon 12 or Security 4657 says was done, in Sysmon's words, or empty
  LogSourceSet of(String channel, int eventId, String eventType) {
    List<String> services = SERVICES.get(channel);
    if (services == null) {
      return ANY_WINDOWS;
    }
    String registry = registryCategory(channel, eventId, eventType);
    boolean known = registry != null || services.stream().anyMatch(service -> CATEGORIES.containsKey(service + "/" + eventId));
    String key = known ? channel + "/" + eventId + "/" + registry : channel;
    LogSourceSet set = made.get(key);
    if (set == null) {
      List<LogSource> sources = new ArrayList<>();
      for (String service : services) {
        sources.add(new LogSource(WINDOWS, null, service));
        if (known) {
          for (String category : CATEGORIES.getOrDefault(service + "/" + eventId, List.of())) {
            sources.add(new LogSource(WINDOWS, category, service));
          }
        }
        if (registry != null) {
          sources.add(new LogSource(WINDOWS, registry, service));
        }
      }
      set = LogSourceSet.of(sources);
      made.put(key, set);
    }
    return set;
  }

  /// The services of each channel, which is in lower case.
  static Map<String, List<String>> services() {
    return SERVICES;
  }

  /// The categories of each `service/event id`, those that an event's type decides included.
  static Map<String, List<String>> categories() {
    Map<String, List<String>> all = new HashMap<>(CATEGORIES);
    BY_TYPE.forEach((event, categories) -> all.merge(event, categories, (some, more) -> {
      List<String> both = new ArrayList<>(some);
      both.addAll(more);
      return both;
    }));
    return all;
  }

  private static @Nullable String registryCategory(String channel, int eventId, String eventType) {
    boolean sysmonKeys = eventId == 12 && channel.equals("microsoft-windows-sysmon/operational");
    boolean securityValues = eventId == 4657 && channel.equals("security");
    if (!sysmonKeys && !securityValues) {
      return null;
    }
    return switch (eventType) {
      case "CreateKey" -> sysmonKeys ? "registry_add" : null;
      case "DeleteKey", "DeleteValue" -> "registry_delete";
      case "SetValue" -> securityValues ? "registry_set" : null;
      default -> null;
    };
  }

  private static void service(String service, String... channels) {
    for (String channel : channels) {
      SERVICES.computeIfAbsent(channel.toLowerCase(Locale.ROOT), _ -> new ArrayList<>()).add(service);
    }
  }

  private static void category(String service, String category, int... eventIds) {
    for (int id : eventIds) {
      CATEGORIES.computeIfAbsent(service + "/" + id, _ -> new ArrayList<>()).add(category);
    }
  }
}
