/// Turns events into facts and facts into bytes.
@NullMarked
package io.cutpoint.engine.facts;

import org.jspecify.annotations.NullMarked;
