package io.cutpoint.cli.reference;

import io.cutpoint.cli.configuration.Setting;

/// The page docs/configuration.md.
public final class ConfigurationPage {

  private ConfigurationPage() {}

  /// The text of the page.
  public static String of(Reference reference) {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        # Configuration

        Made from the table of settings; a test keeps it equal.

        Cutpoint needs no configuration. What you would write on every command line can stand in a file or in the environment. The first of these that sets something wins:

        1. options on the command line
        2. environment variables `CUTPOINT_...`
        3. `./cutpoint.yaml`, or in its place the file of `--config FILE` or of the variable `CUTPOINT_CONFIG`
        4. the user's file: `$XDG_CONFIG_HOME/cutpoint/config.yaml`, else `~/.config/cutpoint/config.yaml`; on Windows `%APPDATA%\\cutpoint\\config.yaml`
        5. the machine's file: `/etc/cutpoint/config.yaml`; on Windows `%PROGRAMDATA%\\cutpoint\\config.yaml`
        6. what is built in

        `cutpoint config show --origin` prints every key, its value and the place that it comes from.

        | key | takes | option | variable | built in |
        |---|---|---|---|---|
        """);
    for (Setting setting : reference.settings()) {
      String takes =
          switch (setting.kind()) {
            case SWITCH -> "true, false";
            case TEXT -> setting.option().words().isEmpty() ? setting.option().value() : String.join(", ", setting.option().words());
            case PATH -> "a path";
            case TEXTS -> "a list of " + setting.option().value();
            case PATHS -> "a list of paths";
          };
      out.append("| `").append(setting.key()).append("` | ").append(takes).append(" | `--").append(setting.option().name()).append("` | `").append(setting.variable()).append("` | ").append(setting.builtIn()).append(" |\n");
    }
    out.append(
        """

        Keys may be written with dots, nested, or both:

        ```yaml
        output.tz: Europe/Berlin
        max-memory: 2G
        rules:
          paths: [~/sigma.zip, own-rules]
          min-level: low
        analyze:
          fail-on: ['score>=70', 'stage>=command-and-control']
        ```

        - An unknown key, a value that is none, or a text that is no YAML ends the call with exit code 78; every problem is named as `file:line:column`, with the nearest key there is.
        - A list of a stronger place replaces that of a weaker one. In the environment, paths are separated as in `PATH`, other texts by commas.
        - Paths in a file are taken from the folder of the file; `~/` is the user's own.
        - A switch that a file sets is taken back on the command line by its opposite: `--no-strict`, `--builtin-rules`, `--progress`.
        - `max-memory` bounds a process that starts before any YAML is read. The launcher therefore looks for it itself: as a line `max-memory: 2G` of its own, not indented.
        - `version`, `help`, `completion`, `man` and `doctor` work with any configuration, also a broken one.
        - A `./cutpoint.yaml` that lies inside the evidence is refused by `analyze`: whoever wrote the evidence must not choose the settings. `--config` names it on purpose.
        """);
    return out.toString();
  }
}
