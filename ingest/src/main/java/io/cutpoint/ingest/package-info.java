/// Finds inputs, recognises their formats by content, and reads them block by block into normalised events.
@NullMarked
package io.cutpoint.ingest;

import org.jspecify.annotations.NullMarked;
