package io.cutpoint.evtx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Utf8SinkTest {

    private static String text(Utf8Sink sink) {
        return new String(sink.array(), 0, sink.length(), StandardCharsets.UTF_8);
    }

    @Test
    void decimalNumbersAreThoseOfJavaAtEveryNumberOfDigits() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 20_000; i++) {
            long value = i < 200 ? i : random.nextLong() >>> random.nextInt(64);
            Utf8Sink sink = new Utf8Sink(1);
            sink.append('<');
            sink.appendUnsignedDecimal(value);
            sink.append('>');

            assertThat(text(sink)).isEqualTo("<" + Long.toUnsignedString(value) + ">");
        }
        for (long power = 1; power <= 1_000_000_000_000L; power *= 10) {
            for (long value = power - 1; value <= power + 1; value++) {
                Utf8Sink sink = new Utf8Sink(0);
                sink.appendDecimal(-value);

                assertThat(text(sink)).isEqualTo(Long.toString(-value));
            }
        }
    }

    @Test
    void bytesAreThoseOfJavaInHexadecimal() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        Utf8Sink sink = new Utf8Sink(0);
        sink.appendHexBytes(all, 3, 253);
        sink.appendHexByte(-1);

        assertThat(text(sink)).isEqualTo(HexFormat.of().withUpperCase().formatHex(all, 3, 256) + "FF");
    }

    @Test
    void textsOfEveryLengthWithAnotherCharacterAtEveryPlaceAreThoseOfJava() {
        for (String other : new String[] {"a", "\u0000", "\u007F", "\u0080", "\u07FF", "\u0800", "\uFFFF", "\uD83D\uDE00"}) {
            for (int length = 0; length <= 40; length++) {
                for (int at = 0; at <= length; at++) {
                    String text = "x".repeat(at) + other + "y".repeat(length - at);
                    byte[] units = ("." + text).getBytes(StandardCharsets.UTF_16LE);
                    Utf8Sink sink = new Utf8Sink(0);
                    sink.appendUtf16(units, 2, units.length - 2);

                    assertThat(text(sink)).isEqualTo(text);
                }
            }
        }
    }
}
