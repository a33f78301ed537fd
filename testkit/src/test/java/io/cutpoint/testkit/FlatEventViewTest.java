package io.cutpoint.testkit;

import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.FlatEvent;
import io.cutpoint.model.event.SourceId;
import io.cutpoint.model.event.ValueKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

class FlatEventViewTest implements EventViewContract {

  private static final FieldDictionary FIELDS = FieldDictionary.of(List.of("a", "b", "c", "d"));

  @Override
  public FieldDictionary dictionary() {
    return FIELDS;
  }

  @Override
  public void views(Consumer<EventView> to) {
    SplittableRandom random = new SplittableRandom(1);
    FlatEvent event = new FlatEvent();
    for (int round = 0; round < 50; round++) {
      byte[] block = "x".repeat(random.nextInt(1, 50)).getBytes(StandardCharsets.UTF_8);
      event.begin(new SourceId(round, "source " + round), round, round, block, 0, block.length, round);
      for (int entries = random.nextInt(30); entries > 0; entries--) {
        String name = Character.toString("abcdefg".charAt(random.nextInt(7)));
        switch (random.nextInt(4)) {
          case 0 -> event.add(FIELDS.id(name), name, ValueKind.NULL, block, 0, 0);
          case 1 -> event.add(FIELDS.id(name), name, ValueKind.TEXT, block, 0, random.nextInt(block.length));
          default -> {
            byte[] text = "value ".repeat(random.nextInt(400)).getBytes(StandardCharsets.UTF_8);
            byte[] scratch = event.scratch(text.length);
            int at = event.scratchLength();
            System.arraycopy(text, 0, scratch, at, text.length);
            event.scratchLength(at + text.length);
            event.add(FIELDS.id(name), name.getBytes(StandardCharsets.UTF_8), ValueKind.TEXT, scratch, at, text.length);
          }
        }
      }
      event.endOriginals();
      event.addGeneric(FIELDS.id("a"), "a", ValueKind.TEXT, "generic");
      event.addGeneric(FIELDS.id("a"), "a", ValueKind.TEXT, "second");
      to.accept(event);
    }
  }
}
