// SPDX-License-Identifier: Apache-2.0
package dev.witan.scaling.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BudgetControllerTest {
    private static final double PRICE_MAX = 20;

    private static BudgetController controller(double perRow, Map<String, Double> tenants) {
        return new BudgetController(new Budget(perRow, tenants, 0.05), PRICE_MAX);
    }

    @Test
    void aWindowThatCostsTwiceItsBudgetRaisesThePriceByTheRate() {
        BudgetController controller = controller(2, Map.of());

        Prices prices = controller.step(Map.of("anybody", new Spend(256, 1024)));

        assertThat(prices.of("anybody")).isCloseTo(0.05, within(1e-12));
        assertThat(controller.step(Map.of("anybody", new Spend(512, 1024))).of("anybody"))
                .as("the second window cost nothing, as much below as the first was above, which is still owed")
                .isCloseTo(0.05 / 32, within(1e-12));
    }

    @Test
    void spendingBelowTheBudgetIsFree() {
        BudgetController controller = controller(2, Map.of());

        assertThat(controller.step(Map.of("anybody", new Spend(10_000, 5_000))).shared())
                .isZero();
    }

    @Test
    void aTenantWithABudgetOfItsOwnPaysForItselfAlone() {
        BudgetController controller = controller(2, Map.of("acme", 1.0));

        Prices prices = controller.step(Map.of("acme", new Spend(256, 512), "else", new Spend(256, 512)));

        assertThat(prices.of("acme")).isCloseTo(0.05, within(1e-12));
        assertThat(prices.of("else")).isZero();
    }

    @Test
    void aBurstBetweenTwoLooksCountsForAFewWindowsAtMost() {
        BudgetController controller = controller(1, Map.of());

        assertThat(controller
                        .step(Map.of("anybody", new Spend(256_000, 512_000)))
                        .shared())
                .isCloseTo(4 * 0.05, within(1e-12));
    }

    @Test
    void aBudgetBelowTheCheapestExpertIsToldAndThePriceStaysBounded() {
        BudgetController controller = controller(0.5, Map.of());
        Spend spent = Spend.NONE;
        for (int window = 0; window < 1000; window++) {
            spent = new Spend(spent.rows() + 256, spent.cost() + 256);
            controller.step(Map.of("anybody", spent));
        }

        assertThat(controller.prices().shared()).isEqualTo(PRICE_MAX);
        assertThat(controller.isExhausted("anybody")).isTrue();
    }

    /// Rows with a cheap and a dear expert whose advantage drifts: what is spent meets the budget all the same.
    @Test
    void spendMeetsTheBudgetWhileTheTrafficDrifts() {
        BudgetController controller =
                new BudgetController(new Budget(1.6, Map.of("small", 1.2), Budget.RATE_USUAL), PRICE_MAX);
        SplittableRandom random = new SplittableRandom(7);
        Map<String, Spend> spent = new HashMap<>();
        Prices prices = Prices.FREE;
        int rows = 400_000;
        for (int row = 0; row < rows; row++) {
            String tenant = row % 4 == 0 ? "small" : "large";
            double drift = 1.5 + Math.sin(row * 2 * Math.PI / 100_000);
            double advantage = drift + random.nextGaussian();
            double cost = advantage > prices.of(tenant) * (3 - 1) ? 3 : 1;
            Spend before = spent.getOrDefault(tenant, Spend.NONE);
            spent.put(tenant, new Spend(before.rows() + 1, before.cost() + cost));
            if (row % 200 == 199) {
                prices = controller.step(spent);
            }
        }

        assertThat(perRow(spent, "large")).isCloseTo(1.6, within(0.02 * 1.6));
        assertThat(perRow(spent, "small")).isCloseTo(1.2, within(0.02 * 1.2));
    }

    private static double perRow(Map<String, Spend> spent, String tenant) {
        Spend all = spent.getOrDefault(tenant, Spend.NONE);
        return all.cost() / all.rows();
    }

    @Test
    void refusesWhatIsNotABudget() {
        assertThatThrownBy(() -> new Budget(0, Map.of(), 0.05)).hasMessage("perRow must be positive and finite: 0.0");
        assertThatThrownBy(() -> new Budget(1, Map.of("acme", -1.0), 0.05))
                .hasMessage("budget of tenant 'acme' must be positive and finite: -1.0");
        assertThatThrownBy(() -> new Budget(1, Map.of(), Double.NaN))
                .hasMessage("rate must be positive and finite: NaN");
    }
}
