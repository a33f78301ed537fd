/// The report: one HTML file without script that tells everything that an analysis found.
///
/// Begin at [io.cutpoint.export.Report]; what it tells is [io.cutpoint.export.Findings].
@NullMarked
package io.cutpoint.export;

import org.jspecify.annotations.NullMarked;
