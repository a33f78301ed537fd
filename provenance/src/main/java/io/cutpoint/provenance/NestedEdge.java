package io.cutpoint.provenance;

import io.cutpoint.model.event.EventId;

/// From a process of the attack to a session on another host, where a chain of its own begins.
///
/// @param from the process here
/// @param host the key of the other host
/// @param session the entity key of the session there; empty where every host has it
/// @param event the logon there
/// @param confidence of the weakest edge
/// @param reason a sentence for people
public record NestedEdge(int from, String host, String session, EventId event, double confidence, String reason) {}
