package io.cutpoint.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.model.event.Event;
import io.cutpoint.model.event.EventView;
import io.cutpoint.model.event.FieldDictionary;
import io.cutpoint.model.event.ValueKind;
import io.cutpoint.model.event.View;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What every view of an event promises.
public interface EventViewContract {

  /// The dictionary that the views were made with.
  FieldDictionary dictionary();

  /// Shows views, each valid only during the call; at least one, and one with several values of a field.
  void views(Consumer<EventView> to);

  @Test
  default void everyEntryLiesInItsArray() {
    views(event -> {
      assertThat(event.originals()).isBetween(0, event.count());
      for (int i = 0; i < event.count(); i++) {
        assertThat(event.offset(i)).isNotNegative();
        assertThat(event.length(i)).isNotNegative();
        assertThat(event.offset(i) + event.length(i)).isLessThanOrEqualTo(event.bytes(i).length);
      }
      assertThat(event.rawOffset() + event.rawLength()).isLessThanOrEqualTo(event.raw().length);
      assertThat(event.position().length()).isEqualTo(event.rawLength());
    });
  }

  @Test
  default void everyEntryIsSeenBySomebody() {
    views(event -> {
      for (int i = 0; i < event.count(); i++) {
        boolean original = event.visible(i, View.ORIGINAL);
        assertThat(original).as("%s", event.name(i)).isEqualTo(i < event.originals());
        assertThat(original || event.visible(i, View.GENERIC)).as("%s", event.name(i)).isTrue();
      }
    });
  }

  @Test
  default void fieldsAreThoseOfTheDictionary() {
    views(event -> {
      for (int i = 0; i < event.count(); i++) {
        assertThat(event.field(i)).isBetween(EventView.NO_FIELD, dictionary().size() - 1);
        int own = dictionary().id(event.name(i));
        if (own != EventView.NO_FIELD) {
          assertThat(event.field(i)).as("%s", event.name(i)).isEqualTo(own);
        }
      }
    });
  }

  @Test
  default void nullAndEmptyValuesHaveNoBytes() {
    views(event -> {
      for (int i = 0; i < event.count(); i++) {
        if (event.kind(i) == ValueKind.NULL || event.kind(i) == ValueKind.EMPTY) {
          assertThat(event.length(i)).isZero();
        }
      }
    });
  }

  @Test
  default void findingGivesTheEntriesThatTheViewSeesInTheirOrder() {
    boolean[] several = {false};
    views(event -> {
      for (View view : View.values()) {
        for (int field = 0; field < dictionary().size(); field++) {
          List<Integer> wanted = new ArrayList<>();
          for (int i = 0; i < event.count(); i++) {
            if (event.field(i) == field && event.visible(i, view)) {
              wanted.add(i);
            }
          }
          List<Integer> found = new ArrayList<>();
          for (int i = event.find(field, view); i >= 0; i = event.find(field, view, i + 1)) {
            found.add(i);
          }
          assertThat(found).isEqualTo(wanted);
          several[0] |= found.size() > 1;
        }
      }
    });
    assertThat(several[0]).as("a field with several values").isTrue();
  }

  @Test
  default void aCopyShowsTheSameAndIsItsOwnCopy() {
    views(event -> {
      Event copy = event.copy();

      assertThat(Events.show(copy)).isEqualTo(Events.show(event));
      assertThat(copy.position()).isEqualTo(event.position());
      assertThat(copy.copy()).isSameAs(copy);
    });
  }

  @Test
  default void copiesOutliveTheCallback() {
    List<Event> copies = new ArrayList<>();
    List<String> wanted = new ArrayList<>();
    views(event -> {
      copies.add(event.copy());
      wanted.add(Events.show(event));
    });

    assertThat(copies.stream().map(Events::show).toList()).isEqualTo(wanted).isNotEmpty();
  }
}
