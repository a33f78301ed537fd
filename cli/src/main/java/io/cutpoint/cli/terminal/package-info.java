/// What stands on the screen: colours, columns, wrapped text, the progress line.
///
/// Text that came from a log, a rule or a file name is [io.cutpoint.model.text.Untrusted] until
/// [io.cutpoint.model.text.SafeText] has made it harmless; strings are ours or already safe.
@NullMarked
package io.cutpoint.cli.terminal;

import org.jspecify.annotations.NullMarked;
