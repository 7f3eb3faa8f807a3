// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.expert.ExpertCompletion;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MoeLayerTest {
    @Test
    void namesWhatMayGiveARowOtherBitsInAnotherBatch() {
        try (Arena arena = Arena.ofConfined()) {
            ManualExpert sure = new ManualExpert("sure");
            Fixtures.TestExpert unsure = new Fixtures.TestExpert("unsure", true) {
                @Override
                void submit(ExpertBatch batch, ExpertCompletion completion) {
                    completion.answered(batch);
                }

                @Override
                public boolean isRepeatable() {
                    return false;
                }
            };
            sure.inputs = 3;
            unsure.inputs = 3;
            FeedForward gate =
                    new FeedForward(List.of(Fixtures.layer(arena, new SplittableRandom(1), 3, 2, Activation.IDENTITY)));
            MoeLayer layer = new MoeLayer(
                    Kernels.choose(),
                    new NetworkGate(gate),
                    Router.topK(new float[2], 1),
                    List.of(sure, unsure),
                    new WeightedSum());
            assertThat(layer.unrepeatable()).containsExactly("unsure");
        }
    }
}
