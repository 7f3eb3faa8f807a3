// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.tiers;

import dev.witan.engine.Mixture;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.overlay.Guidance;
import dev.witan.training.Evaluation;
import dev.witan.training.step.CostMeter;
import dev.witan.training.step.Crew;
import dev.witan.training.step.Predictor;
import java.lang.foreign.Arena;
import java.util.stream.IntStream;

/// What a mixture answers at every level and with every fan-out, and what that costs in multiply-adds.
final class TierAnswers {
    private static final int BATCH_ROWS = 256;

    private final TierLevels levels;
    private final float[][] rows;
    private final int fanOutMax;
    private final float[][][] outputs;
    private final double[][][] costs;

    private TierAnswers(TierLevels levels, float[][] rows, int fanOutMax) {
        this.levels = levels;
        this.rows = rows;
        this.fanOutMax = fanOutMax;
        this.outputs = new float[levels.count()][fanOutMax][];
        this.costs = new double[levels.count()][fanOutMax][];
    }

    static TierAnswers of(Mixture mixture, TierLevels levels, float[][] rows, Crew crew) {
        int fanOut = mixture.layer().router().fanOut();
        TierAnswers answers = new TierAnswers(levels, rows, fanOut);
        for (int level = 0; level < levels.count(); level++) {
            for (int k = 1; k <= fanOut; k++) {
                answers.ask(mixture, crew, level, k);
            }
        }
        return answers;
    }

    private void ask(Mixture mixture, Crew crew, int level, int fanOut) {
        var layer = mixture.layer();
        double[] work =
                layer.experts().stream().mapToDouble(Expert::multiplyAddsPerRow).toArray();
        CostMeter meter = new CostMeter(work, rows.length);
        Guidance guidance = guidance(level, layer.experts().size());
        int asked = Math.min(fanOut, levels.experts(level));
        try (Arena arena = Arena.ofShared()) {
            Predictor predictor = new Predictor(arena, crew, layer, BATCH_ROWS);
            outputs[level][fanOut - 1] = predictor.predict(
                    (row, values) -> System.arraycopy(rows[row], 0, values, 0, values.length),
                    IntStream.range(0, rows.length).toArray(),
                    (batch, at, row) -> batch.describe(at, 1, guidance, asked, row, 0),
                    layer.router(),
                    meter);
            costs[level][fanOut - 1] = meter.rows();
        }
    }

    /// Tiers are of the experts that the gate scores; every row goes to the shared ones, which come after those.
    private Guidance guidance(int level, int experts) {
        Guidance.Builder builder = Guidance.builder(experts);
        for (int expert = 0; expert < levels.experts(); expert++) {
            if (!levels.permits(level, expert)) {
                builder.forbid(expert, "above the tier");
            }
        }
        return builder.build();
    }

    int fanOutMax() {
        return fanOutMax;
    }

    /// All outputs, row after row.
    float[] outputs(int level, int fanOut) {
        return outputs[level][fanOut - 1];
    }

    double cost(int level, int fanOut, int row) {
        return costs[level][fanOut - 1][row];
    }

    /// What the mixture answers without tiers.
    float[] full() {
        return outputs(levels.count() - 1, fanOutMax);
    }

    double fullCost(int row) {
        return cost(levels.count() - 1, fanOutMax, row);
    }

    /// Turns every output into the target's own unit.
    void inUnit(Mixture mixture) {
        for (float[][] level : outputs) {
            for (int fanOut = 0; fanOut < level.length; fanOut++) {
                level[fanOut] = Evaluation.judged(mixture, level[fanOut]);
            }
        }
    }
}
