package io.cutpoint.evtx;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Finds the shared sample data beside the project; tests that need it are skipped where it is missing.
final class SharedSamples {
    private SharedSamples() {}

    static Path folder(String name) {
        Path start = Path.of(System.getProperty("cutpoint.root", System.getProperty("user.dir"))).toAbsolutePath();
        for (Path at = start; at != null; at = at.getParent()) {
            Path parent = at.getParent();
            Path folder = parent == null ? at : parent.resolve("shared/data").resolve(name);
            if (parent != null && Files.isDirectory(folder)) {
                return folder;
            }
        }
        assumeTrue(false, "skipped: the folder ../shared/data/" + name + " is missing");
        throw new IllegalStateException();
    }

    static List<Path> evtxFiles(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(path -> path.toString().endsWith(".evtx")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
