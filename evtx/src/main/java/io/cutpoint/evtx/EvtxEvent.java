package io.cutpoint.evtx;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What an [EvtxWriter] writes: the fields of `System`, and named values as `EventData` or `UserData`. Immutable.
public final class EvtxEvent {
    final String provider;
    final int eventId;
    final @Nullable UUID providerGuid;
    final int qualifiers;
    final int version;
    final int level;
    final int task;
    final int opcode;
    final long keywords;
    final long filetime;
    final long recordId;
    final @Nullable UUID activityId;
    final long processId;
    final long threadId;
    final String channel;
    final String computer;
    final EvtxValue userSid;
    final @Nullable String userDataElement;
    final @Nullable String userDataNamespace;
    final List<Item> items;

    /// A value with its name, which is null for `<Data>` without one.
    record Item(@Nullable String name, EvtxValue value) {}

    private EvtxEvent(Builder from) {
        provider = from.provider;
        eventId = from.eventId;
        providerGuid = from.providerGuid;
        qualifiers = from.qualifiers;
        version = from.version;
        level = from.level;
        task = from.task;
        opcode = from.opcode;
        keywords = from.keywords;
        filetime = from.filetime;
        recordId = from.recordId;
        activityId = from.activityId;
        processId = from.processId;
        threadId = from.threadId;
        channel = from.channel;
        computer = from.computer;
        userSid = from.userSid;
        userDataElement = from.userDataElement;
        userDataNamespace = from.userDataNamespace;
        items = List.copyOf(from.items);
    }

    /// Starts an event of a provider (`Microsoft-Windows-Sysmon`) with the identifier 0 to 65535.
    public static Builder of(String provider, int eventId) {
        return new Builder(provider, eventId);
    }

    /// Collects the parts of an [EvtxEvent].
    public static final class Builder {
        private final String provider;
        private final int eventId;
        private @Nullable UUID providerGuid;
        private int qualifiers = -1;
        private int version;
        private int level = 4;
        private int task;
        private int opcode;
        private long keywords = 0x8000_0000_0000_0000L;
        private long filetime;
        private long recordId;
        private @Nullable UUID activityId;
        private long processId;
        private long threadId;
        private String channel = "Application";
        private String computer = "localhost";
        private EvtxValue userSid = EvtxValue.empty();
        private @Nullable String userDataElement;
        private @Nullable String userDataNamespace;
        private final List<Item> items = new ArrayList<>();

        private Builder(String provider, int eventId) {
            this.provider = Objects.requireNonNull(provider, "provider");
            this.eventId = (int) within(eventId, 0xFFFF, "event identifier");
        }

        /// `Provider/@Guid`; absent unless set.
        public Builder providerGuid(UUID guid) {
            providerGuid = guid;
            return this;
        }

        /// `EventID/@Qualifiers` (0 to 65535); absent unless set.
        public Builder qualifiers(int value) {
            qualifiers = (int) within(value, 0xFFFF, "qualifiers");
            return this;
        }

        /// `Version` (0 to 255); 0 unless set.
        public Builder version(int value) {
            version = (int) within(value, 0xFF, "version");
            return this;
        }

        /// `Level` (0 to 255); 4, information, unless set.
        public Builder level(int value) {
            level = (int) within(value, 0xFF, "level");
            return this;
        }

        /// `Task` (0 to 65535); 0 unless set.
        public Builder task(int value) {
            task = (int) within(value, 0xFFFF, "task");
            return this;
        }

        /// `Opcode` (0 to 255); 0 unless set.
        public Builder opcode(int value) {
            opcode = (int) within(value, 0xFF, "opcode");
            return this;
        }

        /// `Keywords`; `0x8000000000000000` unless set.
        public Builder keywords(long value) {
            keywords = value;
            return this;
        }

        /// `TimeCreated/@SystemTime` and the time in the record's header, in 100 ns since 1601 UTC.
        public Builder filetime(long ticks) {
            filetime = ticks;
            return this;
        }

        /// The record's identifier, larger than that of the event before; counted up by the writer unless set.
        public Builder recordId(long id) {
            if (id <= 0) {
                throw new IllegalArgumentException("record identifier " + id + " is not positive");
            }
            recordId = id;
            return this;
        }

        /// `Correlation/@ActivityID`; absent unless set.
        public Builder activityId(UUID guid) {
            activityId = guid;
            return this;
        }

        /// `Execution/@ProcessID` (32 bits, unsigned).
        public Builder processId(long id) {
            processId = within(id, 0xFFFF_FFFFL, "process identifier");
            return this;
        }

        /// `Execution/@ThreadID` (32 bits, unsigned).
        public Builder threadId(long id) {
            threadId = within(id, 0xFFFF_FFFFL, "thread identifier");
            return this;
        }

        /// `Channel`; `Application` unless set.
        public Builder channel(String name) {
            channel = Objects.requireNonNull(name, "name");
            return this;
        }

        /// `Computer`; `localhost` unless set.
        public Builder computer(String name) {
            computer = Objects.requireNonNull(name, "name");
            return this;
        }

        /// `Security/@UserID`, as `S-1-5-18`; absent unless set.
        public Builder userSid(String sid) {
            userSid = EvtxValue.sid(sid);
            return this;
        }

        /// Adds `<Data Name="name">`, or the element `name` below the one of [#userData(String, String)].
        public Builder data(String name, EvtxValue value) {
            items.add(new Item(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value")));
            return this;
        }

        /// Adds `<Data Name="name">` with a text.
        public Builder data(String name, String text) {
            return data(name, EvtxValue.string(text));
        }

        /// Adds `<Data>` without a name.
        public Builder data(EvtxValue value) {
            items.add(new Item(null, Objects.requireNonNull(value, "value")));
            return this;
        }

        /// Writes the values as `<UserData><element xmlns="namespace">` instead of `<EventData>`.
        public Builder userData(String element, String namespace) {
            userDataElement = Objects.requireNonNull(element, "element");
            userDataNamespace = Objects.requireNonNull(namespace, "namespace");
            return this;
        }

        private static long within(long value, long max, String what) {
            if (value < 0 || value > max) {
                throw new IllegalArgumentException(what + " " + value + " is not within 0 and " + max);
            }
            return value;
        }

        /// The event.
        public EvtxEvent build() {
            if (userDataElement != null && items.stream().anyMatch(item -> item.name() == null)) {
                throw new IllegalStateException("a value of UserData without a name");
            }
            return new EvtxEvent(this);
        }
    }
}
