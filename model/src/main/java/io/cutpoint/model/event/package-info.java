/// One record of telemetry: its flat form, where it came from, when, and which it is.
@NullMarked
package io.cutpoint.model.event;

import org.jspecify.annotations.NullMarked;
