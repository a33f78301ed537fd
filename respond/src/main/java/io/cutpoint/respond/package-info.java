/// What an intrusion has done, in answers to the questions that somebody asks who has to decide, and what to cut.
/// Begin at [Briefing].
@NullMarked
package io.cutpoint.respond;

import org.jspecify.annotations.NullMarked;
