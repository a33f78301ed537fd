/// Evidence to try the product on: the story of a small company as event logs, with the truth beside it.
///
/// Start with [Generator]. A story is acts in the order of time (`world`), in `daily` and `intrusion`; sensors, such as
/// those of `windows`, write what they see of it.
@NullMarked
package io.cutpoint.generator;

import org.jspecify.annotations.NullMarked;
