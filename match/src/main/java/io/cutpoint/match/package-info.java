/// Rules compiled once and matched a billion times.
///
/// [RuleCompiler] makes a [Program] of a list of rules; every thread takes one [Matcher] from it. An event passes
/// four stations, each of which leaves less to the next:
///
/// 1. *Routing.* The event's log sources choose a `Partition`: the rules that may apply at all.
/// 2. *Literals.* One pass over each value finds every literal that can make a rule a candidate, or that stands in a
///    long list (`FieldIndex`); where all literals of a field are long, most values are ruled out before they are
///    unescaped and folded (`Sieve`). A value that was seen before is known as it stands in the record: among many where
///    much is asked of its field (`ValueCache`), else only the last one (`LastValues`). A literal found turns on the *slots* that wait for it; a slot is a list of
///    alternatives, such as the value list of one item of a rule.
/// 3. *Candidates.* Each rule has a set of slots of which one must be on for the rule to be true (`Anchors`). Only
///    rules with such a slot go on.
/// 4. *Conditions.* A candidate's condition is a short program over slots. A slot that no literal turns on is asked for
///    here, and its literals are looked for (`Needle`). What literals cannot decide (regular
///    expressions, inner wildcards, networks, comparisons) is evaluated here, at most once per event, and only where
///    the literals that it needs were found.
///
/// Each station errs on the side of passing an event on, save the last, which is exact.
@NullMarked
package io.cutpoint.match;

import org.jspecify.annotations.NullMarked;
