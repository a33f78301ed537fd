package io.cutpoint.evtx;

/// A security identifier, encoded once. Immutable.
public final class EvtxSid {
    final byte[] bytes;
    private final String text;

    private EvtxSid(String text) {
        this.text = text;
        this.bytes = EvtxValue.sid(text).bytes;
    }

    /// The identifier in the form `S-1-5-21-...`.
    ///
    /// @throws IllegalArgumentException if it has another form
    public static EvtxSid of(String text) {
        return new EvtxSid(text);
    }

    /// The form `S-1-5-21-...`.
    @Override
    public String toString() {
        return text;
    }
}
