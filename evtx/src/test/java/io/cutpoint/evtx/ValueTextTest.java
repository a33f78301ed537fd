package io.cutpoint.evtx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueTextTest {

    @ParameterizedTest
    @CsvSource({
        "0, 1601-01-01T00:00:00.0000000Z",
        "1, 1601-01-01T00:00:00.0000001Z",
        "132118124624504890, 2019-09-01T11:54:22.4504890Z",
        "125911584000000000, 2000-01-01T00:00:00.0000000Z",
        "-1, 60056-05-28T05:36:10.9551615Z",
    })
    void filetimesHaveSevenDigitsAndEndInZ(long ticks, String text) {
        assertThat(text(EvtxValue.filetime(ticks), ValueType.FILETIME)).isEqualTo(text);
    }

    @Test
    void filetimesAgreeWithTheCalendarOfTheJdk() {
        DateTimeFormatter format = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
        LocalDateTime origin = LocalDateTime.of(1601, 1, 1, 0, 0);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            long seconds = random.nextLong(8_398L * 365 * 86_400);

            String text = text(EvtxValue.filetime(seconds * 10_000_000), ValueType.FILETIME);

            assertThat(text).isEqualTo(origin.plusSeconds(seconds).atOffset(ZoneOffset.UTC).format(format) + ".0000000Z");
        }
    }

    @Test
    void otherTypesAreShownAsWindowsDoes() {
        assertThat(text(EvtxValue.systemtime(2019, 9, 0, 1, 11, 54, 22, 450), ValueType.SYSTEMTIME))
                .isEqualTo("2019-09-01T11:54:22.450Z");
        assertThat(text(EvtxValue.systemtime(65_535, 65_535, 0, 65_535, 0, 0, 0, 65_535), ValueType.SYSTEMTIME))
                .isEqualTo("65535-65535-65535T00:00:00.65535Z");
        assertThat(text(EvtxValue.hexInt32(0x3E7), ValueType.HEX_INT32)).isEqualTo("0x3e7");
        assertThat(text(EvtxValue.hexInt32(-1), ValueType.HEX_INT32)).isEqualTo("0xffffffff");
        assertThat(text(EvtxValue.hexInt64(0), ValueType.HEX_INT64)).isEqualTo("0x0");
        assertThat(text(EvtxValue.hexInt64(Long.MIN_VALUE), ValueType.HEX_INT64)).isEqualTo("0x8000000000000000");
        assertThat(text(EvtxValue.sizeT(4_096), ValueType.SIZE_T)).isEqualTo("0x1000");
        assertThat(text(EvtxValue.guid(UUID.fromString("9e814aad-3204-11d2-9a82-006008a86939")), ValueType.GUID))
                .isEqualTo("{9E814AAD-3204-11D2-9A82-006008A86939}");
        assertThat(text(EvtxValue.sid("S-1-5-21-4294967295-0"), ValueType.SID)).isEqualTo("S-1-5-21-4294967295-0");
        assertThat(text(EvtxValue.int64(Long.MIN_VALUE), ValueType.INT)).isEqualTo("-9223372036854775808");
        assertThat(text(EvtxValue.uint64(-1), ValueType.UINT)).isEqualTo("18446744073709551615");
        assertThat(text(EvtxValue.uint8(255), ValueType.UINT)).isEqualTo("255");
        assertThat(text(EvtxValue.real64(1), ValueType.REAL)).isEqualTo("1");
        assertThat(text(EvtxValue.real32(0.1f), ValueType.REAL)).isEqualTo("0.1");
        assertThat(text(EvtxValue.bool(true), ValueType.BOOL)).isEqualTo("true");
        assertThat(text(EvtxValue.binary(new byte[] {0, -1, 0x1F}), ValueType.BINARY)).isEqualTo("00FF1F");
        assertThat(text(EvtxValue.ansiString(new byte[] {'a', (byte) 0xE4}), ValueType.ANSI_STRING))
                .isEqualTo("a\u00e4");
    }

    @Test
    void textIsUtf8AsTheJdkMakesIt() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(40);
            for (int c = 0; c < length; c++) {
                int point = random.nextInt(3) > 0 ? random.nextInt(128) : random.nextInt(Character.MAX_CODE_POINT);
                text.appendCodePoint(point >= 0xD800 && point < 0xE000 ? ' ' : point);
            }

            assertThat(text(EvtxValue.string(text.toString()), ValueType.STRING)).isEqualTo(text.toString());
        }
    }

    @Test
    void anUnpairedSurrogateBecomesThreeBytes() {
        Utf8Sink sink = new Utf8Sink(1);
        byte[] units = EvtxValue.string("\udc00\ud83dx\ud83d").bytes;

        sink.appendUtf16(units, 0, units.length);

        assertThat(sink.length()).isEqualTo(10);
        assertThat(java.util.HexFormat.of().formatHex(sink.array(), 0, 10)).isEqualTo("edb080eda0bd78eda0bd");
    }

    private static String text(EvtxValue value, ValueType type) {
        Utf8Sink sink = new Utf8Sink();
        ValueText.append(type, value.bytes, 0, value.bytes.length, sink);
        return new String(sink.array(), 0, sink.length(), StandardCharsets.UTF_8);
    }
}
