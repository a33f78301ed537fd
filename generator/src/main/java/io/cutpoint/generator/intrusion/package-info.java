/// What an intruder does in the company, and which stage each step means.
@NullMarked
package io.cutpoint.generator.intrusion;

import org.jspecify.annotations.NullMarked;
