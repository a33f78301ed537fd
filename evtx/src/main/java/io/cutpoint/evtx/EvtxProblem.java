package io.cutpoint.evtx;

/// Something in a chunk that is not as it should be, with its place.
///
/// @param kind what is wrong
/// @param partOffset where the part concerned (the record, the bytes between records, or the chunk itself) begins, in
///     bytes from the start of the chunk
/// @param offset where exactly, in bytes from the start of the chunk; a damaged template lies outside the record
/// @param wanted what the format asks for at this place
/// @param found what stands there instead
public record EvtxProblem(Kind kind, int partOffset, int offset, String wanted, String found) {

    /// The kinds of problems; [#refused()] separates losses from warnings.
    public enum Kind {
        /// The chunk does not begin with its signature; records that still lie inside are read on.
        CHUNK_SIGNATURE(true),
        /// The chunk ends before its header does, so that nothing of it can be read.
        CHUNK_CUT(true),
        /// A checksum of the chunk is wrong; the chunk is read all the same.
        CHUNK_CHECKSUM(false),
        /// The bytes between two records, or after the last readable one, are no record.
        RECORDS_LOST(true),
        /// The chunk ends in zeros before the last record that its header promises.
        RECORDS_MISSING(false),
        /// The size of a record is impossible, or differs from the copy at its end so that its end is unknown.
        RECORD_SIZE(true),
        /// The copy of the size at the end of a record differs, but the record is in order otherwise.
        RECORD_SIZE_COPY(false),
        /// The content of a record cannot be decoded.
        RECORD_DAMAGED(true),
        /// A record asks for more depth, leaves, text or work than the named limits of the reader allow.
        LIMIT_EXCEEDED(true);

        private final boolean refused;

        Kind(boolean refused) {
            this.refused = refused;
        }

        /// True when a part of the input was lost, false for a warning.
        public boolean refused() {
            return refused;
        }
    }

    @Override
    public String toString() {
        return kind + " at chunk offset " + offset + ": wanted " + wanted + ", found " + found;
    }
}
