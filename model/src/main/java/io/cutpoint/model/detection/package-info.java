/// What an analyst sees: a rule that was true for an event, with its stage and its evidence.
@NullMarked
package io.cutpoint.model.detection;

import org.jspecify.annotations.NullMarked;
