/// What may be written after `cutpoint`: one table per verb that parsing, help and "did you mean" are made from.
@NullMarked
package io.cutpoint.cli.arguments;

import org.jspecify.annotations.NullMarked;
