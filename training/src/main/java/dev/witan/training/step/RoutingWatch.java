// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;

/// Looks at how batches are routed.
@FunctionalInterface
public interface RoutingWatch {
    /// Called after a batch was routed.
    ///
    /// @param scores the clean scores of the batch's rows
    void routed(Kernels kernels, FloatMatrix scores, RoutingPlan plan);

    /// This one, then the other.
    default RoutingWatch and(RoutingWatch other) {
        return (kernels, scores, plan) -> {
            routed(kernels, scores, plan);
            other.routed(kernels, scores, plan);
        };
    }

    /// Looks away.
    static RoutingWatch none() {
        return (_, _, _) -> {};
    }
}
