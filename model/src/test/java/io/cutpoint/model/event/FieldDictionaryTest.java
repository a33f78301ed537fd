package io.cutpoint.model.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FieldDictionaryTest {

  @Test
  void theSameNamesHaveTheSameIdsWhateverTheirOrder() {
    List<String> names = new ArrayList<>(List.of("Image", "EventID", "CommandLine", "image", "Größe", "a.b", ""));
    FieldDictionary wanted = FieldDictionary.of(names);
    Random random = new Random(1);
    for (int i = 0; i < 20; i++) {
      Collections.shuffle(names, random);

      FieldDictionary shuffled = FieldDictionary.of(names);

      assertThat(shuffled.names()).isEqualTo(wanted.names());
      for (String name : names) {
        assertThat(shuffled.id(name)).isEqualTo(wanted.id(name));
      }
    }
  }

  @Test
  void idsAreThePlacesOfTheNames() {
    FieldDictionary dictionary = FieldDictionary.of(List.of("b", "a", "c", "a"));

    assertThat(dictionary.size()).isEqualTo(3);
    for (int id = 0; id < dictionary.size(); id++) {
      assertThat(dictionary.id(dictionary.name(id))).isEqualTo(id);
    }
  }

  @Test
  void unknownNamesHaveNoId() {
    FieldDictionary dictionary = FieldDictionary.of(List.of("Image"));

    assertThat(dictionary.id("image")).isEqualTo(EventView.NO_FIELD);
    assertThat(dictionary.id("Imag")).isEqualTo(EventView.NO_FIELD);
    assertThat(dictionary.id("")).isEqualTo(EventView.NO_FIELD);
    assertThat(FieldDictionary.of(List.of()).id("Image")).isEqualTo(EventView.NO_FIELD);
  }

  @Test
  void aNameIsFoundInTheMiddleOfABuffer() {
    FieldDictionary dictionary = FieldDictionary.of(List.of("Image", "Größe"));
    byte[] buffer = "xxGrößeImagexx".getBytes(StandardCharsets.UTF_8);

    assertThat(dictionary.id(buffer, 2, 7)).isEqualTo(dictionary.id("Größe"));
    assertThat(dictionary.id(buffer, 9, 5)).isEqualTo(dictionary.id("Image"));
  }

  @Test
  void namesWithOneHashAreToldApart() {
    // "Aa" and "BB" have one hash in every polynomial of base 31, and so has any sequence of them.
    List<String> names = new ArrayList<>(List.of(""));
    for (int length = 0; length < 8; length++) {
      List<String> longer = new ArrayList<>();
      for (String name : names) {
        longer.add(name + "Aa");
        longer.add(name + "BB");
      }
      names = longer;
    }

    FieldDictionary dictionary = FieldDictionary.of(names);

    assertThat(names).hasSize(256).allMatch(name -> dictionary.name(dictionary.id(name)).equals(name));
    assertThat(dictionary.id("AaAaAaAaAaAaAaAb")).isEqualTo(EventView.NO_FIELD);
  }

  @Test
  void thousandsOfNamesAreAllFound() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      names.add("field" + i);
    }

    FieldDictionary dictionary = FieldDictionary.of(names);

    assertThat(names).allMatch(name -> dictionary.name(dictionary.id(name)).equals(name));
    assertThat(dictionary.id("field5000")).isEqualTo(EventView.NO_FIELD);
  }
}
