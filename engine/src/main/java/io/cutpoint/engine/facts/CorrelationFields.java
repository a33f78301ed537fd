package io.cutpoint.engine.facts;

import io.cutpoint.match.TableReader;
import io.cutpoint.match.TableWriter;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.ValueKind;
import io.cutpoint.model.event.View;
import io.cutpoint.model.text.Untrusted;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which values of an event facts carry for correlations, and which rules only those look at.
///
/// Only fields that a loaded correlation asks for, and only of events that a rule which it refers to is true for.
/// Immutable; a [Reading] is of one worker.
public final class CorrelationFields {

  /// No correlations.
  public static final CorrelationFields NONE = new CorrelationFields(List.of(), Map.of(), new BitSet());

  /// Longer values end in the beginning of their SHA-256, so that different ones stay different.
  static final int MAX_VALUE_BYTES = 256;

  private static final int HASH_BYTES = 16;

  /// One value: a field as rules with a category or without one see it.
  private record Slot(String field, View view) {

    // By hand: the methods that a record gets are linked when they are first called, which takes 8 ms of a cold start.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Slot slot && field.equals(slot.field) && view == slot.view;
    }

    @Override
    public int hashCode() {
      return field.hashCode() * 31 + view.hashCode();
    }
  }

  private final List<Slot> slots;
  private final Map<Integer, Map<String, Integer>> byRule;
  private final BitSet muted;

  private CorrelationFields(List<Slot> slots, Map<Integer, Map<String, Integer>> byRule, BitSet muted) {
    this.slots = slots;
    this.byRule = byRule;
    this.muted = muted;
  }

  /// @param fields of each rule that correlations refer to, by its place
  /// @param generic the places of rules that see the names of their category
  /// @param muted the places of rules that make no detections
  public static CorrelationFields of(SortedMap<Integer, ? extends Set<String>> fields, BitSet generic, BitSet muted) {
    List<Slot> slots = new ArrayList<>();
    Map<Integer, Map<String, Integer>> byRule = new LinkedHashMap<>();
    fields.forEach((rule, names) -> {
      Map<String, Integer> places = new LinkedHashMap<>();
      for (String name : names) {
        Slot slot = new Slot(name, generic.get(rule) ? View.GENERIC : View.ORIGINAL);
        if (!slots.contains(slot)) {
          slots.add(slot);
        }
        places.put(name, slots.indexOf(slot));
      }
      byRule.put(rule, places);
    });
    return new CorrelationFields(List.copyOf(slots), byRule, (BitSet) muted.clone());
  }

  /// Writes them for [#read].
  public void write(TableWriter out) {
    out.number(slots.size());
    slots.forEach(slot -> {
      out.text(slot.field);
      out.number(slot.view.ordinal());
    });
    out.number(byRule.size());
    byRule.forEach((rule, places) -> {
      out.number(rule);
      out.number(places.size());
      places.forEach((name, slot) -> {
        out.text(name);
        out.number(slot);
      });
    });
    out.numbers(muted.stream().toArray());
  }

  /// The same again.
  ///
  /// @throws TableReader.MalformedTables where they are none that were written
  public static CorrelationFields read(TableReader in) {
    View[] views = View.values();
    List<Slot> slots = new ArrayList<>();
    for (int n = in.count(); n > 0; n--) {
      slots.add(new Slot(in.text(), views[in.below(views.length)]));
    }
    Map<Integer, Map<String, Integer>> byRule = new LinkedHashMap<>();
    for (int n = in.count(); n > 0; n--) {
      int rule = in.number();
      Map<String, Integer> places = new LinkedHashMap<>();
      for (int names = in.count(); names > 0; names--) {
        places.put(in.text(), in.below(slots.size()));
      }
      byRule.put(rule, places);
    }
    BitSet muted = new BitSet();
    for (int rule : in.numbers()) {
      if (rule < 0) {
        throw new TableReader.MalformedTables("wanted the place of a rule, found " + rule);
      }
      muted.set(rule);
    }
    return new CorrelationFields(slots, byRule, muted);
  }

  /// Names that the dictionary must have.
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    slots.forEach(slot -> names.add(slot.field));
    return names;
  }

  /// Whether only correlations look at this rule.
  boolean isMuted(int rule) {
    return muted.get(rule);
  }

  /// Whether a correlation refers to one of these rules.
  boolean concerns(int[] rules, int count) {
    for (int i = 0; i < count; i++) {
      if (byRule.containsKey(rules[i])) {
        return true;
      }
    }
    return false;
  }

  /// The value of a field as a rule sees it, of those that a fact carries; null where the event had none.
  public @Nullable Untrusted value(int rule, String field, Map<Integer, Untrusted> carried) {
    Integer slot = byRule.getOrDefault(rule, Map.of()).get(field);
    return slot == null ? null : carried.get(slot);
  }

  /// Takes values of events.
  final class Reading {
    private final int[] ids;
    private final BitSet wanted = new BitSet();
    private final int[] at;
    private final MessageDigest sha = Identity.sha256();

    Reading(FieldDictionary dictionary) {
      ids = slots.stream().mapToInt(slot -> dictionary.id(slot.field)).toArray();
      at = new int[ids.length];
    }

    /// Writes the values that these rules' correlations ask for: how many, then slot and text of each.
    void write(EventView event, int[] rules, int count, ByteWriter out) {
      wanted.clear();
      for (int i = 0; i < count; i++) {
        Map<String, Integer> places = byRule.get(rules[i]);
        if (places != null) {
          places.values().forEach(wanted::set);
        }
      }
      int found = 0;
      for (int slot = wanted.nextSetBit(0); slot >= 0; slot = wanted.nextSetBit(slot + 1)) {
        at[slot] = first(event, ids[slot], slots.get(slot).view);
        if (at[slot] >= 0) {
          found++;
        }
      }
      out.varint(found);
      for (int slot = wanted.nextSetBit(0); slot >= 0; slot = wanted.nextSetBit(slot + 1)) {
        if (at[slot] >= 0) {
          out.varint(slot);
          text(event, at[slot], out);
        }
      }
    }

    private void text(EventView event, int i, ByteWriter out) {
      int length = event.length(i);
      if (length <= MAX_VALUE_BYTES) {
        out.varint(length);
        out.raw(event.bytes(i), event.offset(i), length);
        return;
      }
      int kept = FactProjector.cut(event, i, MAX_VALUE_BYTES - HASH_BYTES - 1);
      sha.update(event.bytes(i), event.offset(i), length);
      byte[] end = ("#" + HexFormat.of().formatHex(sha.digest(), 0, HASH_BYTES / 2)).getBytes(StandardCharsets.US_ASCII);
      out.varint(kept + end.length);
      out.raw(event.bytes(i), event.offset(i), kept);
      out.raw(end, 0, end.length);
    }
  }

  /// The first entry of this field that is not null or empty.
  private static int first(EventView event, int field, View view) {
    int i = event.find(field, view);
    while (i >= 0 && (event.length(i) == 0 || event.kind(i) == ValueKind.NULL)) {
      i = event.find(field, view, i + 1);
    }
    return i;
  }
}
