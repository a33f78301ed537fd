package io.cutpoint.engine;

import io.cutpoint.ingest.BlockParser;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.model.event.SourceId;
import io.cutpoint.model.event.ValueKind;
import io.cutpoint.sigma.Placeholders;
import io.cutpoint.sigma.Rule;
import io.cutpoint.sigma.RuleReader;
import io.cutpoint.sigma.RuleSet;
import io.cutpoint.sigma.RuleSourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Asks one rule about one record.
public final class RuleQuestion {

  /// What was found where the record was looked for.
  ///
  /// @param answer the rule's answer; nothing where the record is not there
  /// @param events how many events were read
  /// @param problems what could not be read, in sentences
  public record Found(Optional<RuleAnswer> answer, long events, List<String> problems) {
    public Found {
      problems = List.copyOf(problems);
    }
  }

  private RuleQuestion() {}

  /// The rules and correlations of one file, or of a folder or an archive.
  ///
  /// @param placeholders a file of values for the placeholders of rules, or null
  /// @throws AnalysisException where it cannot be read
  public static RuleSet rules(Path file, @Nullable Path placeholders) throws AnalysisException {
    Placeholders values = Rules.values(placeholders);
    try {
      return new RuleReader(new Re2Regexes(), values.values()).load(List.of(file));
    } catch (RuleSourceException unreadable) {
      throw new AnalysisException(AnalysisException.Kind.IO, String.valueOf(unreadable.getMessage()), unreadable);
    }
  }

  /// Asks about a record of a file of any format that is read here.
  ///
  /// @param record its number in the header of an EVTX record, elsewhere that of the line or object; none for the first
  public static Found of(Rule rule, Path file, OptionalLong record) throws IOException {
    Wanted wanted = new Wanted(rule, record);
    return wanted.found(SampleEvents.of(file, dictionary(rule), wanted));
  }

  /// Asks about a record of a stream.
  public static Found of(Rule rule, InputStream in, OptionalLong record) {
    Wanted wanted = new Wanted(rule, record);
    return wanted.found(SampleEvents.of(in, dictionary(rule), wanted));
  }

  /// Asks about a record as a result has kept it: what normalisation adds is made again of its fields.
  ///
  /// @param fields the fields of a detection's evidence, one JSON object
  /// @param emptyIsNull whether the record's format has no null, so that an empty value is one
  /// @param record its number
  public static Found ofKept(Rule rule, String fields, boolean emptyIsNull, long record) {
    Wanted wanted = new Wanted(rule, OptionalLong.empty());
    return wanted.found(SampleEvents.of(fields.getBytes(StandardCharsets.UTF_8), dictionary(rule),
        (event, _) -> wanted.event(emptyIsNull ? withEmpty(event) : event, record)));
  }

  private static FieldDictionary dictionary(Rule rule) {
    Set<String> names = new TreeSet<>(BlockParser.FIELDS);
    names.addAll(rule.fields());
    return FieldDictionary.of(names);
  }

  /// The event with texts without a byte as the values of a format that has no null.
  private static EventView withEmpty(EventView event) {
    FlatEvent copy = new FlatEvent();
    copy.begin(new SourceId(-1, ""), 0, 0, new byte[0], 0, 0, 0);
    for (int i = 0; i < event.count(); i++) {
      if (i == event.originals()) {
        copy.endOriginals();
      }
      if (i < event.originals()) {
        boolean empty = event.kind(i) == ValueKind.TEXT && event.length(i) == 0;
        copy.add(event.field(i), event.name(i), empty ? ValueKind.EMPTY : event.kind(i), event.bytes(i), event.offset(i), event.length(i));
      } else if (!event.isAlias(i)) {
        copy.addGeneric(event.field(i), event.name(i), event.kind(i), event.bytes(i), event.offset(i), event.length(i));
      }
    }
    if (event.count() == event.originals()) {
      copy.endOriginals();
    }
    copy.timeNanos(event.timeNanos());
    copy.logSources(event.logSources());
    return copy;
  }

  /// Waits for the record.
  private static final class Wanted implements SampleEvents.Sink {
    private final Rule rule;
    private final OptionalLong record;
    private @Nullable RuleAnswer answer;

    Wanted(Rule rule, OptionalLong record) {
      this.rule = rule;
      this.record = record;
    }

    @Override
    public boolean event(EventView event, long number) {
      if (answer != null || (record.isPresent() && record.getAsLong() != number)) {
        return answer == null;
      }
      answer = RuleAnswer.of(rule, event, number);
      return false;
    }

    Found found(SampleEvents.Read read) {
      return new Found(Optional.ofNullable(answer), read.events(), read.problems());
    }
  }
}
