/// What the order-free first phase keeps of an event for the ordered second phase.
@NullMarked
package io.cutpoint.model.fact;

import org.jspecify.annotations.NullMarked;
