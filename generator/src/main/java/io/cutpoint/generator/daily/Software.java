package io.cutpoint.generator.daily;

import io.cutpoint.generator.world.Chance;
import io.cutpoint.generator.world.Company;
import java.util.ArrayList;
import java.util.List;

/// The software that the company uses, and where on the internet it reports. Follows from the seed.
final class Software {

  /// A place on the internet.
  record Site(String name, String address) {}

  private final String antivirus;
  private final String agentMaker;
  private final String agent;
  private final String backup;
  private final String browser;
  private final String chat;
  private final String chatName;
  private final Site agentSite;
  private final Site chatSite;
  private final Site updates;
  private final List<Site> web = new ArrayList<>();
  private final String inventoryScript;
  private final String encodedInventory;

  Software(long seed) {
    Chance chance = Chance.of(seed, "software");
    antivirus = chance.pick(
        "C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18.23110.3-0\\MsMpEng.exe",
        "C:\\Program Files\\" + Company.capital(Company.word(chance, 2)) + " Endpoint Security\\" + "epscan.exe");
    agentMaker = Company.capital(Company.word(chance, 2));
    agent = "C:\\Program Files" + chance.pick("", " (x86)") + "\\" + agentMaker + " " + chance.pick("Inventory", "Monitor", "Endpoint") + "\\" + agentMaker.toLowerCase(java.util.Locale.ROOT) + chance.pick("agent", "svc", "mon") + ".exe";
    String backupMaker = Company.capital(Company.word(chance, 2));
    backup = "C:\\Program Files\\" + backupMaker + " Backup\\" + backupMaker.toLowerCase(java.util.Locale.ROOT) + "bk.exe";
    browser = chance.pick(
        "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe", "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe", "C:\\Program Files\\Mozilla Firefox\\firefox.exe");
    chatName = chance.pick("Teams", "slack", "Signal");
    chat = chatName.equals("Teams") ? "AppData\\Local\\Microsoft\\Teams\\current\\Teams.exe" : chatName.equals("slack") ? "AppData\\Local\\slack\\slack.exe" : "AppData\\Local\\Programs\\signal-desktop\\Signal.exe";
    agentSite = site(chance, "telemetry." + agentMaker.toLowerCase(java.util.Locale.ROOT) + ".example");
    chatSite = site(chance, "edge." + chatName.toLowerCase(java.util.Locale.ROOT) + "-relay.example");
    updates = site(chance, "download.windowsupdate.com");
    for (int i = 0; i < 40; i++) {
      web.add(site(chance, chance.pick("www.", "static.", "cdn.", "", "shop.", "news.", "api.") + Company.word(chance, 2) + chance.pick("", "-" + Company.word(chance, 1)) + ".example"));
    }
    inventoryScript = chance.pick(
        "Get-CimInstance Win32_OperatingSystem | Select-Object Caption,Version,LastBootUpTime | ConvertTo-Json",
        "Get-CimInstance Win32_LogicalDisk -Filter 'DriveType=3' | Select-Object DeviceID,FreeSpace,Size | ConvertTo-Json",
        "Get-HotFix | Sort-Object InstalledOn -Descending | Select-Object -First 20 | ConvertTo-Json");
    encodedInventory = encode(inventoryScript);
  }

  private static Site site(Chance chance, String name) {
    return new Site(name, Company.outside(chance));
  }

  /// As PowerShell takes an encoded command: Base64 of UTF-16.
  static String encode(String script) {
    return java.util.Base64.getEncoder().encodeToString(script.getBytes(java.nio.charset.StandardCharsets.UTF_16LE));
  }

  String antivirus() {
    return antivirus;
  }

  String agent() {
    return agent;
  }

  String agentMaker() {
    return agentMaker;
  }

  String backup() {
    return backup;
  }

  String browser() {
    return browser;
  }

  /// Below the folder of a person.
  String chat() {
    return chat;
  }

  Site agentSite() {
    return agentSite;
  }

  Site chatSite() {
    return chatSite;
  }

  Site updates() {
    return updates;
  }

  List<Site> web() {
    return web;
  }

  String inventoryScript() {
    return inventoryScript;
  }

  String encodedInventory() {
    return encodedInventory;
  }
}
