package io.cutpoint.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.cutpoint.sigma.Predicate;
import io.cutpoint.sigma.Predicate.Unit;
import io.cutpoint.sigma.ValueText;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Reading numbers, addresses and times from bytes agrees with [ValueText].
class ValueReadingTest {

  private final SplittableRandom random = new SplittableRandom(11);

  private String text(String letters, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }

  private static byte[] bytes(String text) {
    return ("#" + text + "7").getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void numbersAreThoseOfValueText() {
    List<BigDecimal> wanted = List.of("0", "1", "-1", "10", "0.1", "-0.01", "255", "16", "4095.5", "1e5", "1e60", "123456789012345678901234567890", "-1e-5", "0.10")
        .stream().map(BigDecimal::new).toList();
    NumberText number = new NumberText();
    int numbers = 0;
    for (int i = 0; i < 40_000; i++) {
      String text = switch (i % 4) {
        case 0 -> text("01-+.e", 7);
        case 1 -> "0x" + text("0fF1ag", 5);
        case 2 -> text("0123456789", 70);
        default -> text("012.", 12) + "e" + text("-+0123", 5);
      };
      byte[] b = bytes(text);
      Optional<BigDecimal> value = ValueText.number(text);

      boolean read = number.read(b, 1, b.length - 1);

      assertThat(read).as(text).isEqualTo(value.isPresent());
      if (read) {
        numbers++;
        List<BigDecimal> all = new ArrayList<>(wanted);
        all.add(value.get().add(BigDecimal.ONE));
        all.add(value.get());
        for (BigDecimal one : all) {
          if (one.precision() < 500 && Math.abs(one.scale()) < 500) {
            int c = number.compare(new NumberText.Wanted(one));
            assertThat(Integer.signum(c)).as("%s and %s", text, one).isEqualTo(value.get().compareTo(one));
          }
        }
      }
    }
    assertThat(numbers).isGreaterThan(5_000);
  }

  @Test
  void addressesAreThoseOfValueText() {
    Address address = new Address();
    int addresses = 0;
    for (int i = 0; i < 60_000; i++) {
      String text = switch (i % 4) {
        case 0 -> random.nextInt(300) + "." + random.nextInt(30) + "." + text("012", 3) + "." + random.nextInt(256);
        case 1 -> text("0f:", 12);
        case 2 -> "::" + (random.nextBoolean() ? "ffff:" : text("f:", 3)) + "10." + random.nextInt(260) + ".2.3" + (random.nextInt(4) == 0 ? "%1:" : "");
        default -> text("1:%", 3) + ":2:3:4:5:6:7" + text(":8", 3);
      };
      byte[] b = bytes(text);
      byte[] value = ValueText.address(text);

      boolean read = address.read(b, 1, b.length - 1);

      assertThat(read).as(text).isEqualTo(value != null);
      if (value != null) {
        addresses++;
        List<Byte> network = new ArrayList<>();
        for (byte one : value) {
          network.add(one);
        }
        assertThat(address.in(new Address.Network(network, network.size() * 8))).as(text).isTrue();
        int prefix = random.nextInt(network.size() * 8) + 1;
        int bit = prefix - 1;
        List<Byte> other = new ArrayList<>(network);
        other.set(bit / 8, (byte) (other.get(bit / 8) ^ 0x80 >> (bit % 8)));
        assertThat(address.in(new Address.Network(network, prefix))).as(text).isTrue();
        assertThat(address.in(new Address.Network(other, prefix))).as(text).isFalse();
        assertThat(address.in(new Address.Network(other, bit))).as(text).isTrue();
      }
    }
    assertThat(addresses).isGreaterThan(5_000);
  }

  @Test
  void timesAreThoseOfValueText() {
    int times = 0;
    for (int i = 0; i < 40_000; i++) {
      String text = "20" + text("0123456789", 2) + (random.nextInt(5) == 0 ? "/" : "-") + "0" + random.nextInt(10)
          + (random.nextInt(9) == 0 ? "/" : "-") + random.nextInt(4) + random.nextInt(10)
          + (random.nextInt(3) == 0 ? "" : text("T tX", 1) + random.nextInt(3) + random.nextInt(10) + ":" + random.nextInt(7) + text("09", 2)) + text(":0Z", 3);
      byte[] b = bytes(text);
      for (Unit unit : Unit.values()) {
        OptionalInt value = ValueText.timePart(text, unit);
        times += value.isPresent() ? 1 : 0;
        assertThat(TimeText.part(unit, b, 1, b.length - 1)).as("%s %s", unit, text).isEqualTo(value.orElse(TimeText.NONE));
      }
    }
    assertThat(times).isGreaterThan(2_000);
  }

  @Test
  void referencesBetweenFieldsCompareWholeCharacters() {
    // The second half of an e with accent is no character of it.
    byte[] accented = {'x', (byte) 0xc3, (byte) 0xa9, 'y'};
    for (Predicate.Relation relation : Predicate.Relation.values()) {
      Program program = SomeRules.compile(List.of(SomeRules.rule(SomeRules.field("a", new Predicate.FieldReference("b", relation, true)))));
      SomeEvents half = new SomeEvents(program.dictionary())
          .with("a", io.cutpoint.model.event.ValueKind.TEXT, relation == Predicate.Relation.ENDS_WITH ? new byte[] {(byte) 0xc3, (byte) 0xa9} : accented)
          .with("b", io.cutpoint.model.event.ValueKind.TEXT,
              relation == Predicate.Relation.STARTS_WITH ? new byte[] {'x', (byte) 0xc3} : new byte[] {(byte) 0xa9});

      assertThat(SomeEvents.matches(program, half.event())).as("%s", relation).isEmpty();
    }
  }
}
