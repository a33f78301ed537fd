/// Contracts as tests: interfaces with default tests that every implementation of a seam runs.
@NullMarked
package io.cutpoint.testkit;

import org.jspecify.annotations.NullMarked;
