package io.cutpoint.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsTest {

  @TempDir Path folder;

  @Test
  void aFileHasItsOwnNameWhateverThePathToIt() throws IOException {
    put("deep/er/a.evtx");

    assertThat(names(folder.resolve("deep/er/a.evtx"))).containsExactly("a.evtx");
    assertThat(names(folder.resolve("deep/../deep/./er/a.evtx"))).containsExactly("a.evtx");
  }

  @Test
  void theFilesOfOneFolderAreNamedBelowIt() throws IOException {
    put("in/b.evtx", "in/sub/a.json", "in/sub/sub/c");

    assertThat(names(folder.resolve("in"))).containsExactly("b.evtx", "sub/a.json", "sub/sub/c");
  }

  @Test
  void ofSeveralFoldersEachHasItsLastNameInFront() throws IOException {
    put("x/one/a.evtx", "y/two/a.evtx", "y/two/b.evtx");

    assertThat(names(folder.resolve("x/one"), folder.resolve("y/two"))).containsExactly("one/a.evtx", "two/a.evtx", "two/b.evtx");
  }

  @Test
  void foldersOfOneNameAreLengthenedUntilTheyDiffer() throws IOException {
    put("x/p/logs/a", "y/p/logs/a", "z/logs/b");

    assertThat(names(folder.resolve("x/p/logs"), folder.resolve("y/p/logs"), folder.resolve("z/logs")))
        .containsExactly("x/p/logs/a", "y/p/logs/a", "z/logs/b");
  }

  @Test
  void filesOfOneNameAreLengthenedUntilTheyDiffer() throws IOException {
    put("one/same.evtx", "two/same.evtx", "two/other.evtx");

    assertThat(names(folder.resolve("one/same.evtx"), folder.resolve("two/same.evtx"), folder.resolve("two/other.evtx")))
        .containsExactly("one/same.evtx", "other.evtx", "two/same.evtx");
  }

  @Test
  void aFileAndAFolderWithAFileOfItsNameAreToldApart() throws IOException {
    put("in/a.evtx", "out/a.evtx");

    assertThat(names(folder.resolve("in"), folder.resolve("out/a.evtx"))).containsExactly("in/a.evtx", "out/a.evtx");
  }

  @Test
  void theOrderOfThePathsDecidesNothing() throws IOException {
    put("x/logs/a", "y/logs/a", "y/logs/sub/b", "z/a", "z/c", "w/c");
    List<Path> paths = new ArrayList<>(List.of(
        folder.resolve("x/logs"), folder.resolve("y/logs"), folder.resolve("y/logs/sub"), folder.resolve("z/a"), folder.resolve("z/c"),
        folder.resolve("w/c"), folder.resolve("z")));
    Inputs.Found wanted = Inputs.find(paths);
    Random random = new Random(1);
    for (int i = 0; i < 30; i++) {
      Collections.shuffle(paths, random);

      assertThat(Inputs.find(paths)).isEqualTo(wanted);
    }
    assertThat(wanted.inputs()).extracting(Input::name).doesNotHaveDuplicates().isSorted().hasSize(6);
  }

  @Test
  void namesDoNotDependOnWhereTheFolderLies() throws IOException {
    put("a/in/x/1", "a/in/y/1", "b/other name/x/1", "b/other name/y/1");

    assertThat(names(folder.resolve("a/in"))).isEqualTo(names(folder.resolve("b/other name")));
  }

  @Test
  void theSameFileGivenTwiceIsReadOnce() throws IOException {
    put("in/a.evtx", "in/b.evtx");

    assertThat(names(folder.resolve("in"), folder.resolve("in/a.evtx"))).hasSize(2);
    assertThat(names(folder.resolve("in/a.evtx"), folder.resolve("in/../in/a.evtx"))).containsExactly("a.evtx");
    assertThat(names(folder.resolve("in"), folder.resolve("in"))).containsExactly("a.evtx", "b.evtx");
  }

  @Test
  void aLinkToAFileOfTheSameFolderIsTheSameFile() throws IOException {
    put("in/z.evtx");
    link("in/a.evtx", "z.evtx");

    Inputs.Found found = Inputs.find(List.of(folder.resolve("in")));

    assertThat(found.inputs()).extracting(Input::name).containsExactly("a.evtx");
    assertThat(found.inputs().getFirst().bytes()).isEqualTo(1);
    assertThat(found.refused()).isEmpty();
  }

  @Test
  void linksThatLeaveTheEvidenceAreRefused() throws IOException {
    put("in/a.evtx", "secret");
    link("in/out", "../secret");
    link("in/absolute", folder.resolve("secret").toString());
    link("in/gone", "nowhere");
    link("in/folder", "..");
    link("in/itself", "itself");

    Inputs.Found found = Inputs.find(List.of(folder.resolve("in")));

    assertThat(found.inputs()).extracting(Input::name).containsExactly("a.evtx");
    assertThat(found.refused()).extracting(r -> r.name() + " " + r.reason()).containsExactly(
        "absolute link-out-of-folder", "folder link-out-of-folder", "gone dangling-link", "itself dangling-link", "out link-out-of-folder");
  }

  @Test
  void aLinkToAFolderOfTheEvidenceIsNotFollowed() throws IOException {
    put("in/sub/a.evtx");
    link("in/again", "sub");
    link("in/sub/up", "..");

    Inputs.Found found = Inputs.find(List.of(folder.resolve("in")));

    assertThat(found.inputs()).extracting(Input::name).containsExactly("sub/a.evtx");
    assertThat(found.refused()).extracting(r -> r.name() + " " + r.reason()).containsExactly("again link-to-folder", "sub/up link-to-folder");
  }

  @Test
  void aFolderOrFileThatIsGivenByALinkIsRead() throws IOException {
    put("real/sub/a.evtx", "real/b.evtx");
    link("given", "real");
    link("file", "real/b.evtx");
    link("real/c.evtx", "b.evtx");

    assertThat(names(folder.resolve("given"))).containsExactly("b.evtx", "sub/a.evtx");
    assertThat(names(folder.resolve("file"))).containsExactly("file");
    assertThat(Inputs.find(List.of(folder.resolve("given"))).refused()).isEmpty();
  }

  @Test
  void aMissingPathIsNamedInTheMessage() {
    assertThatThrownBy(() -> Inputs.find(List.of(folder.resolve("nothing-here"))))
        .isInstanceOf(IOException.class).hasMessageStartingWith(folder.resolve("nothing-here").toString());
  }

  @Test
  void anEmptyFolderHasNoInputs() throws IOException {
    Files.createDirectories(folder.resolve("in/sub"));

    assertThat(names(folder.resolve("in"))).isEmpty();
  }

  @Test
  void whatCannotBeReadIsRefusedAndTheRestRead() throws IOException {
    put("in/a.json", "in/locked/b.json", "in/locked.json");
    assumeTrue(folder.resolve("in/locked").toFile().setReadable(false) && folder.resolve("in/locked.json").toFile().setReadable(false)
        && !Files.isReadable(folder.resolve("in/locked")), "skipped: this user may read everything");

    Inputs.Found found = Inputs.find(List.of(folder.resolve("in")));
    Reading.Result result = Reading.of(folder.resolve("in"));
    folder.resolve("in/locked").toFile().setReadable(true);

    assertThat(found.refused()).extracting(Inputs.Refused::name).contains("locked");
    assertThat(result.of("locked.json").quarantined()).isEqualTo(1);
  }

  @Test
  void aPipeIsNoFile() throws IOException, InterruptedException {
    Files.createDirectories(folder.resolve("in"));
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "skipped: no mkfifo here");
    new ProcessBuilder("/usr/bin/mkfifo", folder.resolve("in/pipe").toString()).start().waitFor();

    assertThat(Inputs.find(List.of(folder.resolve("in"))).refused()).extracting(Inputs.Refused::reason).containsExactly("not-a-file");
  }

  @Test
  void namesOfAnyScriptAreKept() throws IOException {
    assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "skipped: this JVM cannot name such files");
    put("in/Ärger [2] é.evtx", "in/日本/ログ.json", "in/ and  blanks ");

    assertThat(names(folder.resolve("in"))).containsExactly(" and  blanks ", "Ärger [2] é.evtx", "日本/ログ.json");
  }

  private List<String> names(Path... paths) throws IOException {
    return Inputs.find(List.of(paths)).inputs().stream().map(Input::name).toList();
  }

  private void put(String... names) throws IOException {
    for (String name : names) {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.write(folder.resolve(name), new byte[] {'x'});
    }
  }

  private void link(String name, String target) throws IOException {
    Files.createSymbolicLink(folder.resolve(name), Path.of(target));
  }
}
