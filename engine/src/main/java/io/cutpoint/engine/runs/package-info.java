/// Entries on disk in sorted order: what the first phase hands to the second.
@NullMarked
package io.cutpoint.engine.runs;

import org.jspecify.annotations.NullMarked;
