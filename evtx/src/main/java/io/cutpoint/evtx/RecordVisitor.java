package io.cutpoint.evtx;

/// Receives what an [EvtxChunkReader] finds in a chunk, in the order of the bytes.
public interface RecordVisitor {

    /// A record that was read.
    ///
    /// @param record valid, like everything obtained from it but its fields, only until this method returns
    void record(EvtxRecord record);

    /// A part that could not be read, or a warning ([EvtxProblem.Kind#refused()]).
    void problem(EvtxProblem problem);
}
