package io.cutpoint.cli.reference;

import io.cutpoint.cli.arguments.Option;
import io.cutpoint.cli.arguments.Syntax;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Completion for bash 3.2 or newer: verbs, options, the words that options take, else paths.
public final class BashCompletion {

  private BashCompletion() {}

  /// The text of the file.
  public static String of(Reference reference) {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        # Completion of cutpoint for bash. Made by: cutpoint completion bash
        # Use: source this file, or copy it to ~/.local/share/bash-completion/completions/cutpoint

        _cutpoint() {
          local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
          local first= verb= words= options= paths= free= valued= i
          COMPREPLY=()
          for ((i = 1; i < COMP_CWORD; i++)); do
            case ${COMP_WORDS[i]} in
        """);
    out.append("      ").append(String.join("|", reference.commonWithValue())).append(") ((i++)) ;;\n");
    out.append("      -*) ;;\n      *)\n        if [[ -z $first ]]; then\n          first=${COMP_WORDS[i]}\n          case $first in\n            ");
    out.append(String.join("|", reference.groups())).append(") ;;\n            *) verb=$first; break ;;\n          esac\n        else\n          verb=\"$first ${COMP_WORDS[i]}\"\n          break\n        fi\n        ;;\n    esac\n  done\n");
    out.append("  if [[ -z $verb ]]; then\n    case $first in\n      '') words='").append(String.join(" ", reference.firstWords())).append("' ;;\n");
    for (String group : reference.groups()) {
      out.append("      ").append(group).append(") words='").append(String.join(" ", reference.group(group).stream().map(verb -> Reference.second(verb.name())).toList())).append("' ;;\n");
    }
    out.append("    esac\n    options='").append(options(reference.common())).append("'\n  fi\n  case $verb in\n");
    for (Syntax verb : reference.verbs()) {
      verb(out, reference, verb);
    }
    out.append(
        """
          esac
          [[ -n $free ]] && return
          if [[ -z $paths && -z $words || $cur == -* ]] && [[ -z $valued ]]; then
            words=$options
          fi
          if [[ -n $words ]]; then
            COMPREPLY=($(compgen -W "$words" -- "$cur"))
          elif [[ -n $paths ]]; then
            compopt -o filenames 2>/dev/null
            local IFS=$'\\n'
            COMPREPLY=($(compgen -f -- "$cur"))
          fi
        }
        complete -F _cutpoint cutpoint
        """);
    return out.toString();
  }

  private static void verb(StringBuilder out, Reference reference, Syntax verb) {
    out.append("    '").append(verb.name()).append("')\n      options='").append(options(verb.options())).append("'\n");
    List<String> operands = operands(reference, verb);
    if (!operands.isEmpty()) {
      out.append("      words='").append(String.join(" ", operands)).append("'\n");
    } else if (Reference.isPath(verb.operands())) {
      out.append("      paths=yes\n");
    }
    out.append("      case $prev in\n");
    for (Option option : verb.options()) {
      if (option.takesValue()) {
        String name = (option.letter() == 0 ? "" : "-" + option.letter() + "|") + "--" + option.name();
        String then = !option.words().isEmpty() ? "words='" + String.join(" ", option.words()) + "'" : Reference.isPath(option.value()) ? "words= paths=yes" : "free=yes";
        out.append("        ").append(name).append(") valued=yes ").append(then).append(" ;;\n");
      }
    }
    out.append("      esac\n      ;;\n");
  }

  /// The words that an operand of a verb may be, if they are known.
  static List<String> operands(Reference reference, Syntax verb) {
    if (!verb.operands().equals("[VERB]")) {
      return Reference.choices(verb.operands());
    }
    List<String> words = new ArrayList<>(reference.firstWords());
    words.addAll(reference.topics());
    return words;
  }

  private static String options(List<Option> options) {
    TreeSet<String> words = new TreeSet<>();
    options.forEach(option -> words.addAll(Reference.spellings(option)));
    return String.join(" ", words);
  }
}
