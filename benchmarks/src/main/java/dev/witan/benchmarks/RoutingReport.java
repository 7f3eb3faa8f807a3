// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks;

import dev.witan.kernels.Kernels;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;

/// What choosing experts costs per row as their number grows, by CPU time, for machines with neighbours: medians of
/// turns in which the kinds of gate alternate in one process. Prints a table in Markdown.
public final class RoutingReport {
    private static final int[] EXPERTS = {8, 64, 512, 4096};
    private static final int TURNS = 15;
    private static final long TURN_NANOS = 15_000_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private RoutingReport() {}

    /// Takes no arguments.
    public static void main(String[] args) {
        Kernels kernels = Kernels.choose();
        kernels.prime();
        System.out.printf("kernels: %s (%s)%n%n", kernels.name(), kernels.reason());
        System.out.println("| inputs | rows | experts | flat | two-precision | hierarchical | router alone, flat |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (int inputs : new int[] {64, 256}) {
            for (int rows : new int[] {1, 64}) {
                for (int experts : EXPERTS) {
                    System.out.println(line(kernels, inputs, rows, experts));
                }
            }
        }
    }

    private static String line(Kernels kernels, int inputs, int rows, int experts) {
        RoutedRows.Kind[] kinds = RoutedRows.Kind.values();
        Runnable[] runs = new Runnable[kinds.length + 1];
        for (int kind = 0; kind < kinds.length; kind++) {
            RoutedRows routed = new RoutedRows(kernels, kinds[kind], inputs, experts, rows);
            runs[kind] = () -> {
                routed.score();
                routed.route();
            };
        }
        RoutedRows scored = new RoutedRows(kernels, RoutedRows.Kind.FLAT, inputs, experts, rows);
        scored.score();
        runs[kinds.length] = scored::route;
        double[] micros = medians(runs);
        return String.format(
                Locale.ROOT,
                "| %d | %d | %d | %.2f | %.2f | %.2f | %.2f |",
                inputs,
                rows,
                experts,
                micros[0] / rows,
                micros[1] / rows,
                micros[2] / rows,
                micros[3] / rows);
    }

    private static double[] medians(Runnable[] runs) {
        double[][] micros = new double[runs.length][TURNS];
        int[] calls = new int[runs.length];
        for (int run = 0; run < runs.length; run++) {
            calls[run] = warm(runs[run]);
        }
        for (int turn = 0; turn < TURNS; turn++) {
            for (int run = 0; run < runs.length; run++) {
                micros[run][turn] = time(runs[run], calls[run]) / calls[run] / 1e3;
            }
        }
        return Arrays.stream(micros)
                .mapToDouble(turns -> Arrays.stream(turns).sorted().toArray()[TURNS / 2])
                .toArray();
    }

    /// Runs until the compiler has had its time, and answers how many calls fill a turn.
    private static int warm(Runnable run) {
        long until = System.nanoTime() + 40 * TURN_NANOS;
        int calls = 1;
        while (System.nanoTime() < until) {
            double nanos = time(run, calls) / calls;
            calls = (int) Math.max(1, TURN_NANOS / nanos);
        }
        return calls;
    }

    private static double time(Runnable run, int calls) {
        long before = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < calls; i++) {
            run.run();
        }
        return Math.max(1, THREADS.getCurrentThreadCpuTime() - before);
    }
}
