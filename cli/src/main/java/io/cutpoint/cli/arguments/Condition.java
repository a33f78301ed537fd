package io.cutpoint.cli.arguments;

import io.cutpoint.model.Stage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What `--fail-on` waits for: `stage>=4`, `stage>=command-and-control`, `score>=70`.
///
/// @param subject what is compared
/// @param least from which value on it is met
public record Condition(Subject subject, double least) {

  private static final List<String> SUBJECTS = List.of("stage", "score");

  /// What an intrusion is judged by.
  public enum Subject {
    /// The number of its furthest stage, 1 to 7.
    STAGE,
    /// Its score, 0 to 100.
    SCORE
  }

  /// Reads a condition.
  public static Condition parse(String text) throws UsageException {
    String compact = text.replace(" ", "");
    int sign = compact.indexOf(">=");
    Optional<Condition> condition =
        sign < 0 ? Optional.empty() : read(compact.substring(0, sign).toLowerCase(Locale.ROOT), compact.substring(sign + 2).toLowerCase(Locale.ROOT));
    if (condition.isEmpty()) {
      throw new UsageException("--fail-on does not understand " + text, hint(compact.toLowerCase(Locale.ROOT), sign));
    }
    return condition.get();
  }

  private static String hint(String compact, int sign) {
    String example = "for example: --fail-on 'stage>=4' or --fail-on 'score>=70'";
    if (sign < 0) {
      return example;
    }
    String subject = compact.substring(0, sign);
    if (!SUBJECTS.contains(subject)) {
      return Suggestions.hint(subject, SUBJECTS, example);
    }
    String value = compact.substring(sign + 2);
    boolean isName = !value.isEmpty() && Character.isLetter(value.charAt(0));
    return subject.equals("stage") && isName ? Suggestions.hint(value, Stage.CHAIN.stream().map(Stage::id).toList(), example) : example;
  }

  private static Optional<Condition> read(String subject, String value) {
    switch (subject) {
      case "stage" -> {
        Optional<Stage> named = Stage.of(value);
        if (named.isPresent()) {
          return Optional.of(new Condition(Subject.STAGE, named.get().number()));
        }
        int number = number(value);
        return number >= 1 && number <= 7 ? Optional.of(new Condition(Subject.STAGE, number)) : Optional.empty();
      }
      case "score" -> {
        int number = number(value);
        return number >= 0 && number <= 100 ? Optional.of(new Condition(Subject.SCORE, number)) : Optional.empty();
      }
      default -> {
        return Optional.empty();
      }
    }
  }

  private static int number(String digits) {
    if (digits.isEmpty() || digits.length() > 3) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }

  /// Whether an intrusion meets it.
  public boolean isMetBy(Stage furthest, double score) {
    return switch (subject) {
      case STAGE -> furthest.number() >= least;
      case SCORE -> score >= least;
    };
  }

  @Override
  public String toString() {
    return subject.name().toLowerCase(Locale.ROOT) + ">=" + (int) least;
  }
}
