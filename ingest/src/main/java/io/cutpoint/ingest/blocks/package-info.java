/// Cuts a stream of bytes into blocks that one thread can parse alone.
@NullMarked
package io.cutpoint.ingest.blocks;

import org.jspecify.annotations.NullMarked;
