// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.kernels.Kernels;

/// Chooses the K experts with the highest selection scores; ties go to the lowest index. A row with a score that is
/// not a number is not routed at all: any choice would be arbitrary.
final class TopKSelection implements RoutingStage {
    @Override
    public void apply(Kernels kernels, RowBatch batch, Scores scores, RoutingPlan plan) {
        for (int row = 0; row < plan.rows(); row++) {
            boolean comparable = kernels.topK(plan.selection(), row, plan.fanOut(), plan.chosen(), row * plan.fanOut());
            if (!comparable) {
                plan.chooseNone(row);
            }
        }
    }
}
