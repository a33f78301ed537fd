package io.cutpoint.evaluate;

import io.cutpoint.model.Stage;
import java.util.Set;

/// What is kept of an intrusion.
///
/// @param id 32 hexadecimal digits
/// @param score 0 to 100
/// @param confirmed stages that it shows as proved
/// @param omitted members that a bound left out of its lists
record IntrusionLine(String id, double score, Set<Stage> confirmed, long omitted) {}
