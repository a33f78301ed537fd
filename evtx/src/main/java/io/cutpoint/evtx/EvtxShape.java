package io.cutpoint.evtx;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What all events of one kind on one computer share: the constants of `System`, and names and types of the values.
///
/// Made once and used for every [EvtxRow] of the kind, so that writing compares no names. Immutable.
public final class EvtxShape {
    final String provider;
    final @Nullable UUID providerGuid;
    final @Nullable String eventSource;
    final int eventId;
    final int qualifiers;
    final int version;
    final int level;
    final int task;
    final int opcode;
    final long keywords;
    final String channel;
    final String computer;
    final List<Slot> slots;

    /// The template of `System`, equal for all shapes that share it.
    final Template outer;

    /// The template of the values.
    final Template inner;

    /// A value's name, which is null for `<Data>` without one, and its type in BinXML.
    record Slot(@Nullable String name, int type) {}

    /// The parts that tell one template from another, and the identifier that follows from them.
    static final class Template {
        final List<?> parts;
        final UUID guid;
        private final int hash;

        Template(List<?> parts) {
            this.parts = parts;
            this.guid = UUID.nameUUIDFromBytes(parts.toString().getBytes(StandardCharsets.UTF_8));
            this.hash = parts.hashCode();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other || (other instanceof Template that && hash == that.hash && parts.equals(that.parts));
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private EvtxShape(Builder from) {
        provider = from.provider;
        providerGuid = from.providerGuid;
        eventSource = from.eventSource;
        eventId = from.eventId;
        qualifiers = from.qualifiers;
        version = from.version;
        level = from.level;
        task = from.task;
        opcode = from.opcode;
        keywords = from.keywords;
        channel = from.channel;
        computer = from.computer;
        slots = List.copyOf(from.slots);
        List<@Nullable Object> system = new ArrayList<>();
        system.add(provider);
        system.add(providerGuid);
        system.add(eventSource);
        system.add(channel);
        system.add(computer);
        outer = new Template(system);
        List<@Nullable Object> values = new ArrayList<>();
        for (Slot slot : slots) {
            values.add(slot.name());
            values.add(slot.type());
        }
        inner = new Template(values);
    }

    /// Starts the shape of the events of a provider (`Microsoft-Windows-Sysmon`) with the identifier 0 to 65535.
    public static Builder of(String provider, int eventId) {
        return new Builder(provider, eventId);
    }

    /// The number of values.
    public int count() {
        return slots.size();
    }

    /// Collects the parts of an [EvtxShape]. Numbers have the bounds and defaults of [EvtxEvent.Builder].
    public static final class Builder {
        private final String provider;
        private final int eventId;
        private @Nullable UUID providerGuid;
        private @Nullable String eventSource;
        private int qualifiers = -1;
        private int version;
        private int level = 4;
        private int task;
        private int opcode;
        private long keywords = 0x8000_0000_0000_0000L;
        private String channel = "Application";
        private String computer = "localhost";
        private final List<Slot> slots = new ArrayList<>();

        private Builder(String provider, int eventId) {
            this.provider = Objects.requireNonNull(provider, "provider");
            this.eventId = within(eventId, 0xFFFF, "event identifier");
        }

        /// `Provider/@Guid`; absent unless set.
        public Builder providerGuid(UUID guid) {
            providerGuid = guid;
            return this;
        }

        /// `Provider/@EventSourceName`; absent unless set.
        public Builder eventSource(String name) {
            eventSource = name;
            return this;
        }

        /// `EventID/@Qualifiers`; absent unless set.
        public Builder qualifiers(int value) {
            qualifiers = within(value, 0xFFFF, "qualifiers");
            return this;
        }

        /// `Version`, `Level`, `Task` and `Opcode`.
        public Builder kind(int eventVersion, int eventLevel, int eventTask, int eventOpcode) {
            version = within(eventVersion, 0xFF, "version");
            level = within(eventLevel, 0xFF, "level");
            task = within(eventTask, 0xFFFF, "task");
            opcode = within(eventOpcode, 0xFF, "opcode");
            return this;
        }

        /// `Keywords`.
        public Builder keywords(long value) {
            keywords = value;
            return this;
        }

        /// `Channel` and `Computer`.
        public Builder place(String channelName, String computerName) {
            channel = Objects.requireNonNull(channelName, "channelName");
            computer = Objects.requireNonNull(computerName, "computerName");
            return this;
        }

        /// Adds a value: a text.
        public Builder text(@Nullable String name) {
            return slot(name, BinXml.TYPE_STRING);
        }

        /// Adds a value: a signed number of 32 bits.
        public Builder int32(@Nullable String name) {
            return slot(name, BinXml.TYPE_INT32);
        }

        /// Adds a value: an unsigned number of 32 bits.
        public Builder uint32(@Nullable String name) {
            return slot(name, BinXml.TYPE_UINT32);
        }

        /// Adds a value: an unsigned number of 64 bits.
        public Builder uint64(@Nullable String name) {
            return slot(name, BinXml.TYPE_UINT64);
        }

        /// Adds a value: a number of 32 bits that is shown in hexadecimal.
        public Builder hex32(@Nullable String name) {
            return slot(name, BinXml.TYPE_HEX_INT32);
        }

        /// Adds a value: a number of 64 bits that is shown in hexadecimal.
        public Builder hex64(@Nullable String name) {
            return slot(name, BinXml.TYPE_HEX_INT64);
        }

        /// Adds a value: true or false.
        public Builder bool(@Nullable String name) {
            return slot(name, BinXml.TYPE_BOOL);
        }

        /// Adds a value: a GUID.
        public Builder guid(@Nullable String name) {
            return slot(name, BinXml.TYPE_GUID);
        }

        /// Adds a value: a time.
        public Builder filetime(@Nullable String name) {
            return slot(name, BinXml.TYPE_FILETIME);
        }

        /// Adds a value: a security identifier.
        public Builder sid(@Nullable String name) {
            return slot(name, BinXml.TYPE_SID);
        }

        private Builder slot(@Nullable String name, int type) {
            slots.add(new Slot(name, type));
            return this;
        }

        private static int within(int value, int max, String what) {
            if (value < 0 || value > max) {
                throw new IllegalArgumentException(what + " " + value + " is not within 0 and " + max);
            }
            return value;
        }

        /// The shape.
        public EvtxShape build() {
            return new EvtxShape(this);
        }
    }
}
