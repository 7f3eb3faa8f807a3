// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.kernels.Kernels;

/// One small step from scores to a plan. Stateless, so that one instance serves every thread.
public interface RoutingStage {
    /// Adds what this stage decides to the plan.
    ///
    /// @param batch what the rows ask for and obey
    /// @param scores the gate's clean logits; never written to
    /// @param plan what the stages before have decided so far
    void apply(Kernels kernels, RowBatch batch, Scores scores, RoutingPlan plan);
}
