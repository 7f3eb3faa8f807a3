// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;

/// One small step from scores to a plan. Stateless, so that one instance serves every thread.
interface RoutingStage {
    /// Adds what this stage decides to the plan.
    ///
    /// @param scores the gate's clean logits; never written to
    /// @param plan what the stages before have decided so far
    void apply(Kernels kernels, FloatMatrix scores, RoutingPlan plan);
}
