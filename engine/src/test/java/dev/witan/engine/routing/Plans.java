// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import java.lang.foreign.Arena;

/// Routing plans made by hand, for the tests of the stages after the router.
public final class Plans {
    private Plans() {}

    /// @param chosen per row the experts, best first; [RoutingPlan#NONE] for a rank that was not filled
    /// @param weights per row the weights
    public static RoutingPlan of(Arena arena, int experts, int[][] chosen, float[][] weights) {
        RoutingPlan plan = new RoutingPlan(arena, chosen.length, experts, chosen[0].length);
        plan.reset(chosen.length);
        for (int row = 0; row < chosen.length; row++) {
            for (int rank = 0; rank < chosen[row].length; rank++) {
                plan.choose(row, rank, chosen[row][rank]);
                plan.weigh(row, rank, weights[row][rank]);
            }
        }
        return plan;
    }
}
