package io.cutpoint.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What was read in a second of wall clock, and the processor time that it took: `bytes` divided by `processorNanos` are
/// gigabytes a second of one core, whatever else the machine was doing.
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class Read {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  public long bytes;
  public long records;
  public long processorNanos;

  private long began;

  @Setup(Level.Invocation)
  public void begin() {
    began = THREADS.getCurrentThreadCpuTime();
  }

  @TearDown(Level.Invocation)
  public void end() {
    processorNanos += THREADS.getCurrentThreadCpuTime() - began;
  }
}
