// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.hand;

import dev.witan.engine.Mixture;
import dev.witan.engine.response.RegressionHead;
import dev.witan.kernels.Activation;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;

/// A mixture whose gate always likes best the dear one of two experts: that one answers `max(0, x - 0.5)` for two
/// multiply-adds, the cheap one 0 for one. Below a half they agree.
public final class Hinge {
    public static final int[] TIERS = {0, 1};

    private Hinge() {}

    public static Mixture mixture(Arena arena) {
        HandMade hand = new HandMade(arena);
        return hand.mixture(
                new RegressionHead(0, 1),
                1,
                new float[2],
                new float[] {0, 1},
                List.of(hand.layer(0, 0, Activation.IDENTITY)),
                List.of(hand.layer(1, -0.5f, Activation.RELU), hand.layer(1, 0, Activation.IDENTITY)));
    }

    /// Rows whose labels are above what the dear expert answers, by so much.
    public static Table table(double[] x, double[] above) {
        double[] y = new double[x.length];
        Arrays.setAll(y, row -> Math.max(0, x[row] - 0.5) + above[row]);
        return new Table("hinge", List.of(new TableColumn.Numbers("x", x), new TableColumn.Numbers("y", y)));
    }
}
