/// Unpacks what was packed, and runs it where nothing else of the product is.
@NullMarked
package io.cutpoint.dist;

import org.jspecify.annotations.NullMarked;
