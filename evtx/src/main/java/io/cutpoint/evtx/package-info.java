/// Windows event log files (EVTX), read chunk by chunk and written for fixtures.
///
/// A file is a header block ([EvtxFileHeader]) followed by chunks of 64 KiB. A chunk stands alone: it holds its
/// records and the templates and names that they refer to. The caller reads the bytes and hands each chunk to an
/// [EvtxChunkReader], which calls a [RecordVisitor] for every record and for everything that could not be read. A
/// record arrives as the flat list of the leaves of its event XML ([EvtxRecord], [EvtxField]); text is made only
/// when asked for. [EvtxWriter] makes files of the same form.
///
/// Everything in a file is hostile: sizes, offsets, depth and the amount of work per chunk are bounded by named
/// constants, and bad input is an [EvtxProblem], never an exception.
///
/// Sources of the format: \[MS-EVEN6\] (BinXML grammar and value types); J. Metz, "Windows XML Event Log (EVTX)
/// format" (file, chunk and record headers).
@NullMarked
package io.cutpoint.evtx;

import org.jspecify.annotations.NullMarked;
