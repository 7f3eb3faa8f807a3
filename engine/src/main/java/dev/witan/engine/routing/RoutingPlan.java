// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.kernels.FloatMatrix;
import java.lang.foreign.Arena;
import java.util.Arrays;

/// For each row of a batch the experts that it goes to, best first, and their weights. Preallocated for a number of
/// rows and refilled for each batch; owned by one thread.
public final class RoutingPlan {
    /// Stands where a row has no expert.
    public static final int NONE = -1;

    private final int rowsMax;
    private final int fanOut;
    private final FloatMatrix selection;
    private final int[] chosen;
    private final float[] weights;
    private int rows;

    public RoutingPlan(Arena arena, int rowsMax, int experts, int fanOut) {
        this.rowsMax = rowsMax;
        this.fanOut = fanOut;
        this.selection = FloatMatrix.allocate(arena, rowsMax, experts);
        this.chosen = new int[rowsMax * fanOut];
        this.weights = new float[rowsMax * fanOut];
    }

    /// Forgets the last batch and makes room for `rows` rows.
    void reset(int rows) {
        if (rows < 0 || rows > rowsMax) {
            throw new IllegalArgumentException("rows must be between 0 and %d: %d".formatted(rowsMax, rows));
        }
        this.rows = rows;
        Arrays.fill(chosen, 0, rows * fanOut, NONE);
        Arrays.fill(weights, 0, rows * fanOut, 0f);
    }

    public int rows() {
        return rows;
    }

    public int rowsMax() {
        return rowsMax;
    }

    public int fanOut() {
        return fanOut;
    }

    public int experts() {
        return selection.columns();
    }

    /// The scores that selection went by: the gate's, with every bias added. Row by row as in the batch.
    public FloatMatrix selection() {
        return selection;
    }

    /// How many experts a row has.
    public int count(int row) {
        int count = 0;
        while (count < fanOut && chosen[row * fanOut + count] != NONE) {
            count++;
        }
        return count;
    }

    /// The expert that a row has at `rank` (0 is the best), or [#NONE].
    public int chosen(int row, int rank) {
        return chosen[row * fanOut + rank];
    }

    /// The weight of that expert in the row's answer; the weights of a routed row sum to one.
    public float weight(int row, int rank) {
        return weights[row * fanOut + rank];
    }

    /// Whether the row found any expert. It finds none when a score is not a number.
    public boolean isRouted(int row) {
        return chosen[row * fanOut] != NONE;
    }

    int[] chosen() {
        return chosen;
    }

    void choose(int row, int rank, int expert) {
        chosen[row * fanOut + rank] = expert;
    }

    void chooseNone(int row) {
        Arrays.fill(chosen, row * fanOut, (row + 1) * fanOut, NONE);
    }

    void weigh(int row, int rank, float weight) {
        weights[row * fanOut + rank] = weight;
    }
}
