/// JSON records: one a line, or one after another, or in one array.
@NullMarked
package io.cutpoint.ingest.json;

import org.jspecify.annotations.NullMarked;
