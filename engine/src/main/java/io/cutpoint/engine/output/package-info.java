/// Writes the result folder.
@NullMarked
package io.cutpoint.engine.output;

import org.jspecify.annotations.NullMarked;
