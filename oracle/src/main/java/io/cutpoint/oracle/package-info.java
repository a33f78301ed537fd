/// The reference interpreter: what a rule means, said as plainly as possible and without any speed.
///
/// Nothing here is part of the product; tests compare the product with it.
@NullMarked
package io.cutpoint.oracle;

import org.jspecify.annotations.NullMarked;
