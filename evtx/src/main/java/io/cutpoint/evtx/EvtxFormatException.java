package io.cutpoint.evtx;

/// Tells the record level why a record could not be decoded; becomes an [EvtxProblem] there and never leaves the
/// package. It carries no stack trace: in a damaged file it is ordinary control flow.
final class EvtxFormatException extends Exception {
    private static final long serialVersionUID = 1L;

    private final EvtxProblem.Kind kind;
    private final int offset;
    private final String wanted;
    private final String found;

    EvtxFormatException(EvtxProblem.Kind kind, int offset, String wanted, String found) {
        super(wanted, null, false, false);
        this.kind = kind;
        this.offset = offset;
        this.wanted = wanted;
        this.found = found;
    }

    /// The same as a problem of the record that begins at `recordOffset`.
    EvtxProblem in(int recordOffset) {
        return new EvtxProblem(kind, recordOffset, offset, wanted, found);
    }

    static EvtxFormatException damaged(int offset, String wanted, String found) {
        return new EvtxFormatException(EvtxProblem.Kind.RECORD_DAMAGED, offset, wanted, found);
    }

    static EvtxFormatException limit(int offset, String wanted, String found) {
        return new EvtxFormatException(EvtxProblem.Kind.LIMIT_EXCEEDED, offset, wanted, found);
    }
}
