/// Drives all steps in one process: bytes in, a result folder out.
@NullMarked
package io.cutpoint.engine;

import org.jspecify.annotations.NullMarked;
