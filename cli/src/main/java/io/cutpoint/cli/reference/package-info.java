/// The handbook that is made from the command table: the manual page, completion for shells, the pages of docs/.
///
/// Begin at [io.cutpoint.cli.reference.Reference]. All texts in it are the product's own.
@NullMarked
package io.cutpoint.cli.reference;

import org.jspecify.annotations.NullMarked;
