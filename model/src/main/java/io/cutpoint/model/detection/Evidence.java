package io.cutpoint.model.detection;

import io.cutpoint.model.event.Position;
import io.cutpoint.model.event.SourceId;

/// One copy of a record that a detection rests on. The record itself stays where it is.
///
/// @param source where it was read
/// @param at where it stands there
/// @param record the number in an EVTX record's header; elsewhere the number of the line, row or message, from 1
/// @param sha256 of the record's own bytes, in lower-case hexadecimal
public record Evidence(SourceId source, Position at, long record, String sha256) {}
