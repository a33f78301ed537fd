package io.cutpoint.evtx;

import java.util.Arrays;

/// Turns the BinXML of one record into the leaves of an [EvtxRecord].
///
/// A record is nearly always one instance of a template: its substitution values are located, then the operations of
/// the compiled template ([Template]) are walked over them. A value that is a fragment of BinXML itself is flattened in
/// place, below the element that it stands in. Elements outside any template go through the same compiler, without
/// being shared.
///
/// Abuse: a template may refer to one value many times, and a value may hold instances again, so a few bytes can ask
/// for exponential work. Depth, leaves and bytes of values per record, and work per chunk are bounded; none of the
/// limits depends on what a cache holds, so the same chunk always gives the same result.
final class RecordDecoder {
    /// Largest sum of the sizes of a record's values: a record is smaller than 64 KiB and shows few values twice.
    static final int MAX_VALUE_BYTES = 256 << 10;

    /// Largest work per chunk, in units of about a nanosecond; a full chunk of the smallest real records takes a
    /// twentieth.
    static final int MAX_WORK = 64 << 20;

    private static final int WORK_PER_INSTANCE = 16;
    private static final int WORK_PER_OPERATION = 4;
    private static final int DEFINITION_HEADER_BYTES = 24;
    private static final int FRAGMENT_HEADER_BYTES = 4;
    private static final int INSTANCE_HEADER_BYTES = 10;
    private static final int DESCRIPTOR_BYTES = 4;

    /// An offset behind every chunk that still fits its bits.
    private static final int PAST_END = EvtxRecord.SPAN_MASK;

    /// Sources of leaves' bytes in a record: the chunk, the scratch; the constants of templates follow.
    private static final int FROM_CHUNK = 0;

    private static final int FROM_SCRATCH = 1;

    /// The packed value of a leaf without content.
    private static final long NOTHING = EvtxRecord.pack(ValueType.EMPTY, FROM_CHUNK, 0, 0);

    private static final int STRING = BinXml.RAW + BinXml.TYPE_STRING;

    /// Place and size of a packed value.
    private static final long SPANS = (1L << EvtxRecord.TYPE_SHIFT) - 1;

    /// The type and the source of a string that is shown as it stands in the chunk.
    private static final long PLAIN = EvtxRecord.pack(ValueType.STRING, FROM_CHUNK, 0, 0);

    private final FieldTable table = new FieldTable();
    private final TemplateCache templates = new TemplateCache(table);
    private final EvtxRecord record = new EvtxRecord();
    private final Utf8Sink number = new Utf8Sink(64);

    private byte[] chunk = new byte[0];
    private int chunkLength;
    private int workLeft;
    private int valueBytesLeft;

    private int slotTop;

    /// The values of the open instances, packed like those of [EvtxRecord] but with a [BinXml#code(int, int)] above the
    /// length and no source.
    private long[] slots = new long[256];

    private byte[] scratch = new byte[1_024];
    private int scratchLength;

    void beginChunk(byte[] newChunk, int newLength) {
        chunk = newChunk;
        chunkLength = newLength;
        workLeft = MAX_WORK;
        templates.beginChunk();
    }

    /// Decodes the record at `offset`; its header has been checked, and its content ends at `end`.
    EvtxRecord decode(int offset, int length, int end) throws EvtxFormatException {
        record.begin(offset, length, LittleEndian.i64(chunk, offset + 8), LittleEndian.i64(chunk, offset + 16));
        record.addSource(chunk);
        record.addSource(scratch);
        slotTop = 0;
        scratchLength = 0;
        valueBytesLeft = MAX_VALUE_BYTES;
        work(WORK_PER_INSTANCE, offset);
        int begin = offset + EvtxChunkReader.RECORD_HEADER_BYTES;
        fragment(begin, end, table.document, 0);
        if (record.count() == 0) {
            throw EvtxFormatException.damaged(begin, "an event", "nothing");
        }
        return record;
    }

    /// Reads one fragment and returns the offset behind it.
    private int fragment(int begin, int end, ElementPath context, int depth) throws EvtxFormatException {
        if (depth > EvtxChunkReader.MAX_DEPTH) {
            throw EvtxFormatException.limit(begin, "at most " + EvtxChunkReader.MAX_DEPTH + " nested fragments", "more");
        }
        int at = begin;
        while (at < end) {
            int token = chunk[at] & 0xFF;
            switch (token & ~BinXml.MORE) {
                case BinXml.END_OF_FRAGMENT -> {
                    return at + 1;
                }
                case BinXml.FRAGMENT_HEADER -> {
                    need(at, FRAGMENT_HEADER_BYTES, end);
                    at += FRAGMENT_HEADER_BYTES;
                }
                case BinXml.TEMPLATE_INSTANCE -> at = instance(at, end, context, depth);
                case BinXml.OPEN_ELEMENT, BinXml.PI_TARGET, BinXml.PI_DATA -> {
                    at = templates.readLoose(chunk, chunkLength, at, end);
                    Template template = templates.loose(context);
                    work(WORK_PER_INSTANCE + template.weight, at);
                    run(template, slotTop, 0, depth);
                }
                default ->
                    throw EvtxFormatException.damaged(
                            at, "the start of a fragment", "token 0x" + Integer.toHexString(token));
            }
        }
        return at;
    }

    private int instance(int begin, int end, ElementPath context, int depth) throws EvtxFormatException {
        need(begin, INSTANCE_HEADER_BYTES, end);
        int definition = LittleEndian.i32(chunk, begin + 6);
        int at = begin + INSTANCE_HEADER_BYTES;
        if (definition < 0 || definition > chunkLength - DEFINITION_HEADER_BYTES) {
            throw EvtxFormatException.damaged(
                    begin + 6, "the offset of a template in the chunk", Integer.toString(definition));
        }
        int body = definition + DEFINITION_HEADER_BYTES;
        if (definition == at) {
            int size = definitionSize(definition);
            need(at, DEFINITION_HEADER_BYTES + size, end);
            at = body + size;
        }
        Template template = templates.placed(body, context);
        if (template == null) {
            template = templates.define(chunk, chunkLength, body, definitionSize(definition), context);
        }
        work(WORK_PER_INSTANCE + (template.weight >> 2), begin);

        need(at, 4, end);
        int count = LittleEndian.i32(chunk, at);
        at += 4;
        if (count < 0 || count > (end - at) / DESCRIPTOR_BYTES) {
            throw EvtxFormatException.damaged(
                    at - 4, "at most " + (end - at) / DESCRIPTOR_BYTES + " values", Integer.toUnsignedString(count));
        }
        int base = slotTop;
        if (base + count > slots.length) {
            slots = Arrays.copyOf(slots, Math.max(2 * slots.length, base + count));
        }
        int valueAt = at + DESCRIPTOR_BYTES * count;
        long[] to = slots;
        byte[] from = chunk;
        for (int i = base; i < base + count; i++, at += DESCRIPTOR_BYTES) {
            int descriptor = LittleEndian.i32(from, at);
            int length = descriptor & 0xFFFF;
            long code = BinXml.code(descriptor >>> 16 & 0xFF, length);
            to[i] = code << EvtxRecord.TYPE_SHIFT | (long) length << EvtxRecord.LENGTH_SHIFT | valueAt;
            valueAt = Math.min(valueAt + length, PAST_END);
        }
        if (valueAt > end) {
            throw EvtxFormatException.damaged(
                    at, "values of at most " + (end - at) + " bytes", valueAt - at + " bytes");
        }
        slotTop = base + count;
        run(template, base, count, depth);
        slotTop = base;
        return valueAt;
    }

    private int definitionSize(int definition) throws EvtxFormatException {
        int size = LittleEndian.i32(chunk, definition + 20);
        if (size <= 0 || size > chunkLength - definition - DEFINITION_HEADER_BYTES) {
            throw EvtxFormatException.damaged(
                    definition + 20,
                    "the size of a template inside the chunk",
                    Integer.toUnsignedString(size) + " bytes");
        }
        return size;
    }

    private void run(Template template, int base, int count, int depth) throws EvtxFormatException {
        work(WORK_PER_OPERATION * template.count, 0);
        byte[] operations = template.operations;
        EvtxField[] fields = template.hasNames ? template.fields.clone() : template.fields;
        int[] first = template.first;
        int constants = -1;
        int texts = 0; // at most MAX_LEAVES of 64 KiB, which an int holds
        for (int i = 0; i < operations.length; i++) {
            EvtxField field = fields[i];
            int operand = first[i];
            byte operation = operations[i];
            if (operation <= Template.LAST_WITH_SLOT && operand < count) {
                long slot = slots[base + operand];
                int code = (int) (slot >>> EvtxRecord.TYPE_SHIFT);
                if (code < BinXml.RAW) {
                    record.add(field, slot);
                } else if (code == STRING && isPlain(slot)) {
                    texts += length(slot);
                    record.add(field, slot & SPANS | PLAIN);
                } else {
                    value(field, slot, operation, depth);
                }
                continue;
            }
            switch (operation) {
                case Template.VALUE, Template.ATTRIBUTE, Template.EMPTY -> record.add(field, NOTHING);
                case Template.OPTIONAL_ATTRIBUTE, Template.MIXED -> {}
                case Template.CONSTANT -> {
                    if (constants < 0) {
                        constants = record.addSource(template.constants);
                    }
                    add(field, ValueType.STRING, constants, operand, template.second[i]);
                }
                case Template.TEXT, Template.MIXED_TEXT, Template.ATTRIBUTE_TEXT -> {
                    int from = scratchLength;
                    if (putTogether(template, i, base, count)) {
                        addString(field, FROM_SCRATCH, from, scratchLength - from);
                    } else if (operation == Template.TEXT) {
                        record.add(field, NOTHING);
                    }
                    if (operation != Template.ATTRIBUTE_TEXT) {
                        nestedParts(field, template, i, base, count, depth);
                    }
                }
                case Template.NAME -> {
                    int from = scratchLength;
                    putTogether(template, i, base, count);
                    name(template, i, LittleEndian.text(scratch, from, (scratchLength - from) >> 1), fields);
                }
                default -> throw new IllegalStateException("operation " + operation);
            }
        }
        spend(texts, 0);
    }

    /// Whether a string in the chunk is shown with all its bytes: it has some, and no NUL character at its end.
    private boolean isPlain(long slot) {
        int length = length(slot);
        int end = offset(slot) + length;
        return length > 0 && (length & 1) == 0 && (chunk[end - 2] | chunk[end - 1]) != 0;
    }

    /// Gives the fields of the operations behind the [Template#NAME] at `i` their name.
    private void name(Template template, int i, String dataName, EvtxField[] fields) {
        for (int next = i + 1; next < template.count && template.operations[next] != Template.NAME; next++) {
            if (template.dynamic[next]) {
                fields[next] = table.field(fields[next].element, fields[next].attribute(), dataName);
            }
        }
    }

    /// Adds the leaves of a value that is neither a string nor of fixed size.
    private void value(EvtxField field, long slot, byte operation, int depth) throws EvtxFormatException {
        int type = (int) (slot >>> EvtxRecord.TYPE_SHIFT) - BinXml.RAW;
        int offset = offset(slot);
        int length = length(slot);
        boolean keepNull = operation == Template.VALUE || operation == Template.ATTRIBUTE;
        if (type == BinXml.TYPE_NULL) {
            if (keepNull) {
                record.add(field, NOTHING);
            }
        } else if ((type & ~BinXml.ARRAY) == BinXml.TYPE_BINXML
                && (operation == Template.VALUE || operation == Template.MIXED)) {
            nested(field, offset, length, keepNull, depth);
        } else if ((type & BinXml.ARRAY) != 0) {
            array(field, type & ~BinXml.ARRAY, offset, length);
        } else {
            single(field, type, offset, length);
        }
    }

    private void nested(EvtxField field, int offset, int length, boolean keepNull, int depth)
            throws EvtxFormatException {
        work(length, offset);
        int before = record.count();
        int at = offset;
        while (at < offset + length) {
            at = fragment(at, offset + length, field.element, depth + 1);
        }
        if (keepNull && record.count() == before) {
            record.add(field, NOTHING);
        }
    }

    /// Any value that is not an array, of whatever size; what does not fit its type is shown as bytes.
    private void single(EvtxField field, int type, int offset, int length) throws EvtxFormatException {
        if (!BinXml.isKnown(type)) {
            throw EvtxFormatException.damaged(offset, "a value type", "0x" + Integer.toHexString(type));
        }
        ValueType shown = length == 0 ? ValueType.EMPTY : BinXml.valueType(type);
        switch (shown) {
            case STRING -> addString(field, FROM_CHUNK, offset, length);
            case ANSI_STRING -> {
                int trimmed = length;
                while (trimmed > 0 && chunk[offset + trimmed - 1] == 0) {
                    trimmed--;
                }
                work(length - trimmed, offset);
                add(field, trimmed == 0 ? ValueType.EMPTY : shown, FROM_CHUNK, offset, trimmed);
            }
            case SID -> {
                int used = sidBytes(offset, length);
                add(field, used > 0 ? shown : ValueType.BINARY, FROM_CHUNK, offset, used > 0 ? used : length);
            }
            case INT, UINT, HEX_INT32, HEX_INT64, SIZE_T ->
                add(field, length <= 8 ? shown : ValueType.BINARY, FROM_CHUNK, offset, length);
            case GUID, SYSTEMTIME ->
                add(field, length == 16 ? shown : ValueType.BINARY, FROM_CHUNK, offset, length);
            case FILETIME -> add(field, length == 8 ? shown : ValueType.BINARY, FROM_CHUNK, offset, length);
            case REAL ->
                add(field, length == 4 || length == 8 ? shown : ValueType.BINARY, FROM_CHUNK, offset, length);
            case EMPTY, BOOL, BINARY -> add(field, shown, FROM_CHUNK, offset, length);
        }
    }

    /// The values of an array as neighbouring leaves. An array without values, or whose size is no multiple of its
    /// type's, is one value.
    private void array(EvtxField field, int type, int offset, int length) throws EvtxFormatException {
        work(length, offset);
        int end = offset + length;
        int fixed = BinXml.fixedBytes(type);
        if (length == 0) {
            record.add(field, NOTHING);
        } else if (type == BinXml.TYPE_STRING) {
            for (int at = offset; at + 1 < end; ) {
                int stop = at;
                while (stop + 1 < end && (chunk[stop] | chunk[stop + 1]) != 0) {
                    stop += 2;
                }
                addString(field, FROM_CHUNK, at, stop - at);
                at = stop + 2;
            }
        } else if (type == BinXml.TYPE_ANSI_STRING) {
            for (int at = offset; at < end; ) {
                int stop = at;
                while (stop < end && chunk[stop] != 0) {
                    stop++;
                }
                add(field, stop == at ? ValueType.EMPTY : ValueType.ANSI_STRING, FROM_CHUNK, at, stop - at);
                at = stop + 1;
            }
        } else if (type == BinXml.TYPE_SID) {
            for (int at = offset; at < end; ) {
                int used = sidBytes(at, end - at);
                int bytes = used > 0 ? used : end - at;
                add(field, used > 0 ? ValueType.SID : ValueType.BINARY, FROM_CHUNK, at, bytes);
                at += bytes;
            }
        } else if (fixed > 0 && length % fixed == 0) {
            ValueType shown = BinXml.valueType(type);
            for (int at = offset; at < end; at += fixed) {
                add(field, shown, FROM_CHUNK, at, fixed);
            }
        } else if (BinXml.isKnown(type)) {
            add(field, ValueType.BINARY, FROM_CHUNK, offset, length);
        } else {
            throw EvtxFormatException.damaged(offset, "a value type", "array of 0x" + Integer.toHexString(type));
        }
    }

    /// Bytes of the security identifier at `offset`, or 0 where there is none within `length`.
    private int sidBytes(int offset, int length) {
        if (length < 8 || chunk[offset] < 0 || chunk[offset + 1] < 0) {
            return 0;
        }
        int bytes = 8 + 4 * chunk[offset + 1];
        return bytes <= length ? bytes : 0;
    }

    private void addString(EvtxField field, int source, int offset, int length) throws EvtxFormatException {
        byte[] from = source == FROM_CHUNK ? chunk : scratch;
        int trimmed = length & ~1;
        while (trimmed > 0 && (from[offset + trimmed - 2] | from[offset + trimmed - 1]) == 0) {
            trimmed -= 2;
        }
        work(length - trimmed, offset);
        add(field, trimmed == 0 ? ValueType.EMPTY : ValueType.STRING, source, offset, trimmed);
    }

    private void add(EvtxField field, ValueType type, int source, int offset, int length) throws EvtxFormatException {
        spend(length, offset);
        record.add(field, EvtxRecord.pack(type, source, offset, length));
    }

    /// Counts bytes of values.
    private void spend(int bytes, int at) throws EvtxFormatException {
        work(bytes, at);
        valueBytesLeft -= bytes;
        if (valueBytesLeft < 0) {
            throw EvtxFormatException.limit(
                    record.offset(), "values of at most " + MAX_VALUE_BYTES + " bytes in a record", "more");
        }
    }

    private static int offset(long slot) {
        return (int) slot & EvtxRecord.SPAN_MASK;
    }

    private static int length(long slot) {
        return (int) (slot >>> EvtxRecord.LENGTH_SHIFT) & EvtxRecord.SPAN_MASK;
    }

    private static boolean isFragment(long slot) {
        int code = (int) (slot >>> EvtxRecord.TYPE_SHIFT);
        return code >= BinXml.RAW && ((code - BinXml.RAW) & ~BinXml.ARRAY) == BinXml.TYPE_BINXML;
    }

    /// Appends the parts of operation `i` to the scratch, as UTF-16; false if all of them are null.
    private boolean putTogether(Template template, int i, int base, int count) throws EvtxFormatException {
        boolean any = false;
        int firstPart = template.first[i];
        for (int part = firstPart; part < firstPart + template.second[i]; part++) {
            int slot = template.partSlots[part];
            if (slot < 0) {
                any = true;
                scratchValue(
                        template.constants,
                        template.partTypes[part],
                        template.partOffsets[part],
                        template.partLengths[part]);
            } else if (slot < count) {
                long value = slots[base + slot];
                int code = (int) (value >>> EvtxRecord.TYPE_SHIFT);
                if (code < BinXml.RAW) {
                    any = true;
                    scratchText(ValueType.of(code), chunk, offset(value), length(value));
                } else if (code != BinXml.RAW + BinXml.TYPE_NULL && !isFragment(value)) {
                    any = true;
                    scratchValue(chunk, code - BinXml.RAW, offset(value), length(value));
                }
            }
        }
        return any;
    }

    /// Flattens those parts of operation `i` that are fragments.
    private void nestedParts(EvtxField field, Template template, int i, int base, int count, int depth)
            throws EvtxFormatException {
        int firstPart = template.first[i];
        for (int part = firstPart; part < firstPart + template.second[i]; part++) {
            int slot = template.partSlots[part];
            if (slot >= 0 && slot < count && isFragment(slots[base + slot])) {
                nested(field, offset(slots[base + slot]), length(slots[base + slot]), false, depth);
            }
        }
    }

    private void scratchValue(byte[] from, int type, int offset, int length) throws EvtxFormatException {
        if (type == BinXml.TYPE_STRING || type == (BinXml.TYPE_STRING | BinXml.ARRAY)) {
            int trimmed = length & ~1;
            while (trimmed > 0 && (from[offset + trimmed - 2] | from[offset + trimmed - 1]) == 0) {
                trimmed -= 2;
            }
            work(length - trimmed, offset);
            scratchRoom(trimmed);
            System.arraycopy(from, offset, scratch, scratchLength, trimmed);
            scratchLength += trimmed;
            return;
        }
        if (type == BinXml.TYPE_ANSI_STRING) {
            scratchRoom(2 * length);
            for (int i = offset; i < offset + length && from[i] != 0; i++) {
                LittleEndian.putU16(scratch, scratchLength, from[i] & 0xFF);
                scratchLength += 2;
            }
            return;
        }
        scratchText(shownAlone(from, type, offset, length), from, offset, length);
    }

    /// Appends a value whose text is ASCII.
    private void scratchText(ValueType type, byte[] from, int offset, int length) throws EvtxFormatException {
        number.truncate(0);
        ValueText.append(type, from, offset, length, number);
        scratchRoom(2 * number.length());
        for (int i = 0; i < number.length(); i++) {
            LittleEndian.putU16(scratch, scratchLength, number.array()[i]);
            scratchLength += 2;
        }
    }

    /// The type under which a value's text is plain ASCII inside a text that is put together.
    private static ValueType shownAlone(byte[] from, int type, int offset, int length) throws EvtxFormatException {
        if (length == 0) {
            return ValueType.EMPTY;
        }
        if (BinXml.fixedBytes(type) == length) {
            return BinXml.valueType(type);
        }
        if (type == BinXml.TYPE_BOOL) {
            return ValueType.BOOL;
        }
        if (type == BinXml.TYPE_SIZE_T && length <= 8) {
            return ValueType.SIZE_T;
        }
        if (type == BinXml.TYPE_SID && length >= 8 && from[offset + 1] >= 0 && 8 + 4 * from[offset + 1] <= length) {
            return ValueType.SID;
        }
        if (!BinXml.isKnown(type & ~BinXml.ARRAY)) {
            throw EvtxFormatException.damaged(offset, "a value type", "0x" + Integer.toHexString(type));
        }
        return ValueType.BINARY;
    }

    private void scratchRoom(int bytes) throws EvtxFormatException {
        if (scratchLength + bytes > MAX_VALUE_BYTES) {
            throw EvtxFormatException.limit(
                    record.offset(), "texts of at most " + MAX_VALUE_BYTES + " bytes in a record", "more");
        }
        work(bytes, record.offset());
        if (scratchLength + bytes > scratch.length) {
            scratch = Arrays.copyOf(scratch, Math.max(2 * scratch.length, scratchLength + bytes));
            record.replaceSource(FROM_SCRATCH, scratch);
        }
    }

    private void work(int units, int at) throws EvtxFormatException {
        workLeft = Math.max(-1, workLeft - units);
        if (workLeft < 0) {
            throw EvtxFormatException.limit(at, "at most " + MAX_WORK + " units of work in a chunk", "more");
        }
    }

    private static void need(int at, int bytes, int end) throws EvtxFormatException {
        if (bytes < 0 || bytes > end - at) {
            throw EvtxFormatException.damaged(at, bytes + " more bytes", end - at + " to the end");
        }
    }
}
