/// Windows events: their log sources, and the generic names of Sigma's categories.
@NullMarked
package io.cutpoint.ingest.windows;

import org.jspecify.annotations.NullMarked;
