// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.routing.Router;
import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class PatternCounterTest {
    /// Its weight of 1 is above that of any expert that was chosen.
    @Test
    void anExpertThatIsAlwaysOnIsNobodysFirst() {
        try (Arena arena = Arena.ofConfined();
                RowPages memory = new RowPages()) {
            FloatMatrix scores = FloatMatrix.allocate(arena, 2, 3);
            scores.copyRowFrom(0, new float[] {0, 2, 1}, 0);
            scores.copyRowFrom(1, new float[] {3, 0, 1}, 0);
            RoutingPlan plan = new RoutingPlan(arena, 2, 3, 3);
            Router.builder(3).fanOut(2).shared(1).build().route(Kernels.choose(), scores, 2, plan);
            PatternCounter counter = new PatternCounter(memory);

            counter.routed(plan, 0);
            counter.routed(plan, 1);

            assertThat(counter.first(0)).isEqualTo(1);
            assertThat(counter.first(1)).isZero();
            assertThat(counter.pattern(0)).containsExactly(1, 2, 3);
        }
    }
}
