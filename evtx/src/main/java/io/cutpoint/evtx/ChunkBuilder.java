package io.cutpoint.evtx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Fills one chunk with records, the way the event log service does: a template stands inside the first record that
/// uses it, a name inside the first element that bears it, and both are found by the tables of the chunk's header.
///
/// Layout of a record's BinXML: one instance of an outer template, which holds `System` with provider, channel and
/// computer as constants, and whose last slot is a fragment with one instance of an inner template, `EventData` or
/// `UserData`.
final class ChunkBuilder {
    /// Room behind the chunk for the record that turns out not to fit; the largest record that is tried.
    private static final int OVERHANG = 1 << 20;

    private static final int NAME_TABLE = 128;
    private static final int NAME_BUCKETS = 64;
    private static final int TEMPLATE_TABLE = 384;
    private static final int TEMPLATE_BUCKETS = 32;
    private static final int RECORD_ALIGNMENT = 8;
    private static final String EVENT_NAMESPACE = "http://schemas.microsoft.com/win/2004/08/events/event";

    /// Templates of events whose identifiers are kept for the chunks that follow.
    private static final int MAX_MADE = 1_024;

    /// Slots of the outer template.
    private static final int SLOT_COUNT = 15;

    private final byte[] bytes = new byte[EvtxFileHeader.CHUNK_BYTES + OVERHANG];
    private final byte[] header = new byte[EvtxChunkReader.CHUNK_HEADER_BYTES];
    private final Map<String, Integer> names = new HashMap<>();
    private final Map<EvtxShape.Template, Integer> templates = new HashMap<>();
    private final List<String> newNames = new ArrayList<>();
    private final List<EvtxShape.Template> newTemplates = new ArrayList<>();
    private final Map<List<?>, EvtxShape.Template> made = new HashMap<>();
    private final CRC32 crc = new CRC32();

    private int at = EvtxChunkReader.CHUNK_HEADER_BYTES;

    /// Where the size of the attributes of the element being opened goes, or -1 without attributes.
    private int attributeSizeAt = -1;

    private int lastRecord;
    private int records;
    private long firstId;
    private long lastId;

    int records() {
        return records;
    }

    /// Adds a record; false, with nothing changed, if the chunk has no room for it.
    boolean add(EvtxEvent event, long recordId) {
        return add(recordId, () -> record(event, recordId));
    }

    /// The same for a row.
    boolean add(EvtxRow row, long recordId) {
        return add(recordId, () -> record(row, recordId));
    }

    private boolean add(long recordId, Runnable writing) {
        int begin = at;
        System.arraycopy(bytes, 0, header, 0, header.length);
        newNames.clear();
        newTemplates.clear();
        boolean fits = false;
        try {
            writing.run();
            fits = at <= EvtxFileHeader.CHUNK_BYTES;
        } catch (OverhangException tooLong) {
            fits = false;
        } finally {
            if (!fits) {
                undo(begin);
            }
        }
        if (!fits) {
            return false;
        }
        if (records == 0) {
            firstId = recordId;
        }
        lastId = recordId;
        lastRecord = begin;
        records++;
        return true;
    }

    private void undo(int begin) {
        Arrays.fill(bytes, begin, at, (byte) 0);
        System.arraycopy(header, 0, bytes, 0, header.length);
        newNames.forEach(names::remove);
        newTemplates.forEach(templates::remove);
        at = begin;
    }

    /// The finished chunk; valid until the next call of [#clear()].
    byte[] finish() {
        LittleEndian.putI64(bytes, 0, EvtxChunkReader.CHUNK_SIGNATURE);
        LittleEndian.putI64(bytes, 8, firstId);
        LittleEndian.putI64(bytes, 16, lastId);
        LittleEndian.putI64(bytes, 24, firstId);
        LittleEndian.putI64(bytes, 32, lastId);
        LittleEndian.putI32(bytes, 40, 128);
        LittleEndian.putI32(bytes, 44, lastRecord);
        LittleEndian.putI32(bytes, 48, at);
        crc.reset();
        crc.update(bytes, EvtxChunkReader.CHUNK_HEADER_BYTES, at - EvtxChunkReader.CHUNK_HEADER_BYTES);
        LittleEndian.putI32(bytes, 52, (int) crc.getValue());
        crc.reset();
        crc.update(bytes, 0, 120);
        crc.update(bytes, 128, EvtxChunkReader.CHUNK_HEADER_BYTES - 128);
        LittleEndian.putI32(bytes, 124, (int) crc.getValue());
        return bytes;
    }

    void clear() {
        Arrays.fill(bytes, 0, EvtxFileHeader.CHUNK_BYTES, (byte) 0);
        names.clear();
        templates.clear();
        at = EvtxChunkReader.CHUNK_HEADER_BYTES;
        records = 0;
    }

    private void record(EvtxEvent event, long recordId) {
        int begin = beginRecord(recordId, event.filetime);
        outerInstance(event, recordId);
        endRecord(begin);
    }

    private void record(EvtxRow row, long recordId) {
        int begin = beginRecord(recordId, row.filetime);
        outerInstance(row.complete(), row, recordId);
        endRecord(begin);
    }

    private int beginRecord(long recordId, long filetime) {
        int begin = at;
        i32(EvtxChunkReader.RECORD_SIGNATURE);
        i32(0);
        i64(recordId);
        i64(filetime);
        fragmentHeader();
        return begin;
    }

    private void endRecord(int begin) {
        u8(BinXml.END_OF_FRAGMENT);
        while ((at - begin + 4) % RECORD_ALIGNMENT != 0) {
            u8(0);
        }
        int size = at - begin + 4;
        LittleEndian.putI32(bytes, begin + 4, size);
        i32(size);
    }

    /// The same layout as [#outerInstance(EvtxEvent, long)], written without values in between.
    private void outerInstance(EvtxShape shape, EvtxRow row, long recordId) {
        instanceHeader(
                shape.outer,
                () -> outerDefinition(
                        shape.provider, shape.providerGuid, shape.eventSource, shape.channel, shape.computer));
        i32(SLOT_COUNT - 1);
        byte[] sid = row.userSid;
        int descriptors = at;
        descriptor(shape.qualifiers < 0 ? BinXml.TYPE_NULL : BinXml.TYPE_UINT16, shape.qualifiers < 0 ? 0 : 2);
        descriptor(BinXml.TYPE_UINT16, 2);
        descriptor(BinXml.TYPE_UINT8, 1);
        descriptor(BinXml.TYPE_UINT8, 1);
        descriptor(BinXml.TYPE_UINT16, 2);
        descriptor(BinXml.TYPE_UINT8, 1);
        descriptor(BinXml.TYPE_HEX_INT64, 8);
        descriptor(BinXml.TYPE_FILETIME, 8);
        descriptor(BinXml.TYPE_UINT64, 8);
        descriptor(BinXml.TYPE_NULL, 0);
        descriptor(BinXml.TYPE_UINT32, 4);
        descriptor(BinXml.TYPE_UINT32, 4);
        descriptor(sid == null ? BinXml.TYPE_NULL : BinXml.TYPE_SID, sid == null ? 0 : sid.length);
        descriptor(BinXml.TYPE_BINXML, 0);
        int fragmentSizeAt = descriptors + 4 * (SLOT_COUNT - 2);
        if (shape.qualifiers >= 0) {
            u16(shape.qualifiers);
        }
        u16(shape.eventId);
        u8(shape.version);
        u8(shape.level);
        u16(shape.task);
        u8(shape.opcode);
        i64(shape.keywords);
        i64(row.filetime);
        i64(recordId);
        i32((int) row.processId);
        i32((int) row.threadId);
        if (sid != null) {
            put(sid);
        }
        int begin = at;
        fragmentHeader();
        instanceHeader(shape.inner, () -> innerDefinition(null, null, shape.slots));
        i32(row.count);
        int from = 0;
        for (int i = 0; i < row.count; i++) {
            descriptor(row.isNull[i] ? BinXml.TYPE_NULL : shape.slots.get(i).type(), row.ends[i] - from);
            from = row.ends[i];
        }
        room(row.length);
        System.arraycopy(row.bytes, 0, bytes, at, row.length);
        at += row.length;
        u8(BinXml.END_OF_FRAGMENT);
        LittleEndian.putU16(bytes, fragmentSizeAt, at - begin);
    }

    private void outerInstance(EvtxEvent event, long recordId) {
        instanceHeader(
                template(Arrays.asList(event.provider, event.providerGuid, event.channel, event.computer)),
                () -> outerDefinition(event.provider, event.providerGuid, null, event.channel, event.computer));
        EvtxValue[] values = {
            event.qualifiers < 0 ? EvtxValue.empty() : EvtxValue.uint16(event.qualifiers),
            EvtxValue.uint16(event.eventId),
            EvtxValue.uint8(event.version),
            EvtxValue.uint8(event.level),
            EvtxValue.uint16(event.task),
            EvtxValue.uint8(event.opcode),
            EvtxValue.hexInt64(event.keywords),
            EvtxValue.filetime(event.filetime),
            EvtxValue.uint64(recordId),
            event.activityId == null ? EvtxValue.empty() : EvtxValue.guid(event.activityId),
            EvtxValue.uint32(event.processId),
            EvtxValue.uint32(event.threadId),
            event.userSid,
        };
        i32(SLOT_COUNT - 1);
        for (EvtxValue value : values) {
            descriptor(value.type, value.bytes.length);
        }
        int fragmentSizeAt = at;
        boolean hasContent = event.userDataElement != null || !event.items.isEmpty();
        descriptor(hasContent ? BinXml.TYPE_BINXML : BinXml.TYPE_NULL, 0);
        for (EvtxValue value : values) {
            put(value.bytes);
        }
        if (hasContent) {
            int begin = at;
            fragmentHeader();
            innerInstance(event);
            u8(BinXml.END_OF_FRAGMENT);
            // A fragment of more than 65,535 bytes cannot be a value, and makes the record too large for a chunk.
            LittleEndian.putU16(bytes, fragmentSizeAt, at - begin);
        }
    }

    private void innerInstance(EvtxEvent event) {
        List<@Nullable Object> key = new ArrayList<>();
        key.add(event.userDataElement);
        key.add(event.userDataNamespace);
        for (EvtxEvent.Item item : event.items) {
            key.add(item.name());
            key.add(item.value().type);
        }
        instanceHeader(
                template(key),
                () -> innerDefinition(
                        event.userDataElement,
                        event.userDataNamespace,
                        event.items.stream()
                                .map(item -> new EvtxShape.Slot(item.name(), item.value().type))
                                .toList()));
        i32(event.items.size());
        for (EvtxEvent.Item item : event.items) {
            descriptor(item.value().type, item.value().bytes.length);
        }
        for (EvtxEvent.Item item : event.items) {
            put(item.value().bytes);
        }
    }

    private void outerDefinition(
            String providerName,
            @Nullable UUID providerGuid,
            @Nullable String eventSource,
            String channel,
            String computer) {
        int root = open("Event", true);
        attribute("xmlns", EVENT_NAMESPACE);
        content();

        int system = open("System", false);
        content();

        int provider = open("Provider", true);
        attribute("Name", providerName);
        if (providerGuid != null) {
            attribute("Guid", "{" + providerGuid + "}");
        }
        if (eventSource != null) {
            attribute("EventSourceName", eventSource);
        }
        empty(provider);

        int eventId = open("EventID", true);
        attribute("Qualifiers", 0, BinXml.TYPE_UINT16);
        content();
        slot(1, BinXml.TYPE_UINT16);
        end(eventId);

        leaf("Version", 2, BinXml.TYPE_UINT8);
        leaf("Level", 3, BinXml.TYPE_UINT8);
        leaf("Task", 4, BinXml.TYPE_UINT16);
        leaf("Opcode", 5, BinXml.TYPE_UINT8);
        leaf("Keywords", 6, BinXml.TYPE_HEX_INT64);

        int timeCreated = open("TimeCreated", true);
        attribute("SystemTime", 7, BinXml.TYPE_FILETIME);
        empty(timeCreated);

        leaf("EventRecordID", 8, BinXml.TYPE_UINT64);

        int correlation = open("Correlation", true);
        attribute("ActivityID", 9, BinXml.TYPE_GUID);
        empty(correlation);

        int execution = open("Execution", true);
        attribute("ProcessID", 10, BinXml.TYPE_UINT32);
        attribute("ThreadID", 11, BinXml.TYPE_UINT32);
        empty(execution);

        constant("Channel", channel);
        constant("Computer", computer);

        int security = open("Security", true);
        attribute("UserID", 12, BinXml.TYPE_SID);
        empty(security);

        end(system);
        slot(SLOT_COUNT - 2, BinXml.TYPE_BINXML);
        end(root);
    }

    private void innerDefinition(
            @Nullable String userData, @Nullable String namespace, List<EvtxShape.Slot> slots) {
        int outer = open(userData == null ? "EventData" : "UserData", false);
        content();
        int inner = outer;
        if (userData != null) {
            inner = open(userData, namespace != null);
            if (namespace != null) {
                attribute("xmlns", namespace);
            }
            content();
        }
        for (int i = 0; i < slots.size(); i++) {
            String name = slots.get(i).name();
            int type = slots.get(i).type();
            if (userData != null && name != null) {
                leaf(name, i, type);
                continue;
            }
            int data = open("Data", name != null);
            if (name != null) {
                attribute("Name", name);
            }
            content();
            slot(i, type);
            end(data);
        }
        if (userData != null) {
            end(inner);
        }
        end(outer);
    }

    /// The template with these parts, made once: its identifier costs a digest.
    private EvtxShape.Template template(List<?> parts) {
        EvtxShape.Template known = made.get(parts);
        if (known == null) {
            known = new EvtxShape.Template(parts);
            if (made.size() < MAX_MADE) {
                made.put(parts, known);
            }
        }
        return known;
    }

    /// The head of an instance, with the definition inside at its first use in the chunk.
    private void instanceHeader(EvtxShape.Template key, Runnable definition) {
        UUID guid = key.guid;
        int id = (int) (guid.getMostSignificantBits() >>> 32);
        Integer known = templates.get(key);
        u8(BinXml.TEMPLATE_INSTANCE);
        u8(1);
        i32(id);
        i32(known == null ? at + 4 : known);
        if (known != null) {
            return;
        }
        int begin = at;
        int bucket = TEMPLATE_TABLE + 4 * Integer.remainderUnsigned(id, TEMPLATE_BUCKETS);
        i32(LittleEndian.i32(bytes, bucket));
        LittleEndian.putI32(bytes, bucket, begin);
        room(16);
        EvtxValue.putGuid(bytes, at, guid);
        at += 16;
        i32(0);
        int body = at;
        fragmentHeader();
        definition.run();
        u8(BinXml.END_OF_FRAGMENT);
        LittleEndian.putI32(bytes, body - 4, at - body);
        templates.put(key, begin);
        newTemplates.add(key);
    }

    /// Begins an element; the result is where its size goes.
    private int open(String name, boolean hasAttributes) {
        u8(hasAttributes ? BinXml.OPEN_ELEMENT | BinXml.MORE : BinXml.OPEN_ELEMENT);
        u16(0xFFFF);
        int sizeAt = at;
        i32(0);
        name(name);
        attributeSizeAt = -1;
        if (hasAttributes) {
            attributeSizeAt = at;
            i32(0);
        }
        return sizeAt;
    }

    private void endAttributes() {
        if (attributeSizeAt >= 0) {
            LittleEndian.putI32(bytes, attributeSizeAt, at - attributeSizeAt - 4);
            attributeSizeAt = -1;
        }
    }

    private void content() {
        endAttributes();
        u8(BinXml.CLOSE_START_TAG);
    }

    private void empty(int sizeAt) {
        endAttributes();
        u8(BinXml.CLOSE_EMPTY_ELEMENT);
        LittleEndian.putI32(bytes, sizeAt, at - sizeAt - 4);
    }

    private void end(int sizeAt) {
        u8(BinXml.END_ELEMENT);
        LittleEndian.putI32(bytes, sizeAt, at - sizeAt - 4);
    }

    private void leaf(String name, int slot, int type) {
        int element = open(name, false);
        content();
        slot(slot, type);
        end(element);
    }

    private void constant(String name, String text) {
        int element = open(name, false);
        content();
        value(text);
        end(element);
    }

    private void attribute(String name, String text) {
        u8(BinXml.ATTRIBUTE);
        name(name);
        value(text);
    }

    private void attribute(String name, int slot, int type) {
        u8(BinXml.ATTRIBUTE);
        name(name);
        slot(slot, type);
    }

    private void slot(int index, int type) {
        u8(BinXml.OPTIONAL_SUBSTITUTION);
        u16(index);
        u8(type);
    }

    private void value(String text) {
        u8(BinXml.VALUE);
        u8(BinXml.TYPE_STRING);
        u16(text.length());
        chars(text);
    }

    /// A reference to a name, which stands behind it at its first use in the chunk.
    private void name(String name) {
        if (name.isEmpty() || name.length() > CanonicalXml.MAX_NAME_CHARS) {
            throw new IllegalArgumentException("a name of " + name.length() + " characters");
        }
        Integer known = names.get(name);
        if (known != null) {
            i32(known);
            return;
        }
        i32(at + 4);
        int begin = at;
        int hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = hash * 65_599 + name.charAt(i);
        }
        hash &= 0xFFFF;
        int bucket = NAME_TABLE + 4 * (hash % NAME_BUCKETS);
        i32(LittleEndian.i32(bytes, bucket));
        LittleEndian.putI32(bytes, bucket, begin);
        u16(hash);
        u16(name.length());
        chars(name);
        u16(0);
        names.put(name, begin);
        newNames.add(name);
    }

    private void fragmentHeader() {
        u8(BinXml.FRAGMENT_HEADER);
        u8(1);
        u8(1);
        u8(0);
    }

    private void descriptor(int type, int length) {
        u16(length);
        u8(type);
        u8(0);
    }

    private void chars(String text) {
        if (text.length() > 0xFFFF) {
            throw new IllegalArgumentException("a text of " + text.length() + " characters");
        }
        for (int i = 0; i < text.length(); i++) {
            u16(text.charAt(i));
        }
    }

    private void put(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, bytes, at, value.length);
        at += value.length;
    }

    private void u8(int value) {
        room(1);
        bytes[at++] = (byte) value;
    }

    private void u16(int value) {
        room(2);
        LittleEndian.putU16(bytes, at, value);
        at += 2;
    }

    private void i32(int value) {
        room(4);
        LittleEndian.putI32(bytes, at, value);
        at += 4;
    }

    private void i64(long value) {
        room(8);
        LittleEndian.putI64(bytes, at, value);
        at += 8;
    }

    private void room(int count) {
        if (at + count > bytes.length) {
            throw new OverhangException();
        }
    }

    /// The record is longer than any chunk.
    private static final class OverhangException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OverhangException() {
            super(null, null, false, false);
        }
    }
}
