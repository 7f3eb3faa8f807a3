// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.layer;

import ai.onnxruntime.OrtException;
import dev.witan.kernels.Kernels;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Prints what one layer costs in Witan beside ONNX Runtime: same weights, same routing, one process.
///
/// The engines take turns, so that the machine treats them alike; each figure is the median of the turns. On one
/// thread it is that thread's CPU time, which leaves out what neighbours take from the core; on two it is by the
/// clock. Before any of that, the answers of all must agree.
public final class LayerReport {
    private static final double AGREEMENT = 1e-5;
    private static final long PAUSE_MILLIS = 2;
    private static final double ZIPF = 1.2;

    /// Batches of one size that take turns, so that no engine finds the weights of the last one in a cache.
    private static final int BATCHES = 4;

    /// From so many rows on one batch has rows for nearly every expert, and is enough.
    private static final int ROWS_ENOUGH = 64;

    private final Kernels kernels;
    private final Effort effort;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    private LayerReport(Kernels kernels, Effort effort) {
        this.kernels = kernels;
        this.effort = effort;
    }

    /// What takes part at one number of threads.
    private record Contest(Machine machine, int threads, List<LayerEngine> engines) {}

    /// How long everything is repeated.
    private record Effort(int turns, double turnNanos, double warmNanos) {
        static final Effort SHORT = new Effort(7, 50e6, 1e9);
        static final Effort FULL = new Effort(21, 150e6, 3e9);
    }

    /// Arguments: `tabular`, `olmoe` or both; `short` for a run of a few minutes.
    public static void main(String[] arguments) throws OrtException, InterruptedException {
        List<String> wanted = List.of(arguments);
        Kernels kernels = Kernels.choose();
        kernels.prime();
        System.out.printf("%s: %s%n", kernels.name(), kernels.reason());
        LayerReport report = new LayerReport(kernels, wanted.contains("short") ? Effort.SHORT : Effort.FULL);
        boolean all = !wanted.contains("tabular") && !wanted.contains("olmoe");
        if (all || wanted.contains("tabular")) {
            report.print(Shape.TABULAR, new int[] {1, 8, 32, 256}, new double[] {0});
        }
        if (all || wanted.contains("olmoe")) {
            report.print(Shape.OLMOE, new int[] {1, 8, 64, 256}, new double[] {0, ZIPF});
        }
        System.exit(0);
    }

    private void print(Shape shape, int[] rows, double[] skews) throws OrtException, InterruptedException {
        WitanLayer witan = new WitanLayer(kernels, shape, 1);
        SessionLayer sessions = new SessionLayer(kernels, shape);
        FusedLayer fused = new FusedLayer(shape);
        for (int threads : new int[] {1, 2}) {
            List<LayerEngine> engines = threads == 1
                    ? List.of(witan, sessions, fused)
                    : List.of(
                            new WitanLayer(witan, threads),
                            new SessionLayer(sessions, threads),
                            new FusedLayer(fused, threads));
            Machine machine = Machine.measure(threads);
            System.out.printf(
                    "%n%s, threads: %d; the machine: %.0f GF/s, %.0f GB/s from L2, %.1f GB/s from memory%n%n",
                    shape.name(), threads, machine.flops(), machine.near(), machine.far());
            System.out.println("| rows | experts | limit, us | Witan, us | of the limit | ORT sessions | ORT MoE |");
            System.out.println("|---|---|---|---|---|---|---|");
            if (shape.equals(Shape.TABULAR)) {
                // Microseconds are of interest here, and all sizes share code that is compiled anew when it meets more.
                for (int count : rows) {
                    warm(shape, count, engines.getFirst());
                }
            }
            for (double skew : skews) {
                for (int count : rows) {
                    if (count == 1 && skew > 0) {
                        continue; // a single row has its experts once each, however they are drawn
                    }
                    row(shape, count, skew, new Contest(machine, threads, engines));
                }
            }
        }
    }

    private void warm(Shape shape, int rows, LayerEngine engine) throws OrtException {
        try (LayerEngine.Prepared run = engine.prepare(new Batch(shape, rows, 0, rows))) {
            for (long start = System.nanoTime(); System.nanoTime() - start < 2 * effort.warmNanos(); ) {
                run.run();
            }
        }
    }

    private void row(Shape shape, int rows, double skew, Contest contest) throws OrtException, InterruptedException {
        List<Batch> batches = new ArrayList<>();
        for (int i = 0; i < (rows < ROWS_ENOUGH ? BATCHES : 1); i++) {
            batches.add(new Batch(shape, rows, skew, 1000L * rows + i));
        }
        List<List<LayerEngine.Prepared>> prepared = new ArrayList<>();
        for (LayerEngine engine : contest.engines()) {
            List<LayerEngine.Prepared> runs = new ArrayList<>();
            for (Batch batch : batches) {
                runs.add(engine.prepare(batch));
            }
            prepared.add(runs);
        }
        check(shape, rows, prepared);
        double[] nanos = times(prepared, contest.threads());
        double limit = batches.stream()
                .mapToDouble(contest.machine()::limitNanos)
                .average()
                .orElseThrow();
        System.out.printf(
                "| %d%s | %d | %.1f | %.2f | %.0f %% | %.2f (x%.2f) | %.2f (x%.2f) |%n",
                rows,
                skew == 0 ? "" : ", Zipf " + skew,
                batches.getFirst().activeExperts(),
                limit / 1e3,
                nanos[0] / 1e3,
                100 * limit / nanos[0],
                nanos[1] / 1e3,
                nanos[1] / nanos[0],
                nanos[2] / 1e3,
                nanos[2] / nanos[0]);
        prepared.forEach(runs -> runs.forEach(LayerEngine.Prepared::close));
    }

    /// The median time of a run per engine.
    private double[] times(List<List<LayerEngine.Prepared>> prepared, int threadCount)
            throws OrtException, InterruptedException {
        int[] repeats = new int[prepared.size()];
        double[][] nanos = new double[prepared.size()][effort.turns()];
        for (int engine = 0; engine < repeats.length; engine++) {
            repeats[engine] = repeats(prepared.get(engine), threadCount);
        }
        for (int turn = 0; turn < effort.turns(); turn++) {
            for (int engine = 0; engine < repeats.length; engine++) {
                // The threads of the last engine may still be waiting busily for more.
                Thread.sleep(PAUSE_MILLIS);
                nanos[engine][turn] = time(prepared.get(engine), repeats[engine], threadCount);
            }
        }
        return Arrays.stream(nanos).mapToDouble(LayerReport::median).toArray();
    }

    /// How often each batch is run in a turn; finding out warms the engine up.
    private int repeats(List<LayerEngine.Prepared> runs, int threadCount) throws OrtException {
        long start = System.nanoTime();
        int repeats = 1;
        double turn = 0;
        while (System.nanoTime() - start < effort.warmNanos() || turn < effort.turnNanos()) {
            turn = time(runs, repeats, threadCount) * repeats * runs.size();
            repeats = turn < effort.turnNanos() ? 2 * repeats : repeats;
        }
        return repeats;
    }

    private double time(List<LayerEngine.Prepared> runs, int repeats, int threadCount) throws OrtException {
        long start = now(threadCount);
        for (int i = 0; i < repeats; i++) {
            for (LayerEngine.Prepared run : runs) {
                run.run();
            }
        }
        return (double) (now(threadCount) - start) / repeats / runs.size();
    }

    private long now(int threadCount) {
        return threadCount == 1 ? threads.getCurrentThreadCpuTime() : System.nanoTime();
    }

    private static void check(Shape shape, int rows, List<List<LayerEngine.Prepared>> prepared)
            throws OrtException, InterruptedException {
        for (int batch = 0; batch < prepared.getFirst().size(); batch++) {
            for (List<LayerEngine.Prepared> runs : prepared) {
                runs.get(batch).run();
                require(shape, rows, prepared.getFirst().get(batch), runs.get(batch));
            }
        }
    }

    private static void require(Shape shape, int rows, LayerEngine.Prepared ours, LayerEngine.Prepared theirs) {
        double greatest = 0;
        double difference = 0;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < shape.width(); column++) {
                greatest = Math.max(greatest, Math.abs(ours.output(row, column)));
                difference = Math.max(difference, Math.abs(ours.output(row, column) - theirs.output(row, column)));
            }
        }
        if (!(difference <= AGREEMENT * greatest)) {
            throw new IllegalStateException(
                    "answers must agree within %s of the greatest, %s: %s".formatted(AGREEMENT, greatest, difference));
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
