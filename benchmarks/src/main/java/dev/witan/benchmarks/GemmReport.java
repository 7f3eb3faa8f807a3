// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks;

import ai.onnxruntime.OrtException;
import dev.witan.kernels.Kernels;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/// Prints a table of matrix products in our kernels beside ONNX Runtime, in GF/s of thread CPU time.
///
/// Both take turns in one process, so that the machine treats them alike; each figure is the median of many turns.
/// CPU time leaves out the time that neighbours take from the core, though not what they do to caches and memory.
public final class GemmReport {
    private static final int[][] SHAPES = {{64, 256}, {256, 1024}, {1024, 4096}, {2048, 1024}};
    private static final int[] ROWS = {1, 4, 16, 64, 256};
    private static final int TURNS = 21;
    private static final int PEAK_RUNS = 100;
    private static final double OPERATIONS_PER_TURN = 1e9;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Kernels kernels;

    private GemmReport(Kernels kernels) {
        this.kernels = kernels;
    }

    /// Takes no arguments; `witan.kernels` chooses the kernels.
    public static void main(String[] arguments) throws OrtException {
        Kernels kernels = Kernels.choose();
        kernels.prime();
        new GemmReport(kernels).print();
    }

    private void print() throws OrtException {
        double peak = peak();
        System.out.printf("%s: %s; peak %.0f GF/s%n%n", kernels.name(), kernels.reason(), peak);
        System.out.println("| K,N | rows | kernels | of peak | ONNX Runtime | ratio |");
        System.out.println("|---|---|---|---|---|---|");
        for (int[] shape : SHAPES) {
            for (int rows : ROWS) {
                row(rows, shape[0], shape[1], peak);
            }
        }
    }

    private void row(int rows, int inner, int columns, double peak) throws OrtException {
        try (Products products = new Products(kernels, rows, inner, columns)) {
            int repeats = (int) Math.ceil(OPERATIONS_PER_TURN / products.operations());
            double[] ours = new double[TURNS];
            double[] theirs = new double[TURNS];
            for (int turn = 0; turn < TURNS; turn++) {
                ours[turn] = rate(products.operations() * repeats, () -> repeat(repeats, products::runKernels));
                theirs[turn] = rate(products.operations() * repeats, () -> repeat(repeats, products::runOnnx));
            }
            System.out.printf(
                    "| %d,%d | %d | %.0f | %.0f %% | %.0f | %.2f |%n",
                    inner,
                    columns,
                    rows,
                    median(ours),
                    100 * median(ours) / peak,
                    median(theirs),
                    median(ours) / median(theirs));
        }
    }

    /// The median of the multiply-add units alone, measured before anything else.
    private double peak() throws OrtException {
        FmaPeak.prime();
        double[] peak = new double[TURNS];
        for (int turn = 0; turn < TURNS; turn++) {
            peak[turn] = rate(PEAK_RUNS * FmaPeak.operations(), () -> repeat(PEAK_RUNS, FmaPeak::run));
        }
        return median(peak);
    }

    private double rate(double operations, Work work) throws OrtException {
        long start = threads.getCurrentThreadCpuTime();
        work.run();
        return operations / (threads.getCurrentThreadCpuTime() - start);
    }

    private static void repeat(int times, Work work) throws OrtException {
        for (int i = 0; i < times; i++) {
            work.run();
        }
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    /// Something to measure.
    private interface Work {
        void run() throws OrtException;
    }
}
