package io.cutpoint.cli.reference;

import io.cutpoint.cli.arguments.Option;
import io.cutpoint.cli.arguments.Syntax;
import java.util.List;

/// Completion for fish 3: verbs and options with what they do, the words that options take, else paths.
public final class FishCompletion {

  private FishCompletion() {}

  /// The text of the file.
  public static String of(Reference reference) {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        # Completion of cutpoint for fish. Made by: cutpoint completion fish
        # Use: copy it to ~/.config/fish/completions/cutpoint.fish

        function __cutpoint_verb
          set -l words (commandline -opc)
          set -e words[1]
          set -l first ''
          set -l skip 0
          for word in $words
            if test $skip = 1
              set skip 0
              continue
            end
            switch $word
        """);
    out.append("      case ").append(String.join(" ", reference.commonWithValue())).append("\n        set skip 1\n      case '-*'\n      case '*'\n");
    out.append("        if test -n \"$first\"\n          echo \"$first $word\"\n          return\n        else if contains -- $word ").append(String.join(" ", reference.groups()));
    out.append(
        """

                  set first $word
                else
                  echo $word
                  return
                end
            end
          end
          if test -n "$first"
            echo "$first "
          end
        end

        function __cutpoint_is
          set -l verb (__cutpoint_verb)
          test "$verb" = "$argv[1]"
        end

        complete -c cutpoint -f
        """);
    for (Option option : reference.common()) {
      option(out, "", option);
    }
    for (String word : reference.firstWords()) {
      out.append("complete -c cutpoint -n \"__cutpoint_is ''\" -a ").append(quoted(word)).append(" -d ").append(quoted(reference.about(word))).append('\n');
    }
    for (Syntax verb : reference.verbs()) {
      if (verb.name().indexOf(' ') > 0) {
        out.append("complete -c cutpoint -n \"__cutpoint_is '").append(Reference.first(verb.name())).append(" '\" -a ").append(quoted(Reference.second(verb.name()))).append(" -d ").append(quoted(verb.summary())).append('\n');
      }
    }
    for (Syntax verb : reference.verbs()) {
      String when = " -n \"__cutpoint_is '" + verb.name() + "'\"";
      for (Option option : reference.own(verb)) {
        option(out, when, option);
      }
      List<String> words = BashCompletion.operands(reference, verb);
      if (!words.isEmpty()) {
        out.append("complete -c cutpoint").append(when).append(" -a ").append(quoted(String.join(" ", words))).append('\n');
      } else if (Reference.isPath(verb.operands())) {
        out.append("complete -c cutpoint").append(when).append(" -F\n");
      }
    }
    return out.toString();
  }

  private static void option(StringBuilder out, String when, Option option) {
    out.append("complete -c cutpoint").append(when).append(option.letter() == 0 ? "" : " -s " + option.letter()).append(" -l ").append(option.name());
    if (option.takesValue()) {
      out.append(!option.words().isEmpty() ? " -x -a " + quoted(String.join(" ", option.words())) : Reference.isPath(option.value()) ? " -r -F" : " -x");
    }
    out.append(" -d ").append(quoted(option.help())).append('\n');
    if (!option.opposite().isEmpty()) {
      out.append("complete -c cutpoint").append(when).append(" -l ").append(option.opposite()).append(" -d ").append(quoted("take back --" + option.name())).append('\n');
    }
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
