package io.cutpoint.cli.arguments;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The arguments of one call, sorted into options and operands.
///
/// Understood: `--name value`, `--name=value`, `-x value`, `-xvalue`, `--` (only operands follow), `-` (an operand).
/// Options and operands may be mixed.
public final class Arguments {

  private final Map<String, List<String>> options;
  private final Set<String> takenBack;
  private final List<String> operands;

  private Arguments(Map<String, List<String>> options, Set<String> takenBack, List<String> operands) {
    this.options = options;
    this.takenBack = takenBack;
    this.operands = operands;
  }

  /// Sorts the arguments that follow a verb.
  public static Arguments parse(Syntax syntax, List<String> words) throws UsageException {
    Map<String, List<String>> options = new HashMap<>();
    Set<String> takenBack = new HashSet<>();
    List<String> operands = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--")) {
        operands.addAll(words.subList(i + 1, words.size()));
        break;
      }
      if (!word.startsWith("-") || word.equals("-")) {
        operands.add(word);
        continue;
      }
      boolean isLong = word.startsWith("--");
      int equals = isLong ? word.indexOf('=') : -1;
      String written = isLong ? equals < 0 ? word : word.substring(0, equals) : word.substring(0, 2);
      Option option = find(syntax, written);
      String attached = equals >= 0 ? word.substring(equals + 1) : !isLong && word.length() > 2 ? word.substring(2) : null;
      String value = "";
      if (option.takesValue()) {
        if (attached != null) {
          value = attached;
        } else if (i + 1 < words.size()) {
          value = words.get(++i);
        } else {
          throw new UsageException(written + " needs a value: " + option.usage(), help(syntax));
        }
        if (!option.words().isEmpty() && !option.words().contains(value)) {
          throw new UsageException(written + " takes " + String.join(", ", option.words()) + ", not " + value, Suggestions.hint(value, option.words(), help(syntax)));
        }
      } else if (attached != null) {
        throw new UsageException(written + " takes no value, found " + attached, help(syntax));
      }
      if (written.equals("--" + option.opposite())) {
        options.remove(option.name());
        takenBack.add(option.name());
        continue;
      }
      takenBack.remove(option.name());
      options.computeIfAbsent(option.name(), name -> new ArrayList<>()).add(value);
    }
    if (operands.size() < syntax.least() && !options.containsKey("help")) {
      throw new UsageException(syntax.name() + " needs " + syntax.operands(), help(syntax));
    }
    if (operands.size() > syntax.most()) {
      throw new UsageException(syntax.name() + ": one argument too many: " + operands.get(syntax.most()), help(syntax));
    }
    return new Arguments(options, takenBack, operands);
  }

  /// The same, with values for options that are neither given nor taken back here.
  public Arguments filledWith(Map<Option, List<String>> others) {
    Map<String, List<String>> filled = new HashMap<>(options);
    others.forEach((option, values) -> {
      if (!isDecided(option)) {
        filled.put(option.name(), values);
      }
    });
    return new Arguments(filled, takenBack, operands);
  }

  /// Whether an option is given or taken back.
  public boolean isDecided(Option option) {
    return has(option) || takenBack.contains(option.name());
  }

  private static Option find(Syntax syntax, String written) throws UsageException {
    List<String> known = new ArrayList<>();
    for (Option option : syntax.options()) {
      if (written.equals("--" + option.name()) || (!option.opposite().isEmpty() && written.equals("--" + option.opposite())) || (option.letter() != 0 && written.equals("-" + option.letter()))) {
        return option;
      }
      known.add("--" + option.name());
      if (!option.opposite().isEmpty()) {
        known.add("--" + option.opposite());
      }
    }
    throw new UsageException(syntax.name() + " has no option " + written, Suggestions.hint(written, known, help(syntax)));
  }

  private static String help(Syntax syntax) {
    return "see: cutpoint help " + syntax.name();
  }

  /// Whether an option is given.
  public boolean has(Option option) {
    return options.containsKey(option.name());
  }

  /// The value of an option, the last one where it is given more than once.
  public Optional<String> value(Option option) {
    List<String> values = options.get(option.name());
    return values == null ? Optional.empty() : Optional.of(values.getLast());
  }

  /// All values of an option in their order.
  public List<String> values(Option option) {
    return Collections.unmodifiableList(options.getOrDefault(option.name(), List.of()));
  }

  /// What is no option, in order.
  public List<String> operands() {
    return Collections.unmodifiableList(operands);
  }
}
