package io.cutpoint.cli.reference;

import io.cutpoint.cli.arguments.Option;
import io.cutpoint.cli.arguments.Syntax;
import java.util.List;

/// Completion for zsh: verbs and options with what they do, the words that options take, else paths.
public final class ZshCompletion {

  private ZshCompletion() {}

  /// The text of the file.
  public static String of(Reference reference) {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        #compdef cutpoint
        # Completion of cutpoint for zsh. Made by: cutpoint completion zsh
        # Use: copy it as _cutpoint into a folder of $fpath, or source it behind compinit.

        _cutpoint() {
          local first= verb= i
          local -a list
          for ((i = 2; i < CURRENT; i++)); do
            case $words[i] in
        """);
    out.append("      (").append(String.join("|", reference.commonWithValue())).append(") ((i++)) ;;\n");
    out.append("      (-*) ;;\n      (*)\n        if [[ -z $first ]]; then\n          first=$words[i]\n          case $first in\n            (");
    out.append(String.join("|", reference.groups())).append(") ;;\n            (*) verb=$first; break ;;\n          esac\n        else\n          verb=\"$first $words[i]\"\n          break\n        fi\n        ;;\n    esac\n  done\n");
    out.append("  if [[ -z $verb ]]; then\n    case $first in\n      ('')\n        list=(");
    for (String word : reference.firstWords()) {
      out.append("\n          ").append(quoted(word + ":" + reference.about(word)));
    }
    out.append("\n        ) ;;\n");
    for (String group : reference.groups()) {
      out.append("      (").append(group).append(")\n        list=(");
      for (Syntax verb : reference.group(group)) {
        out.append("\n          ").append(quoted(Reference.second(verb.name()) + ":" + verb.summary()));
      }
      out.append("\n        ) ;;\n");
    }
    out.append("    esac\n    _describe -t verbs verb list\n    return\n  fi\n");
    out.append("  words=(\"$words[1]\" \"${(@)words[i+1,-1]}\")\n  ((CURRENT -= i - 1))\n  case $verb in\n");
    for (Syntax verb : reference.verbs()) {
      out.append("    (").append(verb.name().replace(" ", "\\ ")).append(")\n      _arguments -s");
      for (Option option : verb.options()) {
        option(out, option);
      }
      operands(out, reference, verb);
      out.append(" ;;\n");
    }
    out.append(
        """
          esac
        }

        if [[ $funcstack[1] == _cutpoint ]]; then
          _cutpoint "$@"
        elif (( $+functions[compdef] )); then
          compdef _cutpoint cutpoint
        fi
        """);
    return out.toString();
  }

  private static void option(StringBuilder out, Option option) {
    for (String spelling : Reference.spellings(option)) {
      boolean isOpposite = spelling.equals("--" + option.opposite());
      String about = isOpposite ? "take back --" + option.name() : option.help();
      String value = "";
      if (option.takesValue()) {
        String after = !option.words().isEmpty() ? "(" + String.join(" ", option.words()) + ")" : Reference.isPath(option.value()) ? "_files" : "";
        value = ":" + (option.words().isEmpty() ? option.value() : "word") + ":" + after;
      }
      String mark = !option.takesValue() ? "" : spelling.startsWith("--") ? "=" : "+";
      out.append(" \\\n        ").append(quoted((option.repeatable() ? "*" : "") + spelling + mark + "[" + escaped(about) + "]" + value));
    }
  }

  private static void operands(StringBuilder out, Reference reference, Syntax verb) {
    List<String> words = BashCompletion.operands(reference, verb);
    if (!words.isEmpty()) {
      out.append(" \\\n        ").append(quoted("*:word:(" + String.join(" ", words) + ")"));
    } else if (Reference.isPath(verb.operands())) {
      out.append(" \\\n        ").append(quoted("*:" + escaped(verb.operands()) + ":_files"));
    }
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:");
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
