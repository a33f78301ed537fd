package io.cutpoint.evtx;

import java.util.Arrays;

/// Rewrites the elements of a template definition or fragment so that they no longer depend on where they stand.
///
/// In a chunk the same template differs by its name offsets, and by which names are written inline at their first use.
/// The canonical form has each name in place, so equal templates of different chunks have equal bytes: that is the key
/// under which compiled templates are shared, compared in full, so a colliding hash cannot confuse two of them. This
/// pass checks every bound; what follows it reads the canonical form without checks.
///
/// Canonical tokens: [#OPEN] and [#ATTRIBUTE] with a name; [#CONTENT] after the attributes; [#CLOSE]; [#TEXT] with a
/// type, a byte count (four bytes) and the bytes; [#SLOT] with an index (two bytes) and 1 for optional. A name is its
/// number of UTF-16 units (two bytes) and the units, little endian.
///
/// Abuse: an element of a dozen bytes may refer to a long name far away, which multiplies a chunk's size; so names have
/// at most [#MAX_NAME_CHARS] characters, a definition at most [#MAX_BYTES], and every byte written counts as work.
final class CanonicalXml {
    static final int OPEN = 1;
    static final int ATTRIBUTE = 2;
    static final int CONTENT = 3;
    static final int CLOSE = 4;
    static final int TEXT = 5;
    static final int SLOT = 6;

    /// Longest name of an element or attribute; Windows' own are below 100.
    static final int MAX_NAME_CHARS = 1_024;

    /// Largest canonical form; the largest of 16,000 real definitions has less than 16 KiB.
    static final int MAX_BYTES = 256 << 10;

    private static final int NO_DEPENDENCY_BYTES = 1;
    private static final int DEPENDENCY_BYTES = 3;

    private byte[] out = new byte[8_192];
    private int length;

    private byte[] chunk = out;
    private int chunkLength;
    private int end;

    byte[] bytes() {
        return out;
    }

    int length() {
        return length;
    }

    /// Rewrites the elements from `position` on, up to the end of the fragment or a token that is not part of an
    /// element, and returns where that is.
    ///
    /// @param definition whether elements are expected to carry a dependency identifier, as they do in definitions
    int read(byte[] from, int fromLength, int position, int limit, boolean definition) throws EvtxFormatException {
        chunk = from;
        chunkLength = fromLength;
        end = limit;
        length = 0;
        int at = position;
        int depth = 0;
        boolean inStartTag = false;
        while (at < end) {
            int token = chunk[at] & 0xFF;
            switch (token & ~BinXml.MORE) {
                case BinXml.OPEN_ELEMENT -> {
                    if (inStartTag) {
                        throw unexpected(at, "the end of the start tag");
                    }
                    if (depth == EvtxChunkReader.MAX_DEPTH) {
                        throw EvtxFormatException.limit(
                                at, "at most " + EvtxChunkReader.MAX_DEPTH + " nested elements", "more");
                    }
                    at = open(at, token, definition);
                    depth++;
                    inStartTag = true;
                }
                case BinXml.ATTRIBUTE -> {
                    if (!inStartTag) {
                        throw unexpected(at, "no attribute outside a start tag");
                    }
                    at = name(at + 1, ATTRIBUTE);
                }
                case BinXml.CLOSE_START_TAG -> {
                    if (!inStartTag) {
                        throw unexpected(at, "a start tag to close");
                    }
                    put(CONTENT);
                    inStartTag = false;
                    at++;
                }
                case BinXml.CLOSE_EMPTY_ELEMENT -> {
                    if (!inStartTag) {
                        throw unexpected(at, "a start tag to close");
                    }
                    put(CLOSE);
                    inStartTag = false;
                    depth--;
                    at++;
                }
                case BinXml.END_ELEMENT -> {
                    if (inStartTag || depth == 0) {
                        throw unexpected(at, "an open element to end");
                    }
                    put(CLOSE);
                    depth--;
                    at++;
                }
                case BinXml.VALUE -> {
                    requireInside(at, depth);
                    at = value(at + 1);
                }
                case BinXml.CDATA -> {
                    requireInside(at, depth);
                    at = text(at + 1, BinXml.TYPE_STRING);
                }
                case BinXml.CHAR_REFERENCE -> {
                    requireInside(at, depth);
                    need(at, 3);
                    putText(BinXml.TYPE_STRING, chunk, at + 1, 2);
                    at += 3;
                }
                case BinXml.ENTITY_REFERENCE -> {
                    requireInside(at, depth);
                    at = entity(at + 1);
                }
                case BinXml.PI_TARGET -> at = skipName(at + 1);
                case BinXml.PI_DATA -> at = skipText(at + 1);
                case BinXml.SUBSTITUTION, BinXml.OPTIONAL_SUBSTITUTION -> {
                    requireInside(at, depth);
                    need(at, 4);
                    put(SLOT);
                    put(chunk[at + 1]);
                    put(chunk[at + 2]);
                    put((token & ~BinXml.MORE) == BinXml.OPTIONAL_SUBSTITUTION ? 1 : 0);
                    at += 4;
                }
                case BinXml.END_OF_FRAGMENT, BinXml.FRAGMENT_HEADER, BinXml.TEMPLATE_INSTANCE -> {
                    if (depth != 0) {
                        throw unexpected(at, "the end of the element");
                    }
                    return at;
                }
                default -> throw unexpected(at, "a BinXML token");
            }
        }
        if (depth != 0) {
            throw EvtxFormatException.damaged(end, "the end of the element", "the end of the fragment");
        }
        return at;
    }

    /// Whether an element may begin here with this layout: its size stays inside and its name can be one.
    private boolean plausible(int sizeAt) {
        if (sizeAt + 8 > end) {
            return false;
        }
        long size = LittleEndian.u32(chunk, sizeAt);
        int nameAt = LittleEndian.i32(chunk, sizeAt + 4);
        return size > 0
                && size <= end - sizeAt - 4
                && (nameAt == sizeAt + 8 || (nameAt >= EvtxChunkReader.CHUNK_HEADER_BYTES && nameAt <= chunkLength - 8));
    }

    /// An element. Definitions put a dependency identifier before the size, fragments outside templates mostly do not,
    /// and nothing says which; a size of less than 64 KiB read two bytes off is far out of range, so the two layouts
    /// cannot be mistaken for each other while the sizes are in order.
    private int open(int at, int token, boolean definition) throws EvtxFormatException {
        int usual = definition ? DEPENDENCY_BYTES : NO_DEPENDENCY_BYTES;
        int other = definition ? NO_DEPENDENCY_BYTES : DEPENDENCY_BYTES;
        int prefix = !plausible(at + usual) && plausible(at + other) ? other : usual;
        int after = name(at + prefix + 4, OPEN);
        if ((token & BinXml.MORE) != 0) {
            need(after, 4);
            after += 4;
        }
        return after;
    }

    private int name(int at, int token) throws EvtxFormatException {
        int nameAt = nameAt(at);
        int chars = LittleEndian.u16(chunk, nameAt + 6);
        put(token);
        put(chars);
        put(chars >>> 8);
        put(chunk, nameAt + 8, 2 * chars);
        return afterName(at, nameAt, chars);
    }

    private int skipName(int at) throws EvtxFormatException {
        int nameAt = nameAt(at);
        return afterName(at, nameAt, LittleEndian.u16(chunk, nameAt + 6));
    }

    /// The checked offset of the name that the reference at `at` points to.
    private int nameAt(int at) throws EvtxFormatException {
        need(at, 4);
        int nameAt = LittleEndian.i32(chunk, at);
        if (nameAt < 0 || nameAt > chunkLength - 8) {
            throw EvtxFormatException.damaged(at, "the offset of a name in the chunk", Integer.toString(nameAt));
        }
        int chars = LittleEndian.u16(chunk, nameAt + 6);
        if (chars == 0 || chars > MAX_NAME_CHARS || 2 * chars > chunkLength - nameAt - 8) {
            throw EvtxFormatException.damaged(
                    nameAt, "a name of 1 to " + MAX_NAME_CHARS + " characters in the chunk", Integer.toString(chars));
        }
        return nameAt;
    }

    private int afterName(int at, int nameAt, int chars) throws EvtxFormatException {
        if (nameAt != at + 4) {
            return at + 4;
        }
        int inlineBytes = 8 + 2 * chars + 2;
        need(nameAt, inlineBytes);
        return nameAt + inlineBytes;
    }

    private int value(int at) throws EvtxFormatException {
        need(at, 1);
        int type = chunk[at] & 0xFF;
        int fixed = BinXml.fixedBytes(type);
        if (fixed > 0) {
            need(at + 1, fixed);
            putText(type, chunk, at + 1, fixed);
            return at + 1 + fixed;
        }
        if (type == BinXml.TYPE_NULL) {
            return at + 1;
        }
        if (type != BinXml.TYPE_STRING) {
            throw EvtxFormatException.damaged(at, "the type of a constant", "0x" + Integer.toHexString(type));
        }
        return text(at + 1, type);
    }

    private int text(int at, int type) throws EvtxFormatException {
        int after = skipText(at);
        putText(type, chunk, at + 2, after - at - 2);
        return after;
    }

    private int skipText(int at) throws EvtxFormatException {
        need(at, 2);
        int bytes = 2 * LittleEndian.u16(chunk, at);
        need(at + 2, bytes);
        return at + 2 + bytes;
    }

    private int entity(int at) throws EvtxFormatException {
        int nameAt = nameAt(at);
        int chars = LittleEndian.u16(chunk, nameAt + 6);
        String name = LittleEndian.text(chunk, nameAt + 8, chars);
        String text = switch (name) {
            case "amp" -> "&";
            case "lt" -> "<";
            case "gt" -> ">";
            case "quot" -> "\"";
            case "apos" -> "'";
            default -> "&" + name + ";";
        };
        byte[] units = new byte[2 * text.length()];
        for (int i = 0; i < text.length(); i++) {
            LittleEndian.putU16(units, 2 * i, text.charAt(i));
        }
        putText(BinXml.TYPE_STRING, units, 0, units.length);
        return afterName(at, nameAt, chars);
    }

    private void putText(int type, byte[] from, int offset, int count) throws EvtxFormatException {
        put(TEXT);
        put(type);
        put(count);
        put(count >>> 8);
        put(count >>> 16);
        put(count >>> 24);
        put(from, offset, count);
    }

    private void put(int value) throws EvtxFormatException {
        room(1);
        out[length++] = (byte) value;
    }

    private void put(byte[] from, int offset, int count) throws EvtxFormatException {
        room(count);
        System.arraycopy(from, offset, out, length, count);
        length += count;
    }

    private void room(int count) throws EvtxFormatException {
        if (length + count > out.length) {
            if (length + count > MAX_BYTES) {
                throw EvtxFormatException.limit(
                        0, "a template of at most " + MAX_BYTES + " bytes with its names", "more");
            }
            out = Arrays.copyOf(out, Math.min(MAX_BYTES, Math.max(2 * out.length, length + count)));
        }
    }

    private void need(int at, int count) throws EvtxFormatException {
        if (count > end - at) {
            throw EvtxFormatException.damaged(at, count + " more bytes", Math.max(0, end - at) + " to the end");
        }
    }

    private void requireInside(int at, int depth) throws EvtxFormatException {
        if (depth == 0) {
            throw unexpected(at, "an element around a value");
        }
    }

    private EvtxFormatException unexpected(int at, String wanted) {
        return EvtxFormatException.damaged(at, wanted, "token 0x" + Integer.toHexString(chunk[at] & 0xFF));
    }
}
