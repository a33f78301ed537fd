package io.cutpoint.rules;

import io.cutpoint.sigma.RuleFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The rule files that come with Cutpoint.
public final class BuiltInRules {

  /// What keys of these rules name as their origin.
  public static final String ORIGIN = "built-in";

  /// Names every rule file; a jar cannot be listed like a folder.
  private static final String INDEX = "index.txt";

  private BuiltInRules() {}

  /// All files, in the order of their names. A file's name is `built-in/<stage>/<name>.yml`, the stage being the one
  /// that a match means when nothing else is known.
  public static List<RuleFile> files() {
    List<RuleFile> files = new ArrayList<>();
    names().forEach(name -> files.add(new RuleFile(ORIGIN, ORIGIN + "/" + name, bytes(name))));
    return List.copyOf(files);
  }

  /// The events beside a rule.
  ///
  /// @param name `built-in/<stage>/<name>.positive.ndjson` or the same with `negative`
  public static Optional<byte[]> beside(String name) {
    String inside = name.startsWith(ORIGIN + "/") ? name.substring(ORIGIN.length() + 1) : "";
    boolean named = names().stream().anyMatch(rule -> inside.startsWith(rule.substring(0, rule.length() - ".yml".length()) + "."));
    return !named || BuiltInRules.class.getResource(inside) == null ? Optional.empty() : Optional.of(bytes(inside));
  }

  private static List<String> names() {
    return new String(bytes(INDEX), StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).toList();
  }

  private static byte[] bytes(String name) {
    try (InputStream in = BuiltInRules.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("wanted the resource " + name + ", found none");
      }
      return in.readAllBytes();
    } catch (IOException failure) {
      throw new UncheckedIOException("built-in rules: " + name + " cannot be read", failure);
    }
  }
}
