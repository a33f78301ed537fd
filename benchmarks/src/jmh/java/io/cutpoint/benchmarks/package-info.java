/// Benchmarks of reading (JMH), and the corpora that they make for themselves.
package io.cutpoint.benchmarks;
