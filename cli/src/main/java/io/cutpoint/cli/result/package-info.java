/// Reads a result folder back. What it holds came from logs once and is untrusted again.
@NullMarked
package io.cutpoint.cli.result;

import org.jspecify.annotations.NullMarked;
