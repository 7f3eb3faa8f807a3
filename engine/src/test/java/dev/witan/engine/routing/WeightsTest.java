// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import static dev.witan.engine.routing.RoutingCase.chosen;
import static dev.witan.engine.routing.RoutingCase.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.witan.engine.overlay.Guidance;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WeightsTest {
    private static final Offset<Float> CLOSE = within(1e-6f);

    private static float[] logs(double... shares) {
        float[] logs = new float[shares.length];
        for (int i = 0; i < shares.length; i++) {
            logs[i] = (float) Math.log(shares[i]) + 3;
        }
        return logs;
    }

    @Test
    void softmaxThenTopKKeepsTheProbabilitiesAmongAllExperts() {
        RoutingPlan plan = new RoutingCase(logs(0.5, 0.3, 0.2))
                .route(Router.builder(3)
                        .fanOut(2)
                        .form(GatingForm.SOFTMAX_TOP_K)
                        .unnormalised());
        assertThat(weights(plan, 0)[0]).isCloseTo(0.5f, CLOSE);
        assertThat(weights(plan, 0)[1]).isCloseTo(0.3f, CLOSE);
    }

    @Test
    void softmaxThenTopKRenormalisedIsTheSoftmaxOverTheChosen() {
        RoutingPlan plan = new RoutingCase(logs(0.5, 0.3, 0.2))
                .route(Router.builder(3).fanOut(2).form(GatingForm.SOFTMAX_TOP_K));
        assertThat(weights(plan, 0)[0]).isCloseTo(0.625f, CLOSE);
        assertThat(weights(plan, 0)[1]).isCloseTo(0.375f, CLOSE);
    }

    @Test
    void withOneExpertOnlyAFormThatIsNotRenormalisedTellsHowSureTheGateIs() {
        RoutingCase rows = new RoutingCase(logs(0.5, 0.3, 0.2));
        assertThat(rows.route(Router.builder(3)).weight(0, 0)).isEqualTo(1f);
        assertThat(rows.route(Router.builder(3).form(GatingForm.SOFTMAX_TOP_K)).weight(0, 0))
                .isEqualTo(1f);
        assertThat(rows.route(Router.builder(3).form(GatingForm.SOFTMAX_TOP_K).unnormalised())
                        .weight(0, 0))
                .isCloseTo(0.5f, CLOSE);
    }

    @Test
    void sigmoidChoosesWithTheBiasAndWeighsWithout() {
        float[] logits = {0, (float) Math.log(3), (float) -Math.log(3)}; // 0.5, 0.75, 0.25
        Router router = Router.builder(3)
                .fanOut(2)
                .form(GatingForm.SIGMOID)
                .selectionBias(new float[] {0, 0, 0.3f})
                .scale(2.5f)
                .build();
        RoutingPlan plan = new RoutingCase(logits).route(router);
        assertThat(chosen(plan, 0)).containsExactly(1, 2);
        assertThat(plan.selection().get(0, 2))
                .as("the bias is meant between 0 and 1")
                .isCloseTo(0.55f, CLOSE);
        assertThat(plan.weight(0, 0)).isCloseTo(2.5f * 0.75f, CLOSE);
        assertThat(plan.weight(0, 1)).isCloseTo(2.5f * 0.25f, CLOSE);
    }

    @Test
    void sigmoidMayStayAsItIs() {
        RoutingPlan plan = new RoutingCase(new float[] {0, (float) Math.log(3)})
                .route(Router.builder(2).fanOut(2).form(GatingForm.SIGMOID).unnormalised());
        assertThat(weights(plan, 0)[0]).isCloseTo(0.75f, CLOSE);
        assertThat(weights(plan, 0)[1]).isCloseTo(0.5f, CLOSE);
    }

    @Test
    void weightsTooSmallToBeNumbersLeaveAllToTheBest() {
        RoutingPlan plan = new RoutingCase(new float[] {-200, -300})
                .route(Router.builder(2).fanOut(2).form(GatingForm.SIGMOID));
        assertThat(weights(plan, 0)).containsExactly(1f, 0f);
    }

    @Test
    void aMaskedExpertIsInNoProbabilityAndAnUnchosenGroupIs() {
        RoutingCase rows = new RoutingCase(logs(0.4, 0.1, 0.2, 0.3));
        RouterBuilder grouped =
                Router.builder(4).form(GatingForm.SOFTMAX_TOP_K).unnormalised().groups(2, 1);
        assertThat(rows.route(grouped).weight(0, 0)).isCloseTo(0.3f, CLOSE);
        rows.obeying(Guidance.builder(4).forbid(0, "open").build());
        assertThat(rows.route(Router.builder(4).form(GatingForm.SOFTMAX_TOP_K).unnormalised())
                        .weight(0, 0))
                .isCloseTo(0.5f, CLOSE);
    }

    @Test
    void sharedExpertsComeAfterTheChosenWithAWeightOfTheirOwn() {
        Router router = Router.builder(3).fanOut(2).shared(1).build();
        RoutingPlan plan = new RoutingCase(new float[] {1, 2, 3}).route(router);
        assertThat(router.width()).isEqualTo(3);
        assertThat(chosen(plan, 0)).containsExactly(2, 1, 3);
        assertThat(plan.weight(0, 2)).isEqualTo(1f);
        assertThat(plan.weight(0, 0) + plan.weight(0, 1)).isCloseTo(1f, CLOSE);
        assertThat(plan.column(0, 2)).isEqualTo(RoutingPlan.NONE);
    }

    @Test
    void aRowDoesWithoutTheSharedExpertsThatItIsForbidden() {
        Router router = Router.builder(3).fanOut(2).shared(2).build();
        RoutingCase rows = new RoutingCase(new float[] {1, 2, 3})
                .obeying(Guidance.builder(5).forbid(3, "tenant").build());
        assertThat(chosen(rows.route(router), 0)).containsExactly(2, 1, 4);
    }
}
