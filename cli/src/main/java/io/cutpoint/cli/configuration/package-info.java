/// Settings that hold for many calls: what may be set, where it is read from, and which place wins.
///
/// Begin at [io.cutpoint.cli.configuration.Configuration]. The YAML parser is touched only where a file is there.
@NullMarked
package io.cutpoint.cli.configuration;

import org.jspecify.annotations.NullMarked;
