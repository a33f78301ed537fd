/// Benchmarks of what only the engine itself can reach.
package io.cutpoint.engine;
