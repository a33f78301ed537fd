/// What came from what, on a host and between hosts.
@NullMarked
package io.cutpoint.provenance;

import org.jspecify.annotations.NullMarked;
