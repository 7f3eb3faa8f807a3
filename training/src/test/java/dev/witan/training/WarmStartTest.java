// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.CombineRule;
import dev.witan.engine.combine.LogitSum;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.GatedFeedForward;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.Normalisation;
import dev.witan.kernels.NormalisedNetwork;
import dev.witan.kernels.PackedMatrix;
import dev.witan.training.data.Table;
import dev.witan.training.network.SeededNumbers;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a training that goes on from a release leaves as it is, and which releases it refuses.
class WarmStartTest {
    private static final Table TABLE = SyntheticTables.binary(3, 120);

    private final Kernels kernels = Kernels.choose();

    private Mixture mixture(Arena arena) {
        TrainedMixture trained = Trainer.train(TABLE, options(), ProgressListener.none(), kernels);
        return trained.mixture("mine", 1, "digest", kernels, arena);
    }

    private static TrainingOptions options() {
        return TrainingOptions.predict("target").experts(3).epochs(1).threads(1).build();
    }

    private TrainedMixture further(Mixture mixture) {
        TrainingInput input = TrainingInput.of(TABLE).from(new TrainingStart.From(mixture));
        return Trainer.train(
                input,
                TrainingOptions.predict("target").epochs(1).threads(1).build(),
                ProgressListener.none(),
                kernels);
    }

    @Test
    void tellsWhichExpertsCannotLearnAndWhy() {
        try (Arena arena = Arena.ofShared()) {
            Mixture plain = mixture(arena);
            MoeLayer layer = plain.layer();
            List<Expert> experts = new ArrayList<>(layer.experts());
            FfnExpert last = (FfnExpert) experts.get(2);
            experts.set(1, new FfnExpert("expert-1", "", gated(arena, layer.expertInputs())));
            experts.set(
                    2,
                    new FfnExpert(
                            "expert-2",
                            "",
                            new NormalisedNetwork(
                                    last.network(), Normalisation.plain(arena, Normalisation.Form.LAYER, 1))));
            TrainedMixture further = further(
                    plain.withLayer(new MoeLayer(kernels, layer.gate(), layer.router(), experts, layer.rule())));

            assertThat(further.report().notices())
                    .contains(
                            "expert 'expert-1' stays as it is: its network is gated (form swiglu), and only plain ones"
                                    + " learn further",
                            "expert 'expert-2' stays as it is: its outputs are normalised, and only networks without"
                                    + " that learn further");
            assertThat(further.report().notices()).noneMatch(notice -> notice.contains("expert-0"));
            assertThat(further.experts().get(1)).isInstanceOf(TrainedExpert.Given.class);
            assertThat(further(plain).report().notices()).noneMatch(notice -> notice.contains("stays as it is"));
        }
    }

    private static GatedFeedForward gated(Arena arena, int inputs) {
        return new GatedFeedForward(
                arena,
                linear(arena, inputs, 4, Activation.SILU),
                linear(arena, inputs, 4, Activation.IDENTITY),
                linear(arena, 4, 1, Activation.IDENTITY));
    }

    private static Linear linear(Arena arena, int inputs, int outputs, Activation activation) {
        SeededNumbers random = new SeededNumbers(inputs, outputs);
        FloatMatrix weights = FloatMatrix.allocate(arena, inputs, outputs);
        for (int row = 0; row < inputs; row++) {
            for (int column = 0; column < outputs; column++) {
                weights.set(row, column, (float) (0.1 * random.normal()));
            }
        }
        return new Linear(PackedMatrix.pack(arena, weights), FloatMatrix.allocate(arena, 1, outputs), activation);
    }

    @Test
    void saysWhatOfTheReleaseGradientsDoNotGoThrough() {
        try (Arena arena = Arena.ofShared()) {
            Mixture plain = mixture(arena);
            MoeLayer layer = plain.layer();
            Mixture other = plain.withLayer(new MoeLayer(
                    kernels, layer.gate(), layer.router(), layer.experts(), CombineRule.of(new LogitSum())));
            assertThatThrownBy(() -> further(other))
                    .hasMessageContaining("'mine' has form TOP_K_SOFTMAX, scale 1.0 and combines by LogitSum");
        }
    }
}
