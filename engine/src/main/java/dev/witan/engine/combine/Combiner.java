// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.combine;

import dev.witan.engine.dispatch.Dispatcher;
import dev.witan.engine.expert.ExpertAnswers;
import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;

/// The rule that makes one answer of what a row's experts said. Stateless and thread-safe.
public interface Combiner {
    /// Combines one row, all of whose expert batches are settled, into the same row of `combined`.
    Coverage combine(
            Kernels kernels,
            RoutingPlan plan,
            Dispatcher dispatcher,
            ExpertAnswers answers,
            int row,
            FloatMatrix combined);
}
