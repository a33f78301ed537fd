/// The rules that come with Cutpoint: Sigma files of our own, in folders named after the stage that a match means.
///
/// "Adding a rule": a file below `<stage>/` and its line in `index.txt`; `<name>.positive.ndjson` and
/// `<name>.negative.ndjson` beside it; `BuiltInRulesTest` checks all of it.
@NullMarked
package io.cutpoint.rules;

import org.jspecify.annotations.NullMarked;
