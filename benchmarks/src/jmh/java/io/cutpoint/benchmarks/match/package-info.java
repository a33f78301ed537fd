/// Benchmarks of matching, beside the reference interpreter and the bandwidth of memory.
@NullMarked
package io.cutpoint.benchmarks.match;

import org.jspecify.annotations.NullMarked;
