package io.cutpoint.provenance;

import io.cutpoint.model.text.Untrusted;

/// One process of an attack's tree, in the order in which it is printed: each below the one that led to it.
///
/// @param node the process
/// @param depth how far to indent, from 0
/// @param host the key of its host
/// @param image the path of its program
/// @param commandLine how it was started
/// @param user its account
/// @param startNanos when its start was written, or no time
/// @param by how it came to belong: started, injected, by a shared channel ..
/// @param isEntry whether the attack begins here
/// @param isSeed whether a detection that seeds the intrusion is about it
/// @param isMatched whether a rule was true for its start
/// @param isReconstructed whether a reconstructed step is about it
public record TreeLine(
    int node,
    int depth,
    String host,
    Untrusted image,
    Untrusted commandLine,
    Untrusted user,
    long startNanos,
    String by,
    boolean isEntry,
    boolean isSeed,
    boolean isMatched,
    boolean isReconstructed) {}
