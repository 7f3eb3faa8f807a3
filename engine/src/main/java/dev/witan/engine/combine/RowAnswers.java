// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.combine;

import dev.witan.engine.dispatch.Dispatcher;
import dev.witan.engine.expert.ExpertAnswers;
import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;

/// What the experts of one row said, in the order of their ranks: the experts that the router chose, then those
/// that are always on. Allocated once and refilled for every row; owned by one thread.
public final class RowAnswers {
    /// Where an expert that did not answer has its output.
    private static final int MISSING = -1;
    private static final float ROUNDING = 1e-5f;

    private final float[] weights;
    private final int[] positions;
    private final double[] notes;
    private FloatMatrix outputs;
    private int count;
    private int chosen;
    private int answered;

    /// Room for rows that go to at most `widthMax` experts.
    ///
    /// @param outputs where the experts' outputs stand unless [#open] says otherwise
    public RowAnswers(int widthMax, FloatMatrix outputs) {
        this.weights = new float[widthMax];
        this.positions = new int[widthMax];
        this.notes = new double[widthMax];
        this.outputs = outputs;
    }

    /// Starts over with a row of which nothing is known yet.
    public void open(FloatMatrix outputs) {
        this.outputs = outputs;
        count = 0;
        chosen = 0;
        answered = 0;
    }

    /// The expert of the next rank is one that the router chose, and its output is that row of the outputs.
    public void choseAnswered(float weight, int position) {
        add(weight, position, true);
    }

    /// The expert of the next rank is one that the router chose, and it did not answer.
    public void choseMissing(float weight) {
        add(weight, MISSING, true);
    }

    /// The expert of the next rank is always on, and its output is that row of the outputs.
    public void sharedAnswered(float weight, int position) {
        add(weight, position, false);
    }

    /// The expert of the next rank is always on, and it did not answer.
    public void sharedMissing(float weight) {
        add(weight, MISSING, false);
    }

    private void add(float weight, int position, boolean isChosen) {
        weights[count] = weight;
        positions[count] = position;
        count++;
        chosen += isChosen ? 1 : 0;
        answered += position == MISSING ? 0 : 1;
    }

    /// Takes over a row of a batch, all of whose experts are local and have ended.
    public void read(RoutingPlan plan, Dispatcher dispatcher, ExpertAnswers answers, int row) {
        open(dispatcher.outputs());
        int asked = plan.count(row);
        for (int rank = 0; rank < asked; rank++) {
            boolean isChosen = plan.column(row, rank) != RoutingPlan.NONE;
            boolean isThere = answers.isAnswered(dispatcher.batchOf(row, rank));
            add(plan.weight(row, rank), isThere ? dispatcher.position(row, rank) : MISSING, isChosen);
        }
    }

    /// How many experts the row went to.
    public int count() {
        return count;
    }

    /// How many of them the router chose; the ranks from there on are always on.
    public int chosen() {
        return chosen;
    }

    /// How many of them answered.
    public int answered() {
        return answered;
    }

    public float weight(int rank) {
        return weights[rank];
    }

    public boolean isAnswered(int rank) {
        return positions[rank] != MISSING;
    }

    /// One value of what the expert of a rank answered.
    public float value(int rank, int column) {
        return outputs.get(positions[rank], column);
    }

    /// Where the experts' outputs stand.
    public FloatMatrix outputs() {
        return outputs;
    }

    /// The row of [#outputs] that an expert that answered wrote.
    public int position(int rank) {
        return positions[rank];
    }

    /// Writes the weighted sum of the answers of all experts, all of which answered, to a row.
    void sumUp(Kernels kernels, FloatMatrix combined, int row) {
        kernels.weightedSum(outputs, positions, weights, count, combined, row);
    }

    /// The part of the weights of the chosen experts that belongs to those of them that answered: 1 when all
    /// did, 0 when none did or their weights are too small to be numbers.
    float chosenShare() {
        float there = 0;
        boolean isWhole = true;
        for (int rank = 0; rank < chosen; rank++) {
            there += isAnswered(rank) ? weights[rank] : 0f;
            isWhole &= isAnswered(rank);
        }
        if (isWhole) {
            return 1f;
        }
        return there == 0 ? 0f : there / chosenSum();
    }

    /// The sum of the chosen experts' weights; exactly one where they were renormalised, whatever rounding made
    /// of it.
    float chosenSum() {
        float asked = 0;
        for (int rank = 0; rank < chosen; rank++) {
            asked += weights[rank];
        }
        return Math.abs(asked - 1f) < ROUNDING ? 1f : asked;
    }

    /// The best rank that answered; -1 where none did.
    int firstAnswered() {
        for (int rank = 0; rank < count; rank++) {
            if (isAnswered(rank)) {
                return rank;
            }
        }
        return MISSING;
    }

    /// Turns the weights of those that answered into shares that sum to one, to be read by [#share]. Where all
    /// of them are too small to be numbers the first that answered has everything.
    void shareOut() {
        double sum = 0;
        for (int rank = 0; rank < count; rank++) {
            sum += isAnswered(rank) ? weights[rank] : 0.0;
        }
        for (int rank = 0; rank < count; rank++) {
            notes[rank] = isAnswered(rank) && sum > 0 ? weights[rank] / sum : 0.0;
        }
        if (sum == 0 && answered > 0) {
            notes[firstAnswered()] = 1;
        }
    }

    /// The part of the whole that an expert has, after [#shareOut].
    double share(int rank) {
        return notes[rank];
    }

    /// Whether every value that an expert answered is a finite number.
    boolean isFinite() {
        for (int rank = 0; rank < count; rank++) {
            for (int column = 0; isAnswered(rank) && column < outputs.columns(); column++) {
                if (!Float.isFinite(value(rank, column))) {
                    return false;
                }
            }
        }
        return true;
    }

    /// How much of what was asked is there, given that an output of it is finite.
    Coverage coverage() {
        return answered == count ? Coverage.COMPLETE : Coverage.PARTIAL;
    }
}
