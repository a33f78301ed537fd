/// ATT&CK facts, and which of the seven stages a detection means.
///
/// Start reading at [io.cutpoint.attack.StageResolver]; what it knows stands in the resource `stages.tsv`.
@NullMarked
package io.cutpoint.attack;

import org.jspecify.annotations.NullMarked;
