/// Text that an attacker may have written, and the only way to print it.
@NullMarked
package io.cutpoint.model.text;

import org.jspecify.annotations.NullMarked;
