// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.tiers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.witan.engine.Mixture;
import dev.witan.engine.response.RegressionHead;
import dev.witan.kernels.Activation;
import dev.witan.training.hand.HandMade;
import dev.witan.training.step.Crew;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One cheap expert that answers `x`, and one of the tier above that answers `max(0, x - 1)` and weighs three times as
/// much.
class TierAnswersTest {
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void free() {
        arena.close();
    }

    private TierAnswers answers(RegressionHead head) {
        HandMade hand = new HandMade(arena);
        Mixture mixture = hand.mixture(
                head,
                2,
                new float[2],
                new float[] {0, (float) Math.log(3)},
                List.of(hand.layer(1, 0, Activation.IDENTITY)),
                List.of(hand.layer(1, -1, Activation.RELU), hand.layer(1, 0, Activation.IDENTITY)));
        try (Crew crew = new Crew(1)) {
            TierAnswers answers =
                    TierAnswers.of(mixture, new TierLevels(new int[] {0, 1}), new float[][] {{0.5f}, {5}}, crew);
            answers.inUnit(mixture);
            return answers;
        }
    }

    @Test
    void eachLevelAnswersByTheExpertsOfItsTierAndThoseBelow() {
        TierAnswers answers = answers(new RegressionHead(0, 1));

        assertThat(answers.outputs(0, 1)).containsExactly(0.5f, 5);
        assertThat(answers.outputs(0, 2)).as("there is only one to ask").containsExactly(0.5f, 5);
        assertThat(answers.outputs(1, 1)).containsExactly(0, 4);
        assertThat(answers.outputs(1, 2))
                .containsExactly(new float[] {0.25f * 0.5f, 0.25f * 5 + 0.75f * 4}, within(1e-6f));
        assertThat(answers.full()).isEqualTo(answers.outputs(1, 2));
    }

    @Test
    void costsAreThoseOfTheExpertsThatAnswer() {
        TierAnswers answers = answers(new RegressionHead(0, 1));

        assertThat(List.of(answers.cost(0, 1, 1), answers.cost(0, 2, 1), answers.cost(1, 1, 1), answers.cost(1, 2, 1)))
                .containsExactly(1.0, 1.0, 2.0, 3.0);
        assertThat(answers.fullCost(0)).isEqualTo(3);
    }

    @Test
    void answersComeInTheUnitOfTheTarget() {
        assertThat(answers(new RegressionHead(100, 10)).outputs(0, 1)).containsExactly(105, 150);
    }
}
