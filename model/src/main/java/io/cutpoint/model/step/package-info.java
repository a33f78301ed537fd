/// Pure, stateful units of work and what drives them.
@NullMarked
package io.cutpoint.model.step;

import org.jspecify.annotations.NullMarked;
