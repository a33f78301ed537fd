/// Linked detections moving through the stages.
@NullMarked
package io.cutpoint.model.intrusion;

import org.jspecify.annotations.NullMarked;
