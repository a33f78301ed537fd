/// Test material that any matcher can run: the conformance vectors, and random rules with events that they often
/// match.
@NullMarked
package io.cutpoint.oracle.vectors;

import org.jspecify.annotations.NullMarked;
