package io.cutpoint.match;

import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.model.event.LogSourceSet;
import io.cutpoint.model.event.SourceId;
import io.cutpoint.model.event.ValueKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Builds events value by value.
final class SomeEvents {

  private final FlatEvent event = new FlatEvent();
  private final FieldDictionary dictionary;

  SomeEvents(FieldDictionary dictionary) {
    this(dictionary, SomeRules.BOTH);
  }

  SomeEvents(FieldDictionary dictionary, LogSourceSet sources) {
    this.dictionary = dictionary;
    event.begin(new SourceId(0, "test"), 0, 0, new byte[0], 0, 0, 0);
    event.logSources(sources);
  }

  SomeEvents with(String name, ValueKind kind, byte[] text) {
    event.add(dictionary.id(name), name, kind, text, 0, text.length);
    event.endOriginals();
    return this;
  }

  SomeEvents with(String name, String text) {
    return with(name, ValueKind.TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /// Adds a value that normalisation made.
  SomeEvents generic(String name, ValueKind kind, byte[] text) {
    event.addGeneric(dictionary.id(name), name, kind, text, 0, text.length);
    return this;
  }

  FlatEvent event() {
    return event;
  }

  /// The rules that a new matcher finds.
  static List<Integer> matches(Program program, FlatEvent event) {
    return matches(program.matcher(), event);
  }

  static List<Integer> matches(Matcher matcher, FlatEvent event) {
    List<Integer> found = new ArrayList<>();
    matcher.match(event, found::add);
    return found;
  }
}
