// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.Scores;
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
    private final int experts;
    private final FloatMatrix selection;
    private final byte[] codes;
    private final boolean[] isMarked;
    private final boolean[] isExplored;
    private final RowFate[] fates;
    private final int[] wanted;
    private final int[] counts;
    private final int[] columns;
    private final int[] chosen;
    private final float[] weights;
    private final RoutingScratch scratch;
    private int rows;
    private int dropped;
    private int overflowed;

    /// Room for rows whose experts are all scored.
    ///
    /// @param fanOut how many experts a row may have at most
    public RoutingPlan(Arena arena, int rowsMax, int experts, int fanOut) {
        this(arena, rowsMax, experts, experts, fanOut, 0);
    }

    /// Room for rows of which some experts only are scored.
    ///
    /// @param columns how many experts of a row are scored at most
    /// @param tierWidth the widest hidden layer of the network that picks tiers
    RoutingPlan(Arena arena, int rowsMax, int experts, int columns, int fanOut, int tierWidth) {
        this.rowsMax = rowsMax;
        this.fanOut = fanOut;
        this.experts = experts;
        this.selection = FloatMatrix.allocate(arena, rowsMax, columns);
        this.codes = new byte[rowsMax * columns];
        this.isMarked = new boolean[rowsMax];
        this.isExplored = new boolean[rowsMax];
        this.fates = new RowFate[rowsMax];
        this.wanted = new int[rowsMax];
        this.counts = new int[rowsMax];
        this.columns = new int[rowsMax * fanOut];
        this.chosen = new int[rowsMax * fanOut];
        this.weights = new float[rowsMax * fanOut];
        this.scratch = new RoutingScratch(arena, rowsMax, experts, columns, fanOut, tierWidth);
        Arrays.fill(fates, RowFate.ROUTED);
    }

    /// Forgets the last batch and makes room for `rows` rows, each of which may have as many experts as there is room.
    void reset(int rows) {
        if (rows < 0 || rows > rowsMax) {
            throw new IllegalArgumentException("rows must be between 0 and %d: %d".formatted(rowsMax, rows));
        }
        this.rows = rows;
        this.dropped = 0;
        this.overflowed = 0;
        for (int row = 0; row < rows; row++) {
            clearMarks(row);
        }
        Arrays.fill(isExplored, 0, rows, false);
        Arrays.fill(fates, 0, rows, RowFate.ROUTED);
        Arrays.fill(wanted, 0, rows, fanOut);
        Arrays.fill(counts, 0, rows, 0);
        Arrays.fill(chosen, 0, rows * fanOut, NONE);
        Arrays.fill(weights, 0, rows * fanOut, 0f);
    }

    private void clearMarks(int row) {
        if (isMarked[row]) {
            int width = selection.columns();
            Arrays.fill(codes, row * width, (row + 1) * width, (byte) 0);
            isMarked[row] = false;
        }
    }

    public int rows() {
        return rows;
    }

    public int rowsMax() {
        return rowsMax;
    }

    /// How many experts a row may have at most.
    public int fanOut() {
        return fanOut;
    }

    public int experts() {
        return experts;
    }

    /// The scores that selection went by: the gate's, with every bias added, in the columns of the gate's scores. Minus
    /// infinity where an expert was out of the running, plus infinity where one is pinned.
    public FloatMatrix selection() {
        return selection;
    }

    /// How many experts a row has.
    public int count(int row) {
        return counts[row];
    }

    /// The expert that a row has at `rank` (0 is the best), or [#NONE].
    public int chosen(int row, int rank) {
        return chosen[row * fanOut + rank];
    }

    /// The column of the gate's scores in which that expert stands; [#NONE] for an expert that no gate scores.
    public int column(int row, int rank) {
        return columns[row * fanOut + rank];
    }

    /// The weight of that expert in the row's answer; in every renormalising form those of a routed row sum to one.
    public float weight(int row, int rank) {
        return weights[row * fanOut + rank];
    }

    /// Whether the row found any expert.
    public boolean isRouted(int row) {
        return counts[row] > 0;
    }

    /// What became of the row.
    public RowFate fate(int row) {
        return fates[row];
    }

    /// How many experts the row was to have.
    public int wanted(int row) {
        return wanted[row];
    }

    /// Whether the row's experts were drawn at random.
    public boolean isExplored(int row) {
        return isExplored[row];
    }

    /// How many experts in all the rows of the batch did not get, or got a worse one for, since these were full. Rows
    /// that no expert will be asked for are not counted.
    public int dropped() {
        return dropped;
    }

    /// How many of these the rows got another expert for.
    public int overflowed() {
        return overflowed;
    }

    /// Why the row did not go to the expert of a column; of use for those that it did not go to.
    public PassOver passedOver(int row, int column) {
        PassOver code = PassOver.of(codes[row * selection.columns() + column]);
        boolean isOut = code == PassOver.OUTRANKED && selection.get(row, column) == Float.NEGATIVE_INFINITY;
        return isOut ? PassOver.NO_SCORE : code;
    }

    RoutingScratch scratch() {
        return scratch;
    }

    /// Columns of the chosen experts, rank by rank, as [#settle] finds them.
    int[] columns() {
        return columns;
    }

    void want(int row, int count) {
        wanted[row] = count;
    }

    void mark(int row, int column, PassOver why) {
        codes[row * selection.columns() + column] = why.code();
        isMarked[row] = true;
    }

    boolean isMarked(int row) {
        return isMarked[row];
    }

    boolean isMarked(int row, int column) {
        return codes[row * selection.columns() + column] != 0;
    }

    /// Whether a mask took the expert of that column out before scores were compared.
    boolean isMasked(int row, int column) {
        return isMarked[row]
                && PassOver.of(codes[row * selection.columns() + column]).isMasked();
    }

    /// Gives every expert that was taken out of the running minus infinity.
    void closeMarked(int row) {
        if (isMarked[row]) {
            int from = row * selection.columns();
            for (int column = 0; column < selection.columns(); column++) {
                if (codes[from + column] != 0) {
                    selection.set(row, column, Float.NEGATIVE_INFINITY);
                }
            }
        }
    }

    void explore(int row) {
        isExplored[row] = true;
    }

    void countDropped() {
        dropped++;
    }

    void countOverflowed() {
        overflowed++;
    }

    /// Takes over the first `count` columns of a row as its experts.
    void settle(Scores scores, int row, int count) {
        int from = row * fanOut;
        for (int rank = 0; rank < count; rank++) {
            chosen[from + rank] = scores.expert(row, columns[from + rank]);
        }
        for (int rank = count; rank < counts[row]; rank++) {
            chosen[from + rank] = NONE;
        }
        counts[row] = count;
    }

    /// Adds an expert after those that the row has.
    void append(int row, int expert, float weight) {
        int at = row * fanOut + counts[row]++;
        columns[at] = NONE;
        chosen[at] = expert;
        weights[at] = weight;
    }

    /// Leaves a row without experts.
    void refuse(int row, RowFate why) {
        Arrays.fill(chosen, row * fanOut, row * fanOut + counts[row], NONE);
        Arrays.fill(weights, row * fanOut, (row + 1) * fanOut, 0f);
        counts[row] = 0;
        fates[row] = why;
    }

    /// Chooses the expert of a dense column, by hand.
    void choose(int row, int rank, int expert) {
        columns[row * fanOut + rank] = expert;
        chosen[row * fanOut + rank] = expert;
        if (expert != NONE) {
            counts[row] = rank + 1;
        }
    }

    void weigh(int row, int rank, float weight) {
        weights[row * fanOut + rank] = weight;
    }
}
