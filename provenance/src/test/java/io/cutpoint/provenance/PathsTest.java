package io.cutpoint.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.text.Untrusted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathsTest {

  private static String of(String path) {
    return Paths.of(Untrusted.of(path));
  }

  @ParameterizedTest
  @CsvSource(quoteCharacter = '`', value = {
    "C:\\Users\\pedro.gustavo\\a.exe, C:\\Users\\PEDRO~1.GUS\\a.exe, true",
    "C:\\Program Files\\x.exe, C:\\PROGRA~1\\x.exe, true",
    "C:\\Program Files (x86)\\x.exe, C:\\PROGRA~2\\x.exe, true",
    "C:\\Users\\a\\Downloads\\my long.name.v2.exe, C:\\Users\\a\\DOWNLO~1\\MYLONG~1.EXE, true",
    "\\Device\\HarddiskVolume3\\Windows\\x.exe, C:\\Windows\\x.exe, true",
    "\\\\?\\C:\\Windows\\x.exe, c:\\windows\\X.EXE, true",
    "C:\\Windows\\x.exe, D:\\Windows\\x.exe, false",
    "C:\\Program Files\\x.exe, C:\\Program Fixes\\x.exe, false",
    "C:\\payload1.exe, C:\\payload2.exe, false",
    "C:\\PROGRA~1\\x.exe, C:\\PROGRA~2\\x.exe, false",
    "C:\\Windows\\x.exe, C:\\Windows\\sub\\x.exe, false",
    "\\\\srv\\share\\x.exe, \\srv\\share\\x.exe, false",
    "/tmp/x, /tmp/x, true",
    "C:\\a.exe, ``, false",
  })
  void oneFileIsWrittenInManyWays(String a, String b, boolean same) {
    assertThat(Paths.isSame(of(a), of(b))).isEqualTo(same);
    assertThat(Paths.isSame(of(b), of(a))).isEqualTo(same);
    if (same) {
      assertThat(Paths.bucket(of(a))).isEqualTo(Paths.bucket(of(b)));
    }
  }

  @Test
  void aCommandLineNamesPaths() {
    assertThat(Paths.inCommand(Untrusted.of("\"C:\\Program Files\\a b.exe\" -x \"C:\\Users\\u\\my doc.docm\" /q"), ""))
        .containsExactly("c:\\program files\\a b.exe", "c:\\users\\u\\my doc.docm");
    assertThat(Paths.inCommand(Untrusted.of("rundll32.exe C:\\Users\\PEDRO~1.GUS\\AppData\\Local\\Temp\\r.dll,a /p:r"), ""))
        .containsExactly("c:\\users\\pedro~1.gus\\appdata\\local\\temp\\r.dll");
    assertThat(Paths.inCommand(Untrusted.of("C:\\Program Files\\Some App\\run.exe -k x"), "")).contains("c:\\program files\\some app\\run.exe");
    assertThat(Paths.inCommand(Untrusted.of("powershell -File .\\go.ps1"), "c:\\temp")).containsExactly("c:\\temp\\go.ps1");
    assertThat(Paths.inCommand(Untrusted.of("regsvr32 /s /i:C:\\x.sct scrobj.dll"), "")).containsExactly("c:\\x.sct");
    assertThat(Paths.inCommand(Untrusted.of("msiexec /i \"unclosed C:\\x"), "")).isNotNull();
    assertThat(Paths.inCommand(Untrusted.of("%SystemRoot%\\PSEXESVC.exe"), "")).containsExactly("c:\\windows\\psexesvc.exe");
  }

  @Test
  void hostileTextGivesNoException() {
    for (String text : new String[] {"", "\"", "\\", "\\\\", "~", "a~1", "C:", "C:\\", "::", ".", "..", "\\device\\harddiskvolume", "\"\"\"", "=", "/=", "%", "C:\\ ".repeat(900)}) {
      assertThat(Paths.inCommand(Untrusted.of(text), "")).isNotNull();
      assertThat(Paths.bucket(of(text))).isNotNull();
      assertThat(Paths.isSame(of(text), of(text + "x"))).isFalse();
    }
  }
}
