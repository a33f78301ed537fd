/// What Windows hosts write of it all: event logs as files.
@NullMarked
package io.cutpoint.generator.windows;

import org.jspecify.annotations.NullMarked;
