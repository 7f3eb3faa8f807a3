// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.engine.dispatch.Dispatcher;
import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;
import java.lang.foreign.Arena;

/// What every expert of a row answered by itself, before answers are combined, and the gradient of an objective that
/// judges it so. Owned by one thread.
public final class SingleAnswers {
    private final RoutingPlan plan;
    private final Dispatcher dispatcher;
    private final FloatMatrix gradient;
    private final int ranks;

    /// @param assignments how many answers a batch has at most
    /// @param ranks how many experts a row has at most
    SingleAnswers(Arena arena, RoutingPlan plan, Dispatcher dispatcher, int assignments, int ranks) {
        this.plan = plan;
        this.dispatcher = dispatcher;
        this.gradient =
                FloatMatrix.allocate(arena, assignments, dispatcher.outputs().columns());
        this.ranks = ranks;
    }

    /// Forgets what was learned about the last batch.
    void clear() {
        gradient.fill(0f);
    }

    /// How many experts a row has at most.
    int ranks() {
        return ranks;
    }

    /// How many experts answered a row.
    int count(int row) {
        return plan.count(row);
    }

    void copyTo(FloatMatrix to, int toRow, int row, int rank) {
        to.copyRowFrom(toRow, dispatcher.outputs(), dispatcher.position(row, rank));
    }

    /// Keeps the gradient of an answer, a row of `from`.
    void keep(int row, int rank, FloatMatrix from, int fromRow) {
        gradient.copyRowFrom(dispatcher.position(row, rank), from, fromRow);
    }

    /// The gradient of one number of an answer.
    float gradient(int position, int column) {
        return gradient.get(position, column);
    }
}
