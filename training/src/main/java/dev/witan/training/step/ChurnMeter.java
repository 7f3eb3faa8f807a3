// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.training.network.Numbers;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/// Which rows have another set of experts than the last time that all of them were routed. Owned by one thread.
public final class ChurnMeter implements RoutingWatch {
    private final int fanOut;
    private int[] former = {};
    private int[] sets = {};
    private int rows;

    /// @param fanOut how many experts the gate chooses for a row; those that are always on come after them
    public ChurnMeter(int fanOut) {
        this.fanOut = fanOut;
    }

    /// Begins to look at all rows anew.
    public void begin() {
        former = Arrays.copyOf(sets, rows * fanOut);
        rows = 0;
    }

    @Override
    public void routed(Kernels kernels, FloatMatrix scores, RoutingPlan plan) {
        if (sets.length < (rows + plan.rows()) * fanOut) {
            sets = Arrays.copyOf(sets, Math.max(2 * sets.length, (rows + plan.rows()) * fanOut));
        }
        for (int row = 0; row < plan.rows(); row++) {
            int from = rows * fanOut;
            for (int rank = 0; rank < fanOut; rank++) {
                sets[from + rank] = plan.chosen(row, rank);
            }
            Arrays.sort(sets, from, from + fanOut);
            rows++;
        }
    }

    /// The share of the rows whose set has changed; not a number when there was no last time.
    public double churn() {
        int changed = 0;
        for (int row = 0; row < rows && former.length > 0; row++) {
            int from = row * fanOut;
            changed += Arrays.equals(sets, from, from + fanOut, former, from, from + fanOut) ? 0 : 1;
        }
        return former.length == 0 ? Double.NaN : (double) changed / rows;
    }

    /// Writes the sets of the last time.
    public void write(DataOutput out) throws IOException {
        out.writeInt(rows);
        Numbers.write(out, Arrays.copyOf(sets, rows * fanOut));
    }

    /// Goes on from what was written.
    public void read(DataInput in) throws IOException {
        rows = in.readInt();
        sets = new int[rows * fanOut];
        Numbers.read(in, sets);
    }
}
