/// The same steps as keyed operators of Apache Flink, for what outgrows one machine.
///
/// Begin at [io.cutpoint.flink.StepStreams]; design/flink.md says what runs there today.
@NullMarked
package io.cutpoint.flink;

import org.jspecify.annotations.NullMarked;
