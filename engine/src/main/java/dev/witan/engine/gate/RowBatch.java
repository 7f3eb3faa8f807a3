// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.gate;

import dev.witan.engine.overlay.Guidance;
import dev.witan.kernels.FloatMatrix;
import java.util.Arrays;

/// The rows of one batch, with what each of them may ask for and must obey. Allocated once and refilled for every
/// batch; owned by one thread.
public final class RowBatch {
    private final FloatMatrix rows;
    private final Guidance[] guidances;
    private final int[] fanOuts;
    private final long[] seeds;
    private final long[] requestSeeds;
    private final boolean[] isIdle;
    private int size;
    private int idle;
    private boolean isPlain = true;

    /// Around rows that the caller fills.
    public RowBatch(FloatMatrix rows) {
        this.rows = rows;
        this.guidances = new Guidance[rows.rows()];
        this.fanOuts = new int[rows.rows()];
        this.seeds = new long[rows.rows()];
        this.requestSeeds = new long[rows.rows()];
        this.isIdle = new boolean[rows.rows()];
        Arrays.fill(guidances, Guidance.NONE);
    }

    /// Starts over with `size` rows that ask for nothing and obey nobody.
    public void reset(int size) {
        if (size < 0 || size > rows.rows()) {
            throw new IllegalArgumentException("size must be between 0 and %d: %d".formatted(rows.rows(), size));
        }
        if (!isPlain) {
            Arrays.fill(guidances, 0, this.size, Guidance.NONE);
            Arrays.fill(fanOuts, 0, this.size, 0);
            isPlain = true;
        }
        if (idle > 0) {
            Arrays.fill(isIdle, 0, this.size, false);
            idle = 0;
        }
        this.size = size;
    }

    /// Tells what `count` rows of one request ask for and obey.
    ///
    /// @param fanOut experts per row; 0 leaves it to the mixture
    /// @param requestSeed of the request, from which each row gets a seed of its own
    /// @param firstRow the number of the first of them within the request
    public void describe(int from, int count, Guidance guidance, int fanOut, long requestSeed, int firstRow) {
        isPlain &= guidance.isNone() && fanOut == 0;
        for (int i = 0; i < count; i++) {
            guidances[from + i] = guidance;
            fanOuts[from + i] = fanOut;
            seeds[from + i] = requestSeed + firstRow + i;
            requestSeeds[from + i] = requestSeed;
        }
    }

    /// Says that no expert will be asked for `count` rows: they are routed for the sake of the decision alone.
    public void idle(int from, int count) {
        Arrays.fill(isIdle, from, from + count, true);
        idle += count;
    }

    /// Whether the row is routed for the sake of the decision alone.
    public boolean isIdle(int row) {
        return isIdle[row];
    }

    /// How many rows are.
    public int idleRows() {
        return idle;
    }

    public FloatMatrix rows() {
        return rows;
    }

    public int size() {
        return size;
    }

    /// What live state and permissions say to a row.
    public Guidance guidance(int row) {
        return guidances[row];
    }

    /// How many experts a row asks for; 0 leaves it to the mixture.
    public int fanOut(int row) {
        return fanOuts[row];
    }

    /// A number that is the same whenever the same row of the same request comes again.
    public long seed(int row) {
        return seeds[row];
    }

    /// A number that is the same for all rows of a request, and whenever a request of the same id comes again.
    public long requestSeed(int row) {
        return requestSeeds[row];
    }

    /// Whether no row asks for anything or obeys anybody.
    public boolean isPlain() {
        return isPlain;
    }
}
