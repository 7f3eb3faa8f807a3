// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.gate;

import dev.witan.kernels.FloatMatrix;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The clean logits that a gate gives the experts of each row of a batch: of every expert, or of the row's candidates
/// alone, each in a column. Refilled for every batch; owned by one thread.
///
/// Where all experts are scored, an expert's column is its index. Where a row has candidates, they stand in ascending
/// order of their index, so that the lowest column of equal scores is the lowest index.
public final class Scores {
    /// Stands where an expert has no column.
    public static final int NONE = -1;

    /// What a router asks for that needs the score of every expert.
    public static final int ALL = Integer.MAX_VALUE;

    private static final int EVERY = -1;

    private final FloatMatrix values;
    private final int experts;
    private final Missing missing;
    private final int[] candidates;
    private final int[] counts;
    private final int[] asked;
    /// What gates of this package write down while they score.
    int[] order = {};

    int[] picked = {};
    TwoPrecisionGate.@Nullable Room room;

    TaskGate.@Nullable Room taskRoom;

    /// Why an expert may have no score.
    public enum Missing {
        /// No expert is without one.
        NOBODY,
        /// Its group was not among those that the gate looked into.
        GROUP_NOT_CHOSEN,
        /// It was proven to be none of the best.
        OUTSIDE_SHORTLIST,
        /// It is another task's own.
        OF_ANOTHER_TASK
    }

    /// Around a matrix with one column per expert.
    public Scores(FloatMatrix values) {
        this(values, values.columns(), Missing.NOBODY, new int[0]);
    }

    private Scores(FloatMatrix values, int experts, Missing missing, int[] candidates) {
        this.values = values;
        this.experts = experts;
        this.missing = missing;
        this.candidates = candidates;
        this.counts = new int[values.rows()];
        this.asked = new int[values.rows()];
        Arrays.fill(counts, EVERY);
        Arrays.fill(asked, ALL);
    }

    /// Room for up to `candidatesMax` candidates per row.
    ///
    /// @param missing why an expert may not be among them
    public static Scores ofCandidates(Arena arena, int rowsMax, int experts, int candidatesMax, Missing missing) {
        FloatMatrix values = FloatMatrix.allocate(arena, rowsMax, candidatesMax);
        return new Scores(values, experts, missing, new int[rowsMax * candidatesMax]);
    }

    /// The logits, row by row as in the batch and candidate by candidate. Those of a row past [#count] mean nothing.
    public FloatMatrix values() {
        return values;
    }

    public int experts() {
        return experts;
    }

    /// How many columns there are at most.
    public int columns() {
        return values.columns();
    }

    /// Why an expert may have no score.
    public Missing missing() {
        return missing;
    }

    /// Whether every expert of the row is scored.
    public boolean isDense(int row) {
        return counts[row] == EVERY;
    }

    /// How many candidates a row has.
    public int count(int row) {
        return counts[row] == EVERY ? experts : counts[row];
    }

    /// The expert of a column, below [#count].
    public int expert(int row, int column) {
        return counts[row] == EVERY ? column : candidates[row * values.columns() + column];
    }

    /// The column of an expert, or [#NONE]; experts that no gate scores have none.
    public int column(int row, int expert) {
        if (counts[row] == EVERY) {
            return expert < experts ? expert : NONE;
        }
        int from = row * values.columns();
        int found = Arrays.binarySearch(candidates, from, from + counts[row], expert);
        return found < 0 ? NONE : found - from;
    }

    /// The logit in a column.
    public float at(int row, int column) {
        return values.get(row, column);
    }

    /// The logit of an expert for a row; minus infinity where it has none.
    public float of(int row, int expert) {
        int column = column(row, expert);
        return column == NONE ? Float.NEGATIVE_INFINITY : values.get(row, column);
    }

    /// Asks for the `best` highest scores of a row under the router's own bias, or for [#ALL] of them; a gate may give
    /// more.
    public void ask(int row, int best) {
        asked[row] = best;
    }

    /// How many of the highest scores the router needs.
    public int asked(int row) {
        return asked[row];
    }

    TwoPrecisionGate.Room room() {
        return Objects.requireNonNull(room, "scores must be made by the gate that fills them");
    }

    TaskGate.Room taskRoom() {
        return Objects.requireNonNull(taskRoom, "scores must be made by the gate that fills them");
    }

    /// Says that every expert of the row is scored. For gates.
    public void scoredAll(int row) {
        counts[row] = EVERY;
    }

    /// Starts over with no candidates for a row. For gates.
    public void clear(int row) {
        counts[row] = 0;
    }

    /// Adds a candidate, with a higher index than those before. For gates.
    public void add(int row, int expert, float score) {
        int column = counts[row]++;
        candidates[row * values.columns() + column] = expert;
        values.set(row, column, score);
    }
}
