package io.cutpoint.generator.world;

/// Somebody or something that can log on.
///
/// @param domain the short name of the domain, the host, or `NT AUTHORITY`
/// @param name without the domain
/// @param sid `S-1-5-...`
/// @param isAdministrator whether sessions get administrative rights
public record Account(String domain, String name, String sid, boolean isAdministrator) {

  /// The system itself.
  public static final Account SYSTEM = new Account("NT AUTHORITY", "SYSTEM", "S-1-5-18", true);

  /// Services with few rights.
  public static final Account LOCAL_SERVICE = new Account("NT AUTHORITY", "LOCAL SERVICE", "S-1-5-19", false);

  /// Services that act on the network as the host.
  public static final Account NETWORK_SERVICE = new Account("NT AUTHORITY", "NETWORK SERVICE", "S-1-5-20", false);

  /// `DOMAIN\name`.
  public String full() {
    return domain + "\\" + name;
  }
}
