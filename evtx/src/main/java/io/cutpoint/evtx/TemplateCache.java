package io.cutpoint.evtx;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The compiled templates of a reader: by place within the current chunk, by content across chunks.
///
/// The key of a compiled template is its canonical form together with the path of the element that it stands in, since
/// the fields depend on both; the hash of the form only finds the bucket. Bounded by [#MAX_TEMPLATES],
/// [#MAX_FORM_BYTES] and [#MAX_OPERATIONS], which hold the templates of a whole host; when full it is emptied, which
/// costs time but changes no result.
final class TemplateCache {
    static final int MAX_TEMPLATES = 4_096;
    static final int MAX_FORM_BYTES = 8 << 20;

    /// Operations of all templates together; each keeps a hundred bytes alive where names cannot be shared.
    static final int MAX_OPERATIONS = 1 << 18;

    /// Definitions of one chunk found by place; a chunk has room for no more than 2,000 that differ.
    static final int MAX_PLACED = 8_192;

    private static final int BUCKETS = 4_096;
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private record Entry(long hash, byte[] form, ElementPath context, Template template, @Nullable Entry next) {}

    private final TemplateCompiler compiler;
    private final CanonicalXml canonical = new CanonicalXml();

    private final @Nullable Entry[] buckets = new @Nullable Entry[BUCKETS];
    private int templates;
    private int formBytes;
    private int operations;

    // Open addressing over the definitions used in this chunk; a slot is free when its template is null.
    private int placed;
    private int[] placeOffsets = new int[128];
    private ElementPath[] placeContexts = new ElementPath[128];
    private @Nullable Template[] placeTemplates = new @Nullable Template[128];

    TemplateCache(FieldTable table) {
        this.compiler = new TemplateCompiler(table);
    }

    void beginChunk() {
        if (placed > 0) {
            Arrays.fill(placeTemplates, null);
            placed = 0;
        }
    }

    /// The template whose definition (after its header) is at `offset`, or null when it was not used in this chunk yet.
    @Nullable Template placed(int offset, ElementPath context) {
        int mask = placeTemplates.length - 1;
        int at = spread(offset, context) & mask;
        while (true) {
            Template template = placeTemplates[at];
            if (template == null) {
                return null;
            }
            if (placeOffsets[at] == offset && isSame(placeContexts[at], context)) {
                return template;
            }
            at = at + 1 & mask;
        }
    }

    /// Compiles the definition at `offset` of the chunk, or finds it compiled already.
    Template define(byte[] chunk, int chunkLength, int offset, int length, ElementPath context)
            throws EvtxFormatException {
        int after = canonical.read(chunk, chunkLength, offset, offset + length, true);
        if (after < offset + length && chunk[after] == BinXml.FRAGMENT_HEADER) {
            after = canonical.read(chunk, chunkLength, after + 4, offset + length, true);
        }
        if (after < offset + length && chunk[after] != BinXml.END_OF_FRAGMENT) {
            throw EvtxFormatException.damaged(after, "the end of the template", "another fragment");
        }
        Template template = share(context);
        place(offset, context, template);
        return template;
    }

    /// Reads elements that stand outside a template; returns the offset behind them and leaves the template in
    /// [#loose(ElementPath)].
    int readLoose(byte[] chunk, int chunkLength, int position, int end) throws EvtxFormatException {
        return canonical.read(chunk, chunkLength, position, end, false);
    }

    /// What [#readLoose] read, compiled; not shared, since its texts differ from record to record.
    Template loose(ElementPath context) {
        return compiler.compile(canonical.bytes(), canonical.length(), context);
    }

    private Template share(ElementPath context) {
        byte[] form = canonical.bytes();
        int length = canonical.length();
        long hash = hash(form, length);
        int bucket = (int) (hash >>> 52);
        for (Entry entry = buckets[bucket]; entry != null; entry = entry.next) {
            if (entry.hash == hash
                    && isSame(entry.context, context)
                    && Arrays.equals(entry.form, 0, entry.form.length, form, 0, length)) {
                return entry.template;
            }
        }
        Template template = compiler.compile(form, length, context);
        if (templates == MAX_TEMPLATES
                || formBytes + length > MAX_FORM_BYTES
                || operations + template.count > MAX_OPERATIONS) {
            Arrays.fill(buckets, null);
            templates = 0;
            formBytes = 0;
            operations = 0;
        }
        buckets[bucket] = new Entry(hash, Arrays.copyOf(form, length), context, template, buckets[bucket]);
        templates++;
        formBytes += length;
        operations += template.count;
        return template;
    }

    private void place(int offset, ElementPath context, Template template) {
        if (placed == MAX_PLACED) {
            return;
        }
        if (2 * placed >= placeTemplates.length) {
            growPlaces();
        }
        int mask = placeTemplates.length - 1;
        int at = spread(offset, context) & mask;
        while (placeTemplates[at] != null) {
            at = at + 1 & mask;
        }
        placeOffsets[at] = offset;
        placeContexts[at] = context;
        placeTemplates[at] = template;
        placed++;
    }

    private void growPlaces() {
        int[] oldOffsets = placeOffsets;
        ElementPath[] oldContexts = placeContexts;
        @Nullable Template[] oldTemplates = placeTemplates;
        placeOffsets = new int[2 * oldOffsets.length];
        placeContexts = new ElementPath[2 * oldOffsets.length];
        placeTemplates = new @Nullable Template[2 * oldOffsets.length];
        placed = 0;
        for (int i = 0; i < oldTemplates.length; i++) {
            Template template = oldTemplates[i];
            if (template != null) {
                place(oldOffsets[i], oldContexts[i], template);
            }
        }
    }

    /// Paths are shared, so the same object is the same path.
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(ElementPath one, ElementPath other) {
        return one == other;
    }

    private static int spread(int offset, ElementPath context) {
        return ((offset + (context.id << 16)) * 0x9E37_79B9) >>> 16;
    }

    private static long hash(byte[] form, int length) {
        long hash = length * MULTIPLIER;
        int at = 0;
        for (; at + 8 <= length; at += 8) {
            hash = (hash ^ LittleEndian.i64(form, at)) * MULTIPLIER;
            hash ^= hash >>> 29;
        }
        for (; at < length; at++) {
            hash = (hash ^ form[at]) * MULTIPLIER;
        }
        return hash ^ hash >>> 32;
    }
}
