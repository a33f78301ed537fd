/// Measures a result folder against what is known to have happened.
///
/// Start with [Evaluation]: it reads the truth, then the intrusions, then the detections, each once and in a stream.
/// What is kept of a detection are some 30 bytes; texts are kept of hosts, sources and attacks alone.
@NullMarked
package io.cutpoint.evaluate;

import org.jspecify.annotations.NullMarked;
