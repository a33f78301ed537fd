/// Turns facts and the rules that were true for them into detections: identity, stage, outcome, and who did what to
/// whom.
@NullMarked
package io.cutpoint.detect;

import org.jspecify.annotations.NullMarked;
