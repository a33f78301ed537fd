/// What a correlation rule asks for: several matches of other rules that belong together.
@NullMarked
package io.cutpoint.model.correlation;

import org.jspecify.annotations.NullMarked;
