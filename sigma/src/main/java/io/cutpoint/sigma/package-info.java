/// Sigma rules, correlations and filters as an immutable tree, read from files with all problems located.
@NullMarked
package io.cutpoint.sigma;

import org.jspecify.annotations.NullMarked;
