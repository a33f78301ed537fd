/// Correlations as keyed steps: many matches in, few hits out.
///
/// Begin at [io.cutpoint.detect.correlate.Correlations], which drives the steps in one process, then
/// [io.cutpoint.detect.correlate.CorrelationStep]. How windows, groups and bounds are meant: design/correlations.md.
@NullMarked
package io.cutpoint.detect.correlate;

import org.jspecify.annotations.NullMarked;
