// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks;

import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.Kernels;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What choosing experts costs as their number grows, by the clock; [RoutingReport] measures the same by CPU time.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class RoutingBenchmark {
    /// How the gate goes about it.
    @Param({"flat", "two_precision", "hierarchical"})
    public String gate = "";

    @Param({"8", "64", "512", "4096"})
    public int experts;

    /// The width of a row.
    @Param({"64", "256"})
    public int inputs;

    /// The rows of the batch.
    @Param({"1", "64"})
    public int rows;

    private RoutedRows routed = new RoutedRows(Kernels.choose(), RoutedRows.Kind.FLAT, 1, 2, 1);

    /// Makes the gate.
    @Setup(Level.Trial)
    public void open() {
        Kernels kernels = Kernels.choose();
        kernels.prime();
        routed = new RoutedRows(kernels, RoutedRows.Kind.of(gate), inputs, experts, rows);
        routed.score();
    }

    /// The gate and the router.
    @Benchmark
    public RoutingPlan gateAndRouter() {
        routed.score();
        return routed.route();
    }

    /// The router alone.
    @Benchmark
    public RoutingPlan router() {
        return routed.route();
    }
}
