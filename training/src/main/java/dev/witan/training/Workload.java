// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// About how long the parts of a training take beside each other, so that a bar moves at one speed. In nanoseconds of a
/// usual core; machines differ, but hardly in how many times as long one part takes as another.
///
/// @param plan of the training
/// @param rows that are learned from in an epoch
/// @param tasks that each row is learned for
/// @param columns that are learned from
/// @param threads that compute
record Workload(TrainingPlan plan, long rows, int tasks, int columns, int threads) {
    static final String ENCODER = "encoder";
    static final String TREES = "growing trees";
    static final String MIXTURE = "mixture";
    static final String LINEAR = "linear network";
    static final String DENSE = "dense network";

    /// Width of a row per column, before anybody knows what columns are.
    private static final int INPUTS_PER_COLUMN = 26;

    /// To encode a row, and to learn how: per value of it.
    private static final double INPUT_NANOS = 12;

    /// To go through a network and back: per parameter that a row meets.
    private static final double PARAMETER_NANOS = 0.06;

    /// To change a parameter after a batch.
    private static final double UPDATE_NANOS = 2;

    /// To choose an expert for a row, and to bring the row there and back.
    private static final double ROUTING_NANOS = 3_500;

    /// To grow one forest: per row and column.
    private static final double GROWING_NANOS = 2_000;

    private static final int FORESTS_PER_EXPERT = 5;

    /// What of a second thread remains beside waiting for the others.
    private static final double THREAD_SHARE = 0.85;

    /// Hidden layers of experts that are made elsewhere.
    private static final List<Integer> USUAL_HIDDEN = List.of(64, 32);

    /// How wide rows will be, about.
    int inputs() {
        return columns * INPUTS_PER_COLUMN;
    }

    /// The work of every part by its name, in the order in which they come.
    ///
    /// @param inputs width of a row
    /// @param outputs of a network
    /// @param hidden layers of the widest expert
    /// @param isEncoderFirst whether an encoder is trained before the mixture
    /// @param parts names of the tasks, where there are several
    Map<String, Long> parts(int inputs, int outputs, List<Integer> hidden, boolean isEncoderFirst, List<String> parts) {
        Map<String, Long> work = new LinkedHashMap<>();
        if (isEncoderFirst) {
            work.put(ENCODER, shared(network(inputs, ActiveSize.size(hidden, inputs, outputs)), 1));
        }
        long trees = plan.experts().stream()
                .filter(ExpertShape.Trees.class::isInstance)
                .count();
        if (trees > 0) {
            work.put(TREES, (long) (GROWING_NANOS * trees * FORESTS_PER_EXPERT * rows * columns));
        }
        long all = gate(inputs);
        for (ExpertShape shape : plan.experts()) {
            all += size(shape, inputs, outputs);
        }
        int count = Math.max(1, plan.experts().size());
        long met = gate(inputs) + (all - gate(inputs)) * Math.min(count, plan.fanOut()) / count;
        double perRow = inputs * INPUT_NANOS + met * PARAMETER_NANOS + all * UPDATE_NANOS / plan.batchRows();
        work.put(MIXTURE, shared(perRow + ROUTING_NANOS * plan.fanOut(), Math.max(1, tasks)));
        work.putAll(beside(inputs, outputs, tasks > 0 ? all / tasks : met, parts));
        return work;
    }

    /// One network, by itself on one thread.
    long alone(int inputs, long size) {
        return (long) (network(inputs, size) * rows * plan.epochs());
    }

    private long gate(int inputs) {
        return (long) inputs * plan.experts().size();
    }

    private static long size(ExpertShape shape, int inputs, int outputs) {
        return switch (shape) {
            case ExpertShape.Network network -> ActiveSize.size(network.hidden(), inputs, outputs);
            case ExpertShape.Trees _ -> 0;
            case ExpertShape.Given _ -> ActiveSize.size(USUAL_HIDDEN, inputs, outputs);
        };
    }

    private double network(int inputs, long size) {
        return inputs * INPUT_NANOS + size * (PARAMETER_NANOS + UPDATE_NANOS / plan.batchRows());
    }

    private long shared(double perRow, int times) {
        return (long) (perRow * times * rows * plan.epochs() / Math.pow(threads, THREAD_SHARE));
    }

    /// The networks to compare with, as many at once as there are threads. Where one of them takes as long as all
    /// together, the others cost no time beside it.
    private Map<String, Long> beside(int inputs, int outputs, long size, List<String> parts) {
        long dense = alone(inputs, size);
        long linear = alone(inputs, ActiveSize.size(List.of(), inputs, outputs));
        List<String> tasksOf = new ArrayList<>();
        if (parts.isEmpty()) {
            tasksOf.add("");
        } else {
            parts.forEach(part -> tasksOf.add(" for " + part));
        }
        boolean isHidden = threads > 1 && tasksOf.size() == 1;
        double atOnce = Math.min(threads, 2 * tasksOf.size());
        Map<String, Long> work = new LinkedHashMap<>();
        for (String task : tasksOf) {
            work.put(DENSE + task, isHidden ? dense : (long) (dense / atOnce));
            work.put(LINEAR + task, isHidden ? 0 : (long) (linear / atOnce));
        }
        return work;
    }
}
