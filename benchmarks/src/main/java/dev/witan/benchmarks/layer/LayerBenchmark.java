// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.layer;

import ai.onnxruntime.OrtException;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// One layer of each engine, by the clock and in processes of their own. [LayerReport] has them take turns in one.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class LayerBenchmark {
    /// Which engine computes it.
    @Param({"witan", "sessions", "fused"})
    public String engine = "";

    /// Whose sizes the layer has; `olmoe` has to be asked for, since it needs gigabytes.
    @Param({"tabular"})
    public String shape = "";

    /// The rows of the batch.
    @Param({"1", "8", "32", "256"})
    public int rows;

    /// The threads that it may use.
    @Param({"1", "2"})
    public int threads;

    private LayerEngine layer;
    private LayerEngine.Prepared prepared;

    /// Makes the layer and routes the rows.
    @Setup(Level.Trial)
    public void open() throws OrtException {
        Kernels kernels = Kernels.choose();
        kernels.prime();
        Shape sizes = shape.equals("olmoe") ? Shape.OLMOE : Shape.TABULAR;
        layer = switch (engine) {
            case "witan" -> new WitanLayer(kernels, sizes, threads);
            case "sessions" -> new SessionLayer(new SessionLayer(kernels, sizes), threads);
            case "fused" -> new FusedLayer(new FusedLayer(sizes), threads);
            default -> throw new IllegalArgumentException("engine must be witan, sessions or fused: " + engine);
        };
        prepared = layer.prepare(new Batch(sizes, rows, 0, rows));
    }

    /// Gives it back.
    @TearDown(Level.Trial)
    public void close() throws OrtException {
        prepared.close();
        layer.close();
    }

    /// Answers the batch.
    @Benchmark
    public void forward() throws OrtException {
        prepared.run();
    }
}
