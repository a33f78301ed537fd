package io.cutpoint.generator.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// The company: its name, domain, hosts, people and the software that it chose. All of it follows from the seed.
///
/// Names are made of syllables and lie below `.example`, addresses outside lie in the ranges that are reserved for
/// documentation and benchmarks, so that they belong to nobody (RFC 2606, 5737, 2544).
public final class Company {

  /// Somebody who works here.
  ///
  /// @param account at the domain
  /// @param desk the workstation
  /// @param earliest minutes after midnight at which a day begins
  public record Person(String fullName, Account account, Host desk, int earliest) {}

  private static final List<String> ONSETS = List.of("b", "br", "d", "dr", "f", "g", "gr", "h", "k", "kl", "l", "m", "n", "p", "pl", "r", "s", "st", "t", "tr", "v", "w", "z");
  private static final List<String> NUCLEI = List.of("a", "e", "i", "o", "u", "ai", "ei", "ou", "a", "e", "o");
  private static final List<String> CODAS = List.of("", "", "", "l", "n", "r", "s", "m", "nd", "lt", "rk");
  private static final List<String> TRADES = List.of("Logistics", "Castings", "Dental", "Optics", "Packaging", "Surveying", "Textiles", "Bearings", "Foods", "Printing", "Pumps", "Legal");
  private static final List<String> DESK_PREFIXES = List.of("WS", "PC", "NB", "DT", "CL", "W10");
  private static final List<String> SERVER_PREFIXES = List.of("FS", "SRV", "FILE", "APP", "DATA");
  private static final List<String> CONTROLLER_PREFIXES = List.of("DC", "AD", "DOM", "KDC");

  private final Chance chance;
  private final String name;
  private final String domain;
  private final String netbios;
  private final String domainSid;
  private final String network;
  private final List<Host> desks = new ArrayList<>();
  private final Host server;
  private final Host controller;
  private final List<Person> people = new ArrayList<>();
  private final Person administrator;
  private final Account administration;
  private final Account backupAccount;
  private final Account krbtgt;
  private final Set<String> taken = new TreeSet<>();
  private int rid;

  /// The company of a seed.
  public Company(long seed) {
    chance = Chance.of(seed, "company");
    String root = word(2);
    name = capital(root) + " " + chance.pick(TRADES);
    String suffix = chance.pick("corp", "ad", "int", "hq", "");
    domain = (suffix.isEmpty() ? "" : suffix + ".") + root + ".example";
    netbios = (chance.percent(50) ? root : root + suffix).toUpperCase(Locale.ROOT);
    domainSid = "S-1-5-21-" + chance.between(100_000_000L, 4_200_000_000L) + "-" + chance.between(100_000_000L, 4_200_000_000L) + "-" + chance.between(100_000_000L, 4_200_000_000L);
    network = chance.pick("10." + chance.between(1, 250) + "." + chance.between(0, 250) + ".", "192.168." + chance.between(2, 250) + ".", "172." + chance.between(16, 31) + "." + chance.between(0, 250) + ".");
    rid = 1_100 + chance.below(400);
    controller = host(seed, chance.pick(CONTROLLER_PREFIXES) + "0" + chance.between(1, 3), chance.between(5, 20), Role.CONTROLLER);
    server = host(seed, chance.pick(SERVER_PREFIXES) + chance.pick("-", "") + "0" + chance.between(1, 9), chance.between(21, 60), Role.SERVER);
    String prefix = chance.pick(DESK_PREFIXES);
    int first = chance.between(2, 60);
    for (int i = 0; i < 2; i++) {
      desks.add(host(seed, prefix + chance.pick("-", "") + String.format(Locale.ROOT, chance.percent(50) ? "%02d" : "%03d", first + i * chance.between(1, 9)), 70 + 60 * i + chance.below(50), Role.WORKSTATION));
    }
    krbtgt = new Account(netbios, "krbtgt", domainSid + "-502", false);
    people.add(person(desks.getFirst()));
    administrator = person(desks.get(1));
    people.add(administrator);
    administration = new Account(netbios, chance.pick("adm-", "a-", "sa.", "admin.") + administrator.account().name(), domainSid + "-" + nextRid(), true);
    backupAccount = new Account(netbios, chance.pick("svc_", "svc-", "s.") + chance.pick("backup", "bkp", "vault"), domainSid + "-" + nextRid(), true);
  }

  private Host host(long seed, String called, int last, Role role) {
    String free = called;
    for (int n = 2; !taken.add(free); n++) {
      free = called + n;
    }
    Account machine = new Account(netbios, free + "$", domainSid + "-" + nextRid(), role == Role.CONTROLLER);
    return new Host(free, domain, network + last, role, machine, seed);
  }

  private Person person(Host desk) {
    String given = capital(word(2));
    String family = capital(word(2));
    String account = switch (chance.below(3)) {
      case 0 -> given.charAt(0) + "." + family;
      case 1 -> given + "." + family;
      default -> family + given.charAt(0);
    };
    return new Person(given + " " + family, new Account(netbios, account.toLowerCase(Locale.ROOT), domainSid + "-" + nextRid(), false), desk, chance.between(7 * 60 + 20, 8 * 60 + 50));
  }

  private int nextRid() {
    rid += 1 + chance.below(9);
    return rid;
  }

  /// An invented word.
  public String word(int syllables) {
    return word(chance, syllables);
  }

  /// An invented word by another chance.
  public static String word(Chance by, int syllables) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < syllables; i++) {
      text.append(by.pick(ONSETS)).append(by.pick(NUCLEI)).append(i == syllables - 1 ? by.pick(CODAS) : "");
    }
    return text.toString();
  }

  /// With a capital in front.
  public static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  /// An address outside that belongs to nobody.
  public static String outside(Chance by) {
    return switch (by.below(6)) {
      case 0 -> "192.0.2." + by.between(1, 254);
      case 1 -> "198.51.100." + by.between(1, 254);
      case 2 -> "203.0.113." + by.between(1, 254);
      default -> "198." + by.between(18, 19) + "." + by.below(256) + "." + by.between(1, 254);
    };
  }

  /// Its name.
  public String name() {
    return name;
  }

  /// Its domain's full name.
  public String domain() {
    return domain;
  }

  /// Its domain's short name.
  public String netbios() {
    return netbios;
  }

  /// The prefix of the accounts of its domain.
  public String domainSid() {
    return domainSid;
  }

  /// Workstations.
  public List<Host> desks() {
    return List.copyOf(desks);
  }

  /// The file server.
  public Host server() {
    return server;
  }

  /// The domain controller.
  public Host controller() {
    return controller;
  }

  /// All hosts.
  public List<Host> hosts() {
    List<Host> all = new ArrayList<>(desks);
    all.add(server);
    all.add(controller);
    return all;
  }

  /// Those who work here.
  public List<Person> people() {
    return List.copyOf(people);
  }

  /// The one who looks after the computers.
  public Person administrator() {
    return administrator;
  }

  /// The account with which he does so.
  public Account administration() {
    return administration;
  }

  /// The account of the backup.
  public Account backupAccount() {
    return backupAccount;
  }

  /// The account behind tickets that get tickets.
  public Account krbtgt() {
    return krbtgt;
  }

  /// A new account of the domain.
  public Account newAccount(String called) {
    return new Account(netbios, called, domainSid + "-" + nextRid(), false);
  }
}
