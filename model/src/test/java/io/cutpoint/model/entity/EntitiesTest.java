package io.cutpoint.model.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.entity.Entity.Scope;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.text.Untrusted;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntitiesTest {

  private static Untrusted u(String text) {
    return Untrusted.of(text);
  }

  private static String key(Optional<? extends Entity> entity) {
    return entity.map(Entity::key).orElse("");
  }

  @ParameterizedTest
  @CsvSource({
    "MKT01,mkt01", "mkt01.corp.local,mkt01", "\\\\MKT01,mkt01", "MKT01$,mkt01", "10.0.5.13,10.0.5.13", "::ffff:10.0.5.13,10.0.5.13",
    "2001:DB8::1,2001:db8::1", "ip-10-1-2-3.ec2.internal,ip-10-1-2-3", "A|B,a_b"
  })
  void aHostIsTheFirstLabelOfItsNameOrItsAddress(String name, String key) {
    assertThat(key(Entities.host(u(name)))).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "localhost", "127.0.0.1", "::1", "localhost.localdomain", "\\\\", "$"})
  void aNameOfEveryHostIsNoHost(String name) {
    assertThat(Entities.host(u(name))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "CORP\\Alice,corp\\alice", "corp.local\\alice,corp\\alice", "alice@CORP.LOCAL,corp\\alice",
    "CORP.LOCAL\\alice@CORP.LOCAL,corp\\alice", "alice,mkt01\\alice", "MKT01\\alice,mkt01\\alice", ".\\alice,mkt01\\alice",
    "WORKGROUP\\alice,mkt01\\alice", "AzureAD\\bob,azuread\\bob", "10.0.0.9\\bob,10.0.0.9\\bob", "S-1-5-21-1-2-3-500,mkt01\\s-1-5-21-1-2-3-500"
  })
  void anAccountIsItsDomainAndNameAndALocalOneItsHosts(String name, String key) {
    assertThat(key(Entities.account(u(name), "mkt01"))).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "", "-", "\\", "CORP\\", "CORP\\MKT01$", "NT AUTHORITY\\SYSTEM", "NT-AUTORITÄT\\SYSTEM", "AUTORITE NT\\Système", "SYSTEM",
    "NT AUTHORITY\\LOCAL SERVICE", "NETWORK SERVICE", "ANONYMOUS LOGON", "NT AUTHORITY\\ANONYMOUS LOGON", "Window Manager\\DWM-1",
    "DWM-3", "Font Driver Host\\UMFD-0", "UMFD-2", "S-1-5-18", "S-1-0-0", "IIS APPPOOL\\DefaultAppPool", "-\\-"
  })
  void anAccountThatEveryHostHasIsNoUser(String name) {
    assertThat(Entities.account(u(name), "mkt01")).isEmpty();
  }

  @Test
  void theSidOfAServiceMakesATranslatedNameNoUser() {
    assertThat(Entities.account(u("X\\Y"), u("S-1-5-18"), "h")).isEmpty();
    assertThat(Entities.account(u("X\\Y"), u("S-1-5-90-0-1"), "h")).isEmpty();
    assertThat(key(Entities.account(u("X\\Y"), u("S-1-0-0"), "h"))).isEqualTo("x\\y");
    assertThat(key(Entities.account(u("X\\Y"), u("S-1-5-21-9-500"), "h"))).isEqualTo("x\\y");
  }

  @Test
  void aProcessIsItsGuidElseItsIdAndStart() {
    Untrusted guid = u("{C55FDD5D-E17E-4A29-AB34-A3BA58BCB0CA}");
    assertThat(key(Entities.process("h", guid, u("12"), 5, Untrusted.NONE))).isEqualTo("h|c55fdd5d-e17e-4a29-ab34-a3ba58bcb0ca");
    assertThat(key(Entities.process("h", u("{00000000-0000-0000-0000-000000000000}"), u("0x1f4"), 5, u("a")))).isEqualTo("h|500|5");
    assertThat(key(Entities.process("h", Untrusted.NONE, u("500"), u("a")))).isEqualTo("h|500");
    assertThat(Entities.process("", Untrusted.NONE, u("500"), EventView.NO_TIME, u("a"))).isEmpty();
    assertThat(Entities.process("h", u("not a guid"), u("0"), u("a"))).isEmpty();
    assertThat(Entities.process("h", u("-"), u("x12"), u("a"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0x3E9F1,h|0x3e9f1", "0x000000000003e9f1,h|0x3e9f1", "256497,h|0x3e9f1", "0x3e7,''", "999,''", "0x3e4,''", "0x3e5,''", "0x0,''",
    "-,''", "0xffffffffffffffffff,''", "zz,''"})
  void aSessionIsItsHostAndIdUnlessEveryHostHasIt(String id, String key) {
    assertThat(key(Entities.session("h", u(id)))).isEqualTo(key);
  }

  @Test
  void theStrongestHashCountsAndAnImportHashIsNone() {
    String sha256 = "A".repeat(64);
    String md5 = "b".repeat(32);

    assertThat(key(Entities.hash(u("SHA1=" + "c".repeat(40) + ",MD5=" + md5 + ",SHA256=" + sha256 + ",IMPHASH=" + "d".repeat(32)))))
        .isEqualTo("a".repeat(64));
    assertThat(key(Entities.hash(u("MD5=" + md5 + ",IMPHASH=" + "d".repeat(32))))).isEqualTo(md5);
    assertThat(key(Entities.hash(u(md5)))).isEqualTo(md5);
    assertThat(Entities.hash(u("IMPHASH=" + md5))).isEmpty();
    assertThat(Entities.hash(u("SHA256=" + "0".repeat(64)))).isEmpty();
    assertThat(Entities.hash(u("MD5=D41D8CD98F00B204E9800998ECF8427E"))).isEmpty();
    assertThat(Entities.hash(u(",,=,"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.5.13,10.0.5.13,PRIVATE_UNKNOWN", "172.16.0.1,172.16.0.1,PRIVATE_UNKNOWN", "172.32.0.1,172.32.0.1,EXTERNAL",
    "192.168.1.1,192.168.1.1,PRIVATE_UNKNOWN", "100.64.0.1,100.64.0.1,PRIVATE_UNKNOWN", "100.128.0.1,100.128.0.1,EXTERNAL",
    "::ffff:8.8.8.8,8.8.8.8,EXTERNAL", "fd00::1,fd00::1,PRIVATE_UNKNOWN", "2001:0DB8:0:0:0:0:0:1,2001:db8::1,EXTERNAL",
    "10.9.9.9,10.9.9.9,INTERNAL", "[2001:db8::1],2001:db8::1,EXTERNAL", "2001:db8:0:1:1:1:1:1,2001:db8:0:1:1:1:1:1,EXTERNAL"
  })
  void anAddressHasOneWayOfWritingAndAScope(String text, String key, Scope scope) {
    var address = Entities.address(u(text), "10.9.9.9"::equals).orElseThrow();

    assertThat(address.key()).isEqualTo(key);
    assertThat(address.scope()).isEqualTo(scope);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "", "-", "::1", "127.0.0.1", "127.8.8.8", "0.0.0.0", "::", "169.254.1.1", "fe80::1%4", "224.0.0.251", "ff02::fb", "255.255.255.255",
    "LOCAL", "1.2.3", "1.2.3.4.5", "1.2.3.256", "010.1.1.1", "1..2.3", "1.2.3.4 5", "1:2", ":::", "1::2::3", "12345::", "::ffff:127.0.0.1",
    "١.٢.٣.٤", "example.org"
  })
  void whatIsNoAddressOfOneMachineIsNone(String text) {
    assertThat(Entities.address(u(text), unused -> true)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"Evil.Example.ORG.,evil.example.org", "mkt01,''", "dc.corp.local,''", "1.0.0.10.in-addr.arpa,''", "8.8.8.8,''", "a b.c,''", ".x,''"})
  void aDomainHasTwoLabelsAndIsPublic(String text, String key) {
    assertThat(key(Entities.domain(u(text)))).isEqualTo(key);
  }

  @Test
  void aMarkOfTheWebTellsWhereAFileCameFrom() {
    Untrusted mark = u("[ZoneTransfer]  ZoneId=3  ReferrerUrl=https://A.example/x  HostUrl=http://10.0.5.13/WinX64.exe  ");

    assertThat(key(Entities.hostUrl(mark))).isEqualTo("http://10.0.5.13/winx64.exe");
    assertThat(key(Entities.referrerUrl(mark))).isEqualTo("https://a.example/x");
    assertThat(Entities.hostUrl(u("[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=about:internet\r\n"))).isEmpty();
    assertThat(Entities.urlHost(u("https://user:pw@Evil.example:8443/x?y#z")).raw()).isEqualTo("Evil.example");
    assertThat(Entities.urlHost(u("http://[2001:db8::1]:80/")).raw()).isEqualTo("2001:db8::1");
    assertThat(Entities.urlHost(u("http://good.example\\@evil.example/")).raw()).isEqualTo("good.example");
    assertThat(Entities.urlHost(u("javascript:alert(1)"))).isEqualTo(Untrusted.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "C:\\Users\\A\\x.EXE,h|c:\\users\\a\\x.exe", "C:\\a\\x.exe:Zone.Identifier,h|c:\\a\\x.exe", "\\??\\C:\\a.exe,h|c:\\a.exe",
    "\\\\?\\C:\\a.exe,h|c:\\a.exe", "C:/a/b.exe,h|c:\\a\\b.exe", "\\\\SRV02.corp.local\\share\\a.exe,srv02|\\share\\a.exe",
    "\\\\127.0.0.1\\ADMIN$\\a.exe,h|\\admin$\\a.exe", "/tmp/x,h|/tmp/x", "\\SystemRoot\\System32\\a.sys,h|c:\\windows\\system32\\a.sys", "-,''"
  })
  void aFileIsItsPathOnTheHostThatHoldsIt(String path, String key) {
    assertThat(key(Entities.file("h", u(path)))).isEqualTo(key);
  }

  @Test
  void aRegistryServiceAndAnInstalledServiceAreOneArtefact() {
    String service = key(Entities.service("h", u("EvilSvc")));

    assertThat(service).isEqualTo("h|service|evilsvc");
    assertThat(key(Entities.autorun("h", u("HKLM\\System\\CurrentControlSet\\Services\\EvilSvc\\ImagePath")))).isEqualTo(service);
    assertThat(key(Entities.autorun("h", u("\\REGISTRY\\MACHINE\\SYSTEM\\ControlSet001\\Services\\EvilSvc\\ImagePath")))).isEqualTo(service);
    assertThat(Entities.autorun("h", u("HKLM\\System\\CurrentControlSet\\Services\\EvilSvc\\DisplayName"))).isEmpty();
    assertThat(key(Entities.autorun("h", u("HKU\\S-1-5-21-1\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run\\Up"))))
        .isEqualTo("h|autorun|hku\\s-1-5-21-1\\software\\microsoft\\windows\\currentversion\\run\\up");
    assertThat(key(Entities.task("h", u("\\Up")))).isEqualTo(key(Entities.task("h", u("up"))));
    assertThat(Entities.service("", u("x"))).isEmpty();
  }

  @Test
  void keysAreTheSameUnderATurkishLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.of("tr", "TR"));

      assertThat(key(Entities.host(u("WIN-IIS")))).isEqualTo("win-iis");
      assertThat(key(Entities.account(u("CORP\\ADMIN"), "h"))).isEqualTo("corp\\admin");
      assertThat(key(Entities.account(u("CORP\\ADMİN"), "h"))).isEqualTo("corp\\admİn");
      assertThat(key(Entities.session("h", u("0XABCDEFI")))).isEmpty();
      assertThat(Entities.fold("\u212Aelvin ÄÖ I")).isEqualTo("\u212Aelvin äö i");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aLongTextIsComparedWithItsLength() {
    byte[] path = ("C:\\" + "a".repeat(100)).getBytes(java.nio.charset.StandardCharsets.UTF_8);

    Untrusted cut = Untrusted.of(path, 0, path.length, 50);

    assertThat(key(Entities.file("h", cut))).isNotEqualTo(key(Entities.file("h", Untrusted.of(path, 0, 50))));
  }

  @Test
  void hostileTextGivesAnEntityOrNoneAndNeverAnException() {
    String[] hostile = {
      "\\", "\\\\", "\\\\?\\", "\\\\.\\", "\"", "\"\"", ":", "::", "@", "\\@", "a@", "%", "[", "[]", "[:", "http://", "http://@", "http://[", "=",
      "HostUrl=", "HostUrl=http://", "0x", "{", "{}", "$", "|", ".", "..", "\u0000", "\uD800", "x".repeat(5000), "\\??\\unc\\", "\\services\\", "HKLM\\System\\Services\\"
    };
    for (String text : hostile) {
      Untrusted some = u(text);
      assertThat(Entities.host(some)).isNotNull();
      assertThat(Entities.account(some, some, text)).isNotNull();
      assertThat(Entities.process(text, some, some, 1, some)).isNotNull();
      assertThat(Entities.session(text, some)).isNotNull();
      assertThat(Entities.file(text, some)).isNotNull();
      assertThat(Entities.hash(some)).isNotNull();
      assertThat(Entities.address(some, unused -> false)).isNotNull();
      assertThat(Entities.domain(some)).isNotNull();
      assertThat(Entities.url(some)).isNotNull();
      assertThat(Entities.hostUrl(some)).isNotNull();
      assertThat(Entities.referrerUrl(some)).isNotNull();
      assertThat(Entities.autorun(text, some)).isNotNull();
      assertThat(Entities.task(text, some)).isNotNull();
      assertThat(Entities.service(text, some)).isNotNull();
      assertThat(Entities.wmiSubscription(text, some)).isNotNull();
    }
  }
}
