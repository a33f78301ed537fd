/// What happens in the company on every day, wanted or not noticed.
@NullMarked
package io.cutpoint.generator.daily;

import org.jspecify.annotations.NullMarked;
