// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.witan.engine.Mixture;
import dev.witan.engine.response.BinaryHead;
import dev.witan.engine.response.Head;
import dev.witan.engine.response.RegressionHead;
import dev.witan.kernels.Activation;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import dev.witan.training.hand.HandMade;
import dev.witan.training.report.Quality;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A cheap expert that answers 0 and costs 1, and a dear one that answers `x` and costs 3, by how much which the gate
/// likes it better. A price of `p` leaves to the dear one the rows above `2 p`.
class BudgetSweepTest {
    private static final double[] COSTS = {1, 3};

    private final Arena arena = Arena.ofShared();

    @AfterEach
    void free() {
        arena.close();
    }

    private Mixture mixture(Head head) {
        HandMade hand = new HandMade(arena);
        return hand.mixture(
                head,
                1,
                new float[] {0, 1},
                new float[2],
                List.of(hand.layer(0, 0, Activation.IDENTITY)),
                List.of(hand.layer(1, 0, Activation.IDENTITY)));
    }

    private static double[] upTo(int rows) {
        double[] x = new double[rows];
        Arrays.setAll(x, row -> row + 1);
        return x;
    }

    @Test
    void everyPointIsWhatItsPriceMakesOfTheRows() {
        Table table = new Table(
                "four rows", List.of(new TableColumn.Numbers("x", upTo(4)), new TableColumn.Numbers("y", upTo(4))));

        List<SweepPoint> points =
                BudgetSweep.measure(mixture(new RegressionHead(0, 1)), table, "y", COSTS, Optional.empty(), 1);

        assertThat(points).hasSize(12).isSortedAccordingTo(Comparator.comparingDouble(SweepPoint::price));
        assertThat(points.getFirst().price()).isZero();
        assertThat(points.getLast().price()).isEqualTo(2);
        for (SweepPoint point : points) {
            double[] cheap =
                    Arrays.stream(upTo(4)).filter(x -> x <= 2 * point.price()).toArray();
            double squares = Arrays.stream(cheap).map(x -> x * x).sum();
            assertThat(point.cost()).as("%s", point).isEqualTo(3 - 2 * cheap.length / 4.0);
            assertThat(((Quality.Regression) point.quality()).rmse())
                    .as("%s", point)
                    .isCloseTo(Math.sqrt(squares / 4), within(1e-6));
            assertThat(point.revenue()).isEmpty();
        }
        assertThat(points.stream().map(SweepPoint::cost)).contains(3.0, 2.5, 2.0, 1.5, 1.0);
    }

    @Test
    void cheaperAnswersEarnLess() {
        double[] bids = new double[8];
        Arrays.fill(bids, 2);
        Table table = new Table(
                "one auction",
                List.of(
                        new TableColumn.Numbers("x", upTo(8)),
                        new TableColumn.Numbers("bid", bids),
                        new TableColumn.Texts(
                                "clicked", new String[] {"no", "no", "no", "no", "no", "no", "no", "yes"})));

        List<SweepPoint> points = BudgetSweep.measure(
                mixture(new BinaryHead(List.of("no", "yes"))), table, "clicked", COSTS, Optional.of("bid"), 1);

        assertThat(points.getFirst().revenue())
                .as("the row of 8 wins and is clicked")
                .hasValue(1000 * 2 / 8.0);
        assertThat(points.getLast().revenue())
                .as("all are equal, so the first wins")
                .hasValue(0);
    }

    @Test
    void refusesExpertsThatCostTheSame() {
        Table table = new Table(
                "a row", List.of(new TableColumn.Numbers("x", upTo(1)), new TableColumn.Numbers("y", upTo(1))));

        assertThatThrownBy(() -> BudgetSweep.measure(
                        mixture(new RegressionHead(0, 1)), table, "y", new double[] {2, 2}, Optional.empty(), 1))
                .hasMessage("a budget sweep needs experts of different cost: all cost 2.0");
    }
}
