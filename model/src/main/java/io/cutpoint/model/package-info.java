/// The seven stages and the two parts of the last one.
@NullMarked
package io.cutpoint.model;

import org.jspecify.annotations.NullMarked;
