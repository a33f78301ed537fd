/// The command line: reads arguments, calls the engine, prints for people and for programs.
///
/// Start reading at [Main]; the verbs stand in [Verbs]. Data goes to standard output, talk to standard error.
@NullMarked
package io.cutpoint.cli;

import org.jspecify.annotations.NullMarked;
