package io.cutpoint.cli;

import io.cutpoint.cli.configuration.Configuration;
import io.cutpoint.cli.configuration.Setting;
import io.cutpoint.cli.terminal.Paint;
import java.util.List;
import java.util.Optional;

/// `config show`.
final class ConfigVerbs {

  private static final int KEY = 16;
  private static final int VALUE = 32;

  private ConfigVerbs() {}

  static int show(Call call) {
    boolean tells = call.arguments().has(Options.ORIGIN);
    Rows rows = tells ? new Rows(List.of("key", "value", "origin"), List.of(KEY, VALUE, 0)) : new Rows(List.of("key", "value"), List.of(KEY, 0));
    for (Setting setting : Settings.ALL) {
      Configuration.Value value = value(call, setting);
      String text = String.join(", ", value.texts());
      if (tells) {
        rows.add(setting.key(), text, value.origin());
      } else {
        rows.add(setting.key(), text);
      }
    }
    rows.print(call, text -> tells && text.equals("built in") ? Paint.FAINT : Paint.PLAIN);
    if (call.isVerbose()) {
      call.configuration().files().forEach(file -> call.terminal().say("read " + file));
    }
    return Exit.DONE;
  }

  private static Configuration.Value value(Call call, Setting setting) {
    if (call.written().isDecided(setting.option())) {
      boolean isSwitch = setting.kind() == Setting.Kind.SWITCH;
      boolean isNegative = setting.option().name().startsWith("no-");
      List<String> texts = isSwitch ? List.of(Boolean.toString(call.written().has(setting.option()) != isNegative)) : call.written().values(setting.option());
      String name = call.written().has(setting.option()) ? setting.option().name() : setting.option().opposite();
      return new Configuration.Value(texts, "option --" + name);
    }
    Optional<Configuration.Value> configured = call.configuration().value(setting);
    return configured.orElseGet(() -> new Configuration.Value(List.of(builtIn(call, setting)), "built in"));
  }

  private static String builtIn(Call call, Setting setting) {
    return setting.option().equals(Options.DATA_DIR) ? call.around().dataDir("").toString() : setting.builtIn();
  }
}
