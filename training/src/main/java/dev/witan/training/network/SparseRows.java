// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.network;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A parameter that is a table of which a batch touches few rows: only these are stepped, each as if its own steps were
/// all there are. The moving average of a row that was left alone is caught up when it is touched or looked at again.
///
/// Rows are shared out over shards, by number, so that shards may be collected and stepped at once and the sums come
/// out the same whoever does it. A shard is owned by one thread at a time.
public final class SparseRows {
    public static final int SHARDS = 8;

    private static final int FIRST_ROOM = 256;

    private final Parameter parameter;
    private final int width;
    private final int[] steps;
    private final int[] averaged;
    private final boolean[] isTouched;
    private final List<Shard> shards = new ArrayList<>();

    /// @param width values of a row
    public SparseRows(Parameter parameter, int width) {
        int rows = parameter.size() / width;
        this.parameter = parameter;
        this.width = width;
        this.steps = new int[rows];
        this.averaged = new int[rows];
        this.isTouched = new boolean[rows];
        for (int i = 0; i < SHARDS; i++) {
            shards.add(new Shard());
        }
    }

    public static int shardOf(int row) {
        return row % SHARDS;
    }

    public List<Update> updates() {
        return List.copyOf(shards);
    }

    /// Sets the gradients of the last batch to zero, those of one shard.
    public void clear(int shard) {
        shards.get(shard).clear();
    }

    /// Notes that the batch uses a row, and returns where its gradient begins.
    public int touch(int shard, int row) {
        if (!isTouched[row]) {
            isTouched[row] = true;
            shards.get(shard).add(row);
        }
        return row * width;
    }

    /// Catches up every row's moving average.
    public void settle(Adam adam, int step) {
        float[] kept = adam.kept(step);
        for (int row = 0; row < averaged.length; row++) {
            catchUp(row, step, kept);
        }
    }

    /// Writes how far each row is; its numbers are the parameter's.
    public void write(DataOutput out) throws IOException {
        Numbers.write(out, steps);
        Numbers.write(out, averaged);
    }

    /// Goes on from what was written.
    public void read(DataInput in) throws IOException {
        Numbers.read(in, steps);
        Numbers.read(in, averaged);
    }

    /// The value has not changed since the average was last taken.
    private void catchUp(int row, int step, float[] kept) {
        int gap = step - averaged[row];
        if (gap > 0) {
            float keep = gap < kept.length ? kept[gap] : 0;
            Adam.average(parameter, row * width, width, keep);
            averaged[row] = step;
        }
    }

    private final class Shard implements Update {
        private int[] touched = new int[FIRST_ROOM];
        private int count;

        void add(int row) {
            if (count == touched.length) {
                touched = Arrays.copyOf(touched, 2 * count);
            }
            touched[count++] = row;
        }

        void clear() {
            for (int i = 0; i < count; i++) {
                int from = touched[i] * width;
                Arrays.fill(parameter.gradient(), from, from + width, 0f);
                isTouched[touched[i]] = false;
            }
            count = 0;
        }

        @Override
        public void apply(Adam adam, int step, float learningRate) {
            float[] kept = adam.kept(step - 1);
            for (int i = 0; i < count; i++) {
                int row = touched[i];
                catchUp(row, step - 1, kept);
                steps[row]++;
                adam.step(parameter, row * width, width, steps[row], learningRate);
                Adam.average(parameter, row * width, width, adam.averageShare(step));
                averaged[row] = step;
            }
        }
    }
}
