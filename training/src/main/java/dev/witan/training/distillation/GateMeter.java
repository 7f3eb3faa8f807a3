// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.distillation;

import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.engine.routing.Router;
import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;
import java.util.Arrays;

/// Compares what a mixture's router makes of two gates: which experts rows go to, and how long the scores take. Owned
/// by
/// one thread.
final class GateMeter {
    private static final int BATCH_ROWS = 64;
    private static final int ROUNDS = 15;
    private static final int ROWS_PER_ROUND = 16_384;

    private final Kernels kernels;
    private final Router router;
    private final FloatMatrix rows;
    private final int[] measured;

    GateMeter(Kernels kernels, Router router, FloatMatrix rows, int[] measured) {
        this.kernels = kernels;
        this.router = router;
        this.rows = rows;
        this.measured = measured.clone();
    }

    /// The experts of every measured row, in ascending order.
    int[][] choices(Gate gate) {
        int[][] choices = new int[measured.length][];
        try (Arena arena = Arena.ofShared()) {
            Room room = new Room(arena, gate, BATCH_ROWS);
            RoutingPlan plan = router.plan(arena, BATCH_ROWS, room.scores);
            for (int from = 0; from < measured.length; from += BATCH_ROWS) {
                int count = Math.min(BATCH_ROWS, measured.length - from);
                room.load(from, count);
                router.ask(room.batch, room.scores);
                gate.score(kernels, room.batch, room.scratch, room.scores);
                router.route(kernels, room.batch, room.scores, plan);
                for (int row = 0; row < count; row++) {
                    choices[from + row] = chosen(plan, row);
                }
            }
        }
        return choices;
    }

    private int[] chosen(RoutingPlan plan, int row) {
        int[] experts = new int[plan.count(row)];
        int count = 0;
        for (int rank = 0; rank < experts.length; rank++) {
            if (plan.chosen(row, rank) < router.experts()) {
                experts[count++] = plan.chosen(row, rank);
            }
        }
        Arrays.sort(experts, 0, count);
        return Arrays.copyOf(experts, count);
    }

    /// The share of the first choices that are among the second, on average over the rows.
    static double recall(int[][] ofTeacher, int[][] ofStudent) {
        double sum = 0;
        for (int row = 0; row < ofTeacher.length; row++) {
            int found = 0;
            for (int expert : ofTeacher[row]) {
                found += Arrays.binarySearch(ofStudent[row], expert) >= 0 ? 1 : 0;
            }
            sum += ofTeacher[row].length == 0 ? 1 : (double) found / ofTeacher[row].length;
        }
        return sum / ofTeacher.length;
    }

    /// How much less probability the student's experts have than the teacher's, by the teacher's selection scores.
    double regret(GateTeacher teacher, int[][] ofTeacher, int[][] ofStudent) {
        double sum = 0;
        double[] shares = new double[teacher.experts()];
        for (int i = 0; i < measured.length; i++) {
            shares(teacher, measured[i], shares);
            sum += Arrays.stream(ofTeacher[i])
                    .mapToDouble(expert -> shares[expert])
                    .sum();
            sum -= Arrays.stream(ofStudent[i])
                    .mapToDouble(expert -> shares[expert])
                    .sum();
        }
        return sum / measured.length;
    }

    private static void shares(GateTeacher teacher, int row, double[] shares) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int expert = 0; expert < shares.length; expert++) {
            shares[expert] = teacher.isOpen(expert)
                    ? teacher.selection(teacher.score(row, expert), expert)
                    : Double.NEGATIVE_INFINITY;
            highest = Math.max(highest, shares[expert]);
        }
        double sum = 0;
        for (int expert = 0; expert < shares.length; expert++) {
            shares[expert] = StrictMath.exp(shares[expert] - highest);
            sum += shares[expert];
        }
        for (int expert = 0; expert < shares.length; expert++) {
            shares[expert] /= sum;
        }
    }

    /// Times both gates in turns, so that whatever else the machine does meets them alike, and takes each one's median.
    GateReport.Cost[] costs(Gate teacher, long teacherWork, Gate student, long studentWork) {
        double[][] nanos = new double[4][ROUNDS];
        try (Arena arena = Arena.ofShared()) {
            Room[] rooms = {
                new Room(arena, teacher, 1), new Room(arena, student, 1),
                new Room(arena, teacher, BATCH_ROWS), new Room(arena, student, BATCH_ROWS)
            };
            for (int round = -2; round < ROUNDS; round++) {
                for (int i = 0; i < rooms.length; i++) {
                    double each = rooms[i].nanosPerRow();
                    if (round >= 0) {
                        nanos[i][round] = each;
                    }
                }
            }
        }
        return new GateReport.Cost[] {
            new GateReport.Cost(teacherWork, median(nanos[0]), median(nanos[2])),
            new GateReport.Cost(studentWork, median(nanos[1]), median(nanos[3]))
        };
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    /// What it takes to have a gate score batches of a size.
    private final class Room {
        private final Gate gate;
        private final RowBatch batch;
        private final Scores scores;
        private final Scratch scratch;

        Room(Arena arena, Gate gate, int rowsMax) {
            this.gate = gate;
            this.batch = new RowBatch(FloatMatrix.allocate(arena, rowsMax, rows.columns()));
            this.scores = gate.scores(arena, rowsMax, router.fanOutMax());
            this.scratch = Scratch.allocate(arena, rowsMax, gate.scratchWidth());
        }

        void load(int from, int count) {
            batch.reset(count);
            for (int row = 0; row < count; row++) {
                batch.rows().copyRowFrom(row, rows, measured[(from + row) % measured.length]);
            }
        }

        double nanosPerRow() {
            int size = batch.rows().rows();
            load(0, size);
            router.ask(batch, scores);
            long began = System.nanoTime();
            for (int done = 0; done < ROWS_PER_ROUND; done += size) {
                gate.score(kernels, batch, scratch, scores);
            }
            return (double) (System.nanoTime() - began) / ROWS_PER_ROUND;
        }
    }
}
