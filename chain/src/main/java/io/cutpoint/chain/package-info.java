/// Episodes, linking, stages and score: what turns detections into intrusions.
///
/// Start reading at [io.cutpoint.chain.Chain]. Everything is deterministic: the result depends on the set of
/// detections and facts, never on the order inside one instant.
@NullMarked
package io.cutpoint.chain;

import org.jspecify.annotations.NullMarked;
