package io.cutpoint.oracle.vectors;

import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.model.event.KnownName;
import io.cutpoint.model.event.LogSourceSet;
import io.cutpoint.model.event.SourceId;
import io.cutpoint.model.event.ValueKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/// Random events that often match the rules of [RandomRules]; the same seed gives the same events.
///
/// They hold what is hard: several values of a name, null and empty ones, numbers and booleans, JSON subtrees, names
/// with blanks, generic values that hide originals, and on request text that is no UTF-8.
public final class RandomEvents {

  private final RandomText text;
  private final boolean malformed;

  /// @param malformed whether some values hold lone surrogates or bytes that are no UTF-8
  public RandomEvents(long seed, boolean malformed) {
    text = new RandomText(new SplittableRandom(seed));
    this.malformed = malformed;
  }

  /// The next event; its field ids are those of this dictionary.
  public FlatEvent next(FieldDictionary fields) {
    FlatEvent event = new FlatEvent();
    event.begin(new SourceId(0, "random"), 0, 0, new byte[0], 0, 0, 0);
    for (String name : RandomRules.FIELDS) {
      int values = text.chance(30) ? 0 : text.chance(75) ? 1 : 2 + text.random().nextInt(2);
      String written = name.equals("TwoWords") && text.chance(80) ? "Two Words" : name;
      for (int i = 0; i < values; i++) {
        add(event, fields, written);
      }
    }
    if (text.chance(20)) {
      add(event, fields, "unasked");
    }
    if (text.chance(20)) {
      put(event, fields, text.pick(RandomRules.FIELDS), ValueKind.JSON, bytes("{\"k\":\"" + text.pick(RandomText.PARTS) + "\"}"));
    }
    event.endOriginals();
    while (text.chance(30)) {
      String name = text.pick(RandomRules.FIELDS).replace(" ", "");
      event.addGeneric(fields.id(name), name, ValueKind.TEXT, text.value());
    }
    event.logSources(text.chance(95)
        ? LogSourceSet.of(List.of(RandomRules.GENERIC, RandomRules.ORIGINAL))
        : LogSourceSet.of(List.of(text.chance(50) ? RandomRules.GENERIC : RandomRules.ORIGINAL)));
    return event;
  }

  private void add(FlatEvent event, FieldDictionary fields, String name) {
    int kind = text.random().nextInt(100);
    if (kind < 6) {
      put(event, fields, name, ValueKind.NULL, new byte[0]);
    } else if (kind < 12) {
      put(event, fields, name, ValueKind.EMPTY, new byte[0]);
    } else if (kind < 20) {
      put(event, fields, name, ValueKind.INTEGER, bytes(text.pick(List.of("24", "4624", "46", "-7", "2", "1000", "0", "3", "123456789012345678901"))));
    } else if (kind < 24) {
      put(event, fields, name, ValueKind.REAL, bytes(text.pick(List.of("1.5", "2", "1000", "0.25", "-7.5"))));
    } else if (kind < 29) {
      put(event, fields, name, ValueKind.BOOLEAN, bytes(text.chance(50) ? "true" : "false"));
    } else {
      put(event, fields, name, ValueKind.TEXT, malformed && text.chance(15) ? malformed() : bytes(text.chance(30) ? text.otherCase(text.value()) : text.value()));
    }
  }

  private byte[] malformed() {
    byte[] before = bytes(text.piece());
    byte[] after = bytes(text.piece());
    byte[] between = text.pick(List.of(
        new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0xBD}, new byte[] {(byte) 0xFF}, new byte[] {(byte) 0xC3}, new byte[] {(byte) 0xC0, (byte) 0x80},
        new byte[] {(byte) 0xE2, (byte) 0x82}, new byte[] {(byte) 0xF0, (byte) 0x9F, (byte) 0x98}, new byte[] {(byte) 0x80}));
    byte[] all = new byte[before.length + between.length + after.length];
    System.arraycopy(before, 0, all, 0, before.length);
    System.arraycopy(between, 0, all, before.length, between.length);
    System.arraycopy(after, 0, all, before.length + between.length, after.length);
    return all;
  }

  private static byte[] bytes(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  private static void put(FlatEvent event, FieldDictionary fields, String name, ValueKind kind, byte[] value) {
    // Not at the start of its array, as in a reader's block.
    byte[] block = new byte[value.length + 6];
    System.arraycopy(value, 0, block, 3, value.length);
    java.util.Arrays.fill(block, 0, 3, (byte) 'a');
    java.util.Arrays.fill(block, block.length - 3, block.length, (byte) 'a');
    event.add(KnownName.of(name, fields), kind, block, 3, value.length);
  }
}
