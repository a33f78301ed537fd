package io.cutpoint.detect;

import io.cutpoint.model.detection.Outcome;
import io.cutpoint.model.event.LogSource;
import io.cutpoint.model.fact.Activity;
import io.cutpoint.model.fact.Attribute;
import io.cutpoint.model.fact.Fact;
import java.util.List;
import java.util.Set;

/// Whether what an event tells of took place.
///
/// What the source says comes first: a word, or a Windows status, of which zero is success. Without one, a failed logon
/// and a packet that the filtering platform dropped were blocked; a request, an alert and a flow leave it open (exploits
/// succeed with 4xx and 5xx and fail with 200); what a host tells of itself took place.
final class Outcomes {

  /// Beginnings and parts of words; tried before the allowing ones, so that "not allowed" is blocked.
  private static final List<String> BLOCKING =
      List.of("block", "den", "drop", "reject", "quarantin", "remov", "clean", "prevent", "fail", "not allowed", "unsuccess", "reset", "terminat");

  private static final List<String> ALLOWING = List.of("allow", "accept", "permit", "pass", "success", "detect", "no action");

  private static final Set<String> REQUEST_SOURCES =
      Set.of("webserver", "waf", "proxy", "firewall", "apache", "nginx", "iis", "zeek", "netflow", "dns");

  private Outcomes() {}

  static Outcome of(Fact fact, LogSource rule) {
    String said = fact.attributes().key(Attribute.OUTCOME).strip();
    if (said.startsWith("0x")) {
      return isZero(said) ? Outcome.OCCURRED : Outcome.BLOCKED;
    }
    if (BLOCKING.stream().anyMatch(said::contains)) {
      return Outcome.BLOCKED;
    }
    if (ALLOWING.stream().anyMatch(said::contains)) {
      return fact.activity() == Activity.ALERT || !isOfWindows(fact) ? Outcome.ALLOWED : Outcome.OCCURRED;
    }
    if (fact.activity() == Activity.LOGON_FAILED || (isOfWindows(fact) && (fact.eventCode() == 5152 || fact.eventCode() == 5157))) {
      return Outcome.BLOCKED;
    }
    if (isOfWindows(fact)) {
      return fact.activity() == Activity.ALERT ? Outcome.UNKNOWN : Outcome.OCCURRED;
    }
    Cast cast = Cast.of(fact, rule);
    boolean open = fact.activity() == Activity.ALERT || cast == Cast.REQUEST || cast == Cast.OBSERVED || isRequest(rule);
    return open ? Outcome.UNKNOWN : Outcome.OCCURRED;
  }

  private static boolean isZero(String status) {
    for (int i = 2; i < status.length(); i++) {
      if (status.charAt(i) != '0') {
        return false;
      }
    }
    return true;
  }

  private static boolean isOfWindows(Fact fact) {
    return !fact.channel().isEmpty();
  }

  private static boolean isRequest(LogSource rule) {
    return contains(rule.category()) || contains(rule.product()) || contains(rule.service());
  }

  private static boolean contains(@org.jspecify.annotations.Nullable String word) {
    return word != null && REQUEST_SOURCES.contains(word);
  }
}
