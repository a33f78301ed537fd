package io.cutpoint.evtx;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/// Events from a seed, with the leaves that reading them must give.
final class RandomEvents {
    record Expected(EvtxEvent event, List<Reading.Leaf> data) {}

    private static final String[] TEXTS = {
        "", " ", "a", "C:\\Windows\\System32\\cmd.exe", "\u00e4\u00f6\u00fc\u00df", "\u212a\u017f\u0130\u0131",
        "\ud83d\ude00\ud83c\udf0d", "\ud83d", "x\udc00y", "\ufffe\uffff", "tab\tline\nreturn\r", "nul\u0000inside",
        "<&>\"'", "\u202eevil\u0007", "0", "-", "null"
    };

    private final SplittableRandom random;
    private final List<List<String>> shapes = new ArrayList<>();

    RandomEvents(long seed) {
        random = new SplittableRandom(seed);
    }

    static byte[] file(List<Expected> events) throws IOException {
        MemoryChannel channel = new MemoryChannel();
        try (EvtxWriter writer = new EvtxWriter(channel)) {
            for (Expected expected : events) {
                writer.write(expected.event());
            }
        }
        return channel.toArray();
    }

    List<Expected> next(int count) {
        List<Expected> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(next());
        }
        return events;
    }

    private Expected next() {
        boolean userData = random.nextInt(5) == 0;
        EvtxEvent.Builder builder = EvtxEvent.of("Provider-" + random.nextInt(3), random.nextInt(65_536))
                .channel("Channel/" + random.nextInt(3))
                .computer(text(20))
                .filetime(random.nextLong())
                .keywords(random.nextLong())
                .level(random.nextInt(256))
                .processId(random.nextLong(1L << 32));
        if (random.nextBoolean()) {
            builder.userSid("S-1-5-21-" + random.nextLong(1L << 32) + "-500").qualifiers(random.nextInt(65_536));
        }
        if (userData) {
            builder.userData("EventXML", "urn:" + random.nextInt(3));
        }
        List<Reading.Leaf> leaves = new ArrayList<>();
        List<String> names = shape();
        for (String name : names) {
            boolean anonymous = !userData && name.startsWith("?");
            String field = userData
                    ? "UserData/EventXML/" + name
                    : anonymous ? "EventData/Data" : "EventData/Data[" + name + "]";
            EvtxValue value = value(field, leaves);
            if (anonymous) {
                builder.data(value);
            } else {
                builder.data(name, value);
            }
        }
        if (names.isEmpty() && userData) {
            leaves.add(new Reading.Leaf("UserData/EventXML", ValueType.EMPTY, ""));
        }
        return new Expected(builder.build(), leaves);
    }

    private List<String> shape() {
        if (!shapes.isEmpty() && random.nextInt(4) != 0) {
            return shapes.get(random.nextInt(shapes.size()));
        }
        List<String> names = new ArrayList<>();
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            names.add(random.nextInt(6) == 0 ? "?" + i : "Name" + random.nextInt(40) + "\u00e9".repeat(random.nextInt(2)));
        }
        shapes.add(names);
        return names;
    }

    private String text(int most) {
        if (random.nextInt(3) == 0) {
            return TEXTS[random.nextInt(TEXTS.length)];
        }
        int length = random.nextInt(most);
        StringBuilder text = new StringBuilder();
        boolean ascii = random.nextBoolean();
        for (int i = 0; i < length; i++) {
            text.append((char) (ascii ? 32 + random.nextInt(95) : 1 + random.nextInt(0xFFFF)));
        }
        return text.toString();
    }

    private EvtxValue value(String field, List<Reading.Leaf> leaves) {
        return switch (random.nextInt(17)) {
            case 0, 1, 2, 3 -> {
                String text = text(random.nextInt(50) == 0 ? 8_000 : 60);
                leaves.add(new Reading.Leaf(field, text.isEmpty() ? ValueType.EMPTY : ValueType.STRING, text));
                yield EvtxValue.string(text);
            }
            case 4 -> {
                leaves.add(new Reading.Leaf(field, ValueType.EMPTY, ""));
                yield EvtxValue.empty();
            }
            case 5 -> {
                long number = random.nextLong();
                leaves.add(new Reading.Leaf(field, ValueType.UINT, Long.toUnsignedString(number)));
                yield EvtxValue.uint64(number);
            }
            case 6 -> {
                int number = random.nextInt();
                leaves.add(new Reading.Leaf(field, ValueType.INT, Integer.toString(number)));
                yield EvtxValue.int32(number);
            }
            case 7 -> {
                int number = random.nextInt(-128, 128);
                leaves.add(new Reading.Leaf(field, ValueType.INT, Integer.toString(number)));
                yield EvtxValue.int8(number);
            }
            case 8 -> {
                long number = random.nextLong() >>> random.nextInt(64);
                leaves.add(new Reading.Leaf(field, ValueType.HEX_INT64, "0x" + Long.toHexString(number)));
                yield EvtxValue.hexInt64(number);
            }
            case 9 -> {
                int number = random.nextInt();
                leaves.add(new Reading.Leaf(field, ValueType.HEX_INT32, "0x" + Integer.toHexString(number)));
                yield EvtxValue.hexInt32(number);
            }
            case 10 -> {
                UUID guid = new UUID(random.nextLong(), random.nextLong());
                String text = "{" + guid.toString().toUpperCase(java.util.Locale.ROOT) + "}";
                leaves.add(new Reading.Leaf(field, ValueType.GUID, text));
                yield EvtxValue.guid(guid);
            }
            case 11 -> {
                boolean truth = random.nextBoolean();
                leaves.add(new Reading.Leaf(field, ValueType.BOOL, Boolean.toString(truth)));
                yield EvtxValue.bool(truth);
            }
            case 12 -> {
                byte[] bytes = new byte[1 + random.nextInt(40)];
                random.nextBytes(bytes);
                String text = java.util.HexFormat.of().withUpperCase().formatHex(bytes);
                leaves.add(new Reading.Leaf(field, ValueType.BINARY, text));
                yield EvtxValue.binary(bytes);
            }
            case 13 -> {
                String sid = "S-1-" + random.nextLong(1L << 48) + "-" + random.nextLong(1L << 32);
                leaves.add(new Reading.Leaf(field, ValueType.SID, sid));
                yield EvtxValue.sid(sid);
            }
            case 14 -> {
                double number = Double.longBitsToDouble(random.nextLong());
                String text = Double.toString(number);
                leaves.add(new Reading.Leaf(
                        field, ValueType.REAL, text.endsWith(".0") ? text.substring(0, text.length() - 2) : text));
                yield EvtxValue.real64(number);
            }
            case 15 -> {
                List<EvtxValue> values = new ArrayList<>();
                int count = 1 + random.nextInt(5);
                for (int i = 0; i < count; i++) {
                    String text = text(20).replace("\u0000", "");
                    leaves.add(new Reading.Leaf(field, text.isEmpty() ? ValueType.EMPTY : ValueType.STRING, text));
                    values.add(EvtxValue.string(text));
                }
                yield EvtxValue.array(values);
            }
            default -> {
                List<EvtxValue> values = new ArrayList<>();
                int count = 1 + random.nextInt(5);
                for (int i = 0; i < count; i++) {
                    int number = random.nextInt(65_536);
                    leaves.add(new Reading.Leaf(field, ValueType.UINT, Integer.toString(number)));
                    values.add(EvtxValue.uint16(number));
                }
                yield EvtxValue.array(values);
            }
        };
    }
}
