// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.balance;

import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;

/// Learns the bias that is added to the selection scores of the next batch. Owned by one thread.
public interface BiasRule {
    /// The bias, one value per expert.
    float[] bias();

    /// Goes on from another bias.
    void start(float[] bias);

    /// Learns from a batch.
    ///
    /// @param scores the clean ones
    /// @param plan how its rows were routed
    void update(FloatMatrix scores, RoutingPlan plan);
}
