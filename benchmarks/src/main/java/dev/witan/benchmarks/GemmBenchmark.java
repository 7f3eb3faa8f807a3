// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks;

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

/// Matrix products in our kernels beside ONNX Runtime, by the clock. [GemmReport] measures the same by CPU time,
/// for machines with neighbours.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class GemmBenchmark {
    /// The inner dimension and the columns of the weights.
    @Param({"64x256", "256x1024", "1024x4096", "2048x1024"})
    public String shape = "";

    /// The rows of the batch.
    @Param({"1", "4", "16", "64", "256"})
    public int rows;

    private Products products;

    /// Makes both products.
    @Setup(Level.Trial)
    public void open() throws OrtException {
        Kernels kernels = Kernels.choose();
        kernels.prime();
        String[] sizes = shape.split("x", -1);
        products = new Products(kernels, rows, Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]));
    }

    /// Releases them.
    @TearDown(Level.Trial)
    public void close() throws OrtException {
        products.close();
    }

    /// Ours.
    @Benchmark
    public void kernels() {
        products.runKernels();
    }

    /// Theirs.
    @Benchmark
    public void onnxRuntime() throws OrtException {
        products.runOnnx();
    }
}
