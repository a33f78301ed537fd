package io.cutpoint.provenance;

/// A process of the attack, and how it is known to be one.
///
/// @param node the process
/// @param since from when on what it does is the attack's: for a process that was injected into, not its whole life
/// @param confidence of the weakest edge between it and the seed
/// @param via the process that leads from it to the seed; [ProcessForest#NONE] for the seed itself
/// @param how one sentence on that edge
/// @param by how it came to belong, in a word or two, for a printed tree
record Member(int node, long since, double confidence, int via, String how, String by) {}
