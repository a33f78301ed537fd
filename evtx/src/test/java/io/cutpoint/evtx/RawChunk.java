package io.cutpoint.evtx;

import java.util.Arrays;
import java.util.zip.CRC32;

/// Writes a chunk token by token, valid or not: for shapes that [EvtxWriter] never makes.
final class RawChunk {
    final byte[] bytes = new byte[EvtxFileHeader.CHUNK_BYTES];
    int at = EvtxChunkReader.CHUNK_HEADER_BYTES;
    private int recordAt;
    private long records;

    RawChunk begin() {
        recordAt = at;
        i32(EvtxChunkReader.RECORD_SIGNATURE).i32(0).i64(++records).i64(0);
        return this;
    }

    RawChunk end() {
        int size = at - recordAt + 4;
        LittleEndian.putI32(bytes, recordAt + 4, size);
        return i32(size);
    }

    byte[] finish() {
        LittleEndian.putI64(bytes, 0, EvtxChunkReader.CHUNK_SIGNATURE);
        LittleEndian.putI64(bytes, 8, 1);
        LittleEndian.putI64(bytes, 16, records);
        LittleEndian.putI64(bytes, 24, 1);
        LittleEndian.putI64(bytes, 32, records);
        LittleEndian.putI32(bytes, 40, 128);
        LittleEndian.putI32(bytes, 44, recordAt);
        LittleEndian.putI32(bytes, 48, at);
        CRC32 crc = new CRC32();
        crc.update(bytes, 512, at - 512);
        LittleEndian.putI32(bytes, 52, (int) crc.getValue());
        crc.reset();
        crc.update(bytes, 0, 120);
        crc.update(bytes, 128, 384);
        LittleEndian.putI32(bytes, 124, (int) crc.getValue());
        return bytes;
    }

    RawChunk u8(int... values) {
        for (int value : values) {
            bytes[at++] = (byte) value;
        }
        return this;
    }

    RawChunk u16(int value) {
        LittleEndian.putU16(bytes, at, value);
        at += 2;
        return this;
    }

    RawChunk i32(int value) {
        LittleEndian.putI32(bytes, at, value);
        at += 4;
        return this;
    }

    RawChunk i64(long value) {
        LittleEndian.putI64(bytes, at, value);
        at += 8;
        return this;
    }

    RawChunk put(byte[] value) {
        System.arraycopy(value, 0, bytes, at, value.length);
        at += value.length;
        return this;
    }

    RawChunk chars(String text) {
        for (int i = 0; i < text.length(); i++) {
            u16(text.charAt(i));
        }
        return this;
    }

    RawChunk fragmentHeader() {
        return u8(BinXml.FRAGMENT_HEADER, 1, 1, 0);
    }

    /// A name, always inline; its link to the next name points at itself.
    RawChunk name(String name) {
        i32(at + 4);
        return i32(at).u16(0).u16(name.length()).chars(name).u16(0);
    }

    /// An element with a dependency identifier, as in templates; its size is left 0, which no reader may rely on.
    RawChunk open(String name) {
        return u8(BinXml.OPEN_ELEMENT).u16(0xFFFF).i32(0).name(name);
    }

    RawChunk openWithAttributes(String name) {
        return u8(BinXml.OPEN_ELEMENT | BinXml.MORE).u16(0xFFFF).i32(0).name(name).i32(0);
    }

    /// An element without a dependency identifier, with a size that is true enough.
    RawChunk openLoose(String name) {
        return u8(BinXml.OPEN_ELEMENT).i32(8).name(name);
    }

    RawChunk attribute(String name) {
        return u8(BinXml.ATTRIBUTE).name(name);
    }

    RawChunk content() {
        return u8(BinXml.CLOSE_START_TAG);
    }

    RawChunk close() {
        return u8(BinXml.END_ELEMENT);
    }

    RawChunk closeEmpty() {
        return u8(BinXml.CLOSE_EMPTY_ELEMENT);
    }

    RawChunk text(String text) {
        return u8(BinXml.VALUE, BinXml.TYPE_STRING).u16(text.length()).chars(text);
    }

    RawChunk slot(int index) {
        return u8(BinXml.SUBSTITUTION).u16(index).u8(BinXml.TYPE_STRING);
    }

    RawChunk optionalSlot(int index) {
        return u8(BinXml.OPTIONAL_SUBSTITUTION).u16(index).u8(BinXml.TYPE_STRING);
    }

    /// An instance whose definition stands inside, ended by [#values].
    RawChunk template(Runnable definition) {
        u8(BinXml.TEMPLATE_INSTANCE, 1).i32(1).i32(at + 4);
        int begin = at;
        i32(begin).put(new byte[16]).i32(0).fragmentHeader();
        definition.run();
        u8(BinXml.END_OF_FRAGMENT);
        LittleEndian.putI32(bytes, begin + 20, at - begin - 24);
        return this;
    }

    /// Substitution values: pairs of a type and bytes.
    RawChunk values(Object... typesAndBytes) {
        i32(typesAndBytes.length / 2);
        for (int i = 0; i < typesAndBytes.length; i += 2) {
            u16(((byte[]) typesAndBytes[i + 1]).length).u8((Integer) typesAndBytes[i], 0);
        }
        for (int i = 1; i < typesAndBytes.length; i += 2) {
            put((byte[]) typesAndBytes[i]);
        }
        return this;
    }

    static byte[] utf16(String text) {
        byte[] units = new byte[2 * text.length()];
        for (int i = 0; i < text.length(); i++) {
            LittleEndian.putU16(units, 2 * i, text.charAt(i));
        }
        return units;
    }

    /// The bytes that the writing done by `part` would add here, taken out again.
    byte[] cut(Runnable part) {
        int begin = at;
        part.run();
        byte[] cut = Arrays.copyOfRange(bytes, begin, at);
        Arrays.fill(bytes, begin, at, (byte) 0);
        at = begin;
        return cut;
    }
}
