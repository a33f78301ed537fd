package io.cutpoint.evtx;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Makes a [Template] of a canonical form (see [CanonicalXml], which has checked it).
///
/// Rules, chosen so that the leaves are those that Windows' own XML shows:
/// an element without child elements is a leaf, empty if it has no text, except that an element which has nothing but
/// attributes (`<Execution ProcessID="4"/>`) gives only these; the `Name` attribute of `Data` and `ComplexData` is part
/// of the field; namespace declarations are not values; white space between child elements is not a value.
final class TemplateCompiler {
    private static final String NAME = "Name";

    private final FieldTable table;

    // Operations.
    private int count;
    private byte[] operations = new byte[64];
    private EvtxField[] fields = new EvtxField[64];
    private int[] first = new int[64];
    private int[] second = new int[64];
    private boolean[] dynamic = new boolean[64];
    private boolean hasNames;

    // Constant texts.
    private byte[] constants = new byte[1_024];
    private int constantsLength;

    // Parts: those of finished operations, then from `pending` on those of the text being read.
    private int parts;
    private int pending;
    private int[] partSlots = new int[16];
    private int[] partTypes = new int[16];
    private int[] partOffsets = new int[16];
    private int[] partLengths = new int[16];
    private boolean[] partOptional = new boolean[16];

    // Open elements.
    private final ElementPath[] paths = new ElementPath[EvtxChunkReader.MAX_DEPTH + 1];
    private final boolean[] hasChildren = new boolean[EvtxChunkReader.MAX_DEPTH + 1];
    private final boolean[] hasAttributes = new boolean[EvtxChunkReader.MAX_DEPTH + 1];
    private final boolean[] hasDynamicName = new boolean[EvtxChunkReader.MAX_DEPTH + 1];
    private final @Nullable String[] dataNames = new @Nullable String[EvtxChunkReader.MAX_DEPTH + 1];
    private @Nullable String attribute;

    TemplateCompiler(FieldTable table) {
        this.table = table;
    }

    /// Compiles the elements of a canonical form that stand inside `context`.
    Template compile(byte[] form, int length, ElementPath context) {
        count = 0;
        constantsLength = 0;
        parts = 0;
        pending = 0;
        attribute = null;
        hasNames = false;
        int depth = 0;
        paths[0] = context;
        int at = 0;
        while (at < length) {
            switch (form[at++]) {
                case CanonicalXml.OPEN -> {
                    if (depth > 0) {
                        flushMixed(depth);
                        hasChildren[depth] = true;
                    }
                    String name = name(form, at);
                    at += 2 + 2 * name.length();
                    depth++;
                    paths[depth] = table.child(paths[depth - 1], name);
                    hasChildren[depth] = false;
                    hasAttributes[depth] = false;
                    hasDynamicName[depth] = false;
                    dataNames[depth] = null;
                }
                case CanonicalXml.ATTRIBUTE -> {
                    finishAttribute(depth);
                    String name = name(form, at);
                    at += 2 + 2 * name.length();
                    attribute = name;
                }
                case CanonicalXml.CONTENT -> finishAttribute(depth);
                case CanonicalXml.CLOSE -> {
                    finishAttribute(depth);
                    finishElement(depth);
                    depth--;
                }
                case CanonicalXml.TEXT -> {
                    int bytes = LittleEndian.i32(form, at + 1);
                    addText(form[at] & 0xFF, form, at + 5, bytes);
                    at += 5 + bytes;
                }
                case CanonicalXml.SLOT -> {
                    addPart(LittleEndian.u16(form, at), BinXml.TYPE_NULL, 0, 0, form[at + 2] != 0);
                    at += 3;
                }
                default -> throw new IllegalStateException("canonical token at " + (at - 1) + ": " + form[at - 1]);
            }
        }
        return new Template(
                count,
                Arrays.copyOf(operations, count),
                Arrays.copyOf(fields, count),
                Arrays.copyOf(first, count),
                Arrays.copyOf(second, count),
                Arrays.copyOf(dynamic, count),
                hasNames,
                Arrays.copyOf(constants, constantsLength),
                Arrays.copyOf(partSlots, parts),
                Arrays.copyOf(partTypes, parts),
                Arrays.copyOf(partOffsets, parts),
                Arrays.copyOf(partLengths, parts),
                length);
    }

    private static String name(byte[] form, int at) {
        return LittleEndian.text(form, at + 2, LittleEndian.u16(form, at));
    }

    private void finishAttribute(int depth) {
        String name = attribute;
        if (name == null) {
            return;
        }
        attribute = null;
        if (name.equals("xmlns") || name.startsWith("xmlns:")) {
            dropPending();
            return;
        }
        ElementPath element = paths[depth];
        if (element.named && name.equals(NAME)) {
            if (pendingIsConstant()) {
                dataNames[depth] = pendingText();
                dropPending();
            } else {
                hasDynamicName[depth] = true;
                hasNames = true;
                emitParts(Template.NAME, field(depth, null), false);
            }
            return;
        }
        hasAttributes[depth] = true;
        EvtxField field = field(depth, name);
        boolean named = hasDynamicName[depth];
        if (parts == pending) {
            emit(Template.EMPTY, field, 0, 0, named);
        } else if (parts - pending == 1 && partSlots[pending] >= 0) {
            emit(
                    partOptional[pending] ? Template.OPTIONAL_ATTRIBUTE : Template.ATTRIBUTE,
                    field,
                    partSlots[pending],
                    0,
                    named);
            dropPending();
        } else if (pendingIsConstant()) {
            emitConstant(field, named);
        } else {
            emitParts(Template.ATTRIBUTE_TEXT, field, named);
        }
    }

    private void finishElement(int depth) {
        if (hasChildren[depth]) {
            flushMixed(depth);
            return;
        }
        boolean named = hasDynamicName[depth];
        if (parts == pending) {
            if (!hasAttributes[depth] || paths[depth].named) {
                emit(Template.EMPTY, field(depth, null), 0, 0, named);
            }
        } else if (parts - pending == 1 && partSlots[pending] >= 0) {
            emit(Template.VALUE, field(depth, null), partSlots[pending], 0, named);
            dropPending();
        } else if (pendingIsConstant()) {
            emitConstant(field(depth, null), named);
        } else {
            emitParts(Template.TEXT, field(depth, null), named);
        }
    }

    /// Ends a text that stands beside child elements.
    private void flushMixed(int depth) {
        if (parts == pending) {
            return;
        }
        boolean named = hasDynamicName[depth];
        if (parts - pending == 1 && partSlots[pending] >= 0) {
            emit(Template.MIXED, field(depth, null), partSlots[pending], 0, named);
            dropPending();
        } else if (pendingIsConstant()) {
            if (pendingText().isBlank()) {
                dropPending();
            } else {
                emitConstant(field(depth, null), named);
            }
        } else {
            emitParts(Template.MIXED_TEXT, field(depth, null), named);
        }
    }

    private EvtxField field(int depth, @Nullable String attributeName) {
        return table.field(paths[depth], attributeName, dataNames[depth]);
    }

    private void addText(int type, byte[] form, int offset, int bytes) {
        if (constantsLength + bytes > constants.length) {
            constants = Arrays.copyOf(constants, Math.max(2 * constants.length, constantsLength + bytes));
        }
        System.arraycopy(form, offset, constants, constantsLength, bytes);
        addPart(-1, type, constantsLength, bytes, false);
        constantsLength += bytes;
    }

    private void addPart(int slot, int type, int offset, int bytes, boolean optional) {
        if (parts == partSlots.length) {
            partSlots = Arrays.copyOf(partSlots, 2 * parts);
            partTypes = Arrays.copyOf(partTypes, 2 * parts);
            partOffsets = Arrays.copyOf(partOffsets, 2 * parts);
            partLengths = Arrays.copyOf(partLengths, 2 * parts);
            partOptional = Arrays.copyOf(partOptional, 2 * parts);
        }
        partSlots[parts] = slot;
        partTypes[parts] = type;
        partOffsets[parts] = offset;
        partLengths[parts] = bytes;
        partOptional[parts] = optional;
        parts++;
    }

    /// Whether the pending parts are texts, or nothing; a constant of another type has to be formatted.
    private boolean pendingIsConstant() {
        for (int part = pending; part < parts; part++) {
            if (partSlots[part] >= 0 || partTypes[part] != BinXml.TYPE_STRING) {
                return false;
            }
        }
        return true;
    }

    /// The pending constant texts; they stand one behind the other in `constants`.
    private String pendingText() {
        return parts == pending
                ? ""
                : LittleEndian.text(constants, partOffsets[pending], pendingBytes() / 2);
    }

    private int pendingBytes() {
        return partOffsets[parts - 1] + partLengths[parts - 1] - partOffsets[pending];
    }

    private void emitConstant(EvtxField field, boolean named) {
        int bytes = pendingBytes();
        if (bytes == 0) {
            emit(Template.EMPTY, field, 0, 0, named);
        } else {
            emit(Template.CONSTANT, field, partOffsets[pending], bytes, named);
        }
        dropPending();
    }

    private void emitParts(byte operation, EvtxField field, boolean named) {
        emit(operation, field, pending, parts - pending, named);
        pending = parts;
    }

    private void dropPending() {
        parts = pending;
    }

    private void emit(byte operation, EvtxField field, int firstOperand, int secondOperand, boolean named) {
        if (count == operations.length) {
            operations = Arrays.copyOf(operations, 2 * count);
            fields = Arrays.copyOf(fields, 2 * count);
            first = Arrays.copyOf(first, 2 * count);
            second = Arrays.copyOf(second, 2 * count);
            dynamic = Arrays.copyOf(dynamic, 2 * count);
        }
        operations[count] = operation;
        fields[count] = field;
        first[count] = firstOperand;
        second[count] = secondOperand;
        dynamic[count] = named;
        count++;
    }
}
