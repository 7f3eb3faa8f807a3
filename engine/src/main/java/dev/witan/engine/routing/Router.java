// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import java.util.List;

/// Turns scores into a routing plan, through a list of small stages. Thread-safe: what changes is the caller's plan.
public final class Router {
    private final List<RoutingStage> stages;
    private final int fanOut;
    private final SelectionBias bias;

    private Router(SelectionBias bias, int fanOut, List<RoutingStage> stages) {
        this.stages = stages;
        this.fanOut = fanOut;
        this.bias = bias;
    }

    /// The top-K router: the stages in the order in which they are applied.
    ///
    /// @param selectionBias what training learned for balance, one value per expert; only selection sees it
    public static Router topK(float[] selectionBias, int fanOut) {
        if (fanOut < 1 || fanOut > selectionBias.length) {
            throw new IllegalArgumentException("fanOut must be between 1 and the number of experts, %d: %d"
                    .formatted(selectionBias.length, fanOut));
        }
        SelectionBias bias = new SelectionBias(selectionBias);
        return new Router(bias, fanOut, List.of(bias, new TopKSelection(), new SoftmaxWeights()));
    }

    public int fanOut() {
        return fanOut;
    }

    /// A copy of the bias that is added to the selection scores, one value per expert.
    public float[] selectionBias() {
        return bias.values();
    }

    /// Routes the batch's rows into `plan`.
    public void route(Kernels kernels, RowBatch batch, Scores scores, RoutingPlan plan) {
        plan.reset(batch.size());
        for (RoutingStage stage : stages) {
            stage.apply(kernels, batch, scores, plan);
        }
    }

    /// Routes rows `0..rows` of dense scores that ask for nothing and obey nobody. Allocates.
    public void route(Kernels kernels, FloatMatrix scores, int rows, RoutingPlan plan) {
        RowBatch batch = new RowBatch(scores);
        batch.reset(rows);
        route(kernels, batch, new Scores(scores), plan);
    }
}
