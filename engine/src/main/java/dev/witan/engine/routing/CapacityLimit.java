// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.RowHash;
import dev.witan.engine.gate.Scores;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import java.util.Arrays;

/// Gives no expert more rows of a batch than it has room for.
///
/// Rows compete by how much they want an expert, never by when they came: first all rows for their first choices,
/// then all for their second, and so on. A row wants an expert by its probability, or by its score where that is
/// between 0 and 1; a pinned one more than anything. Then, where the policy is to overflow, the rows that lost, in
/// the same order, take the best expert that has room. What a row has in the end is in the order of its selection
/// scores again.
///
/// Rows that no expert will be asked for take nobody's room: the others are routed as if those were not there, and
/// those then compete for what is left of the room that all of them together have.
final class CapacityLimit implements RoutingStage {
    /// Stands for an expert that the row lost.
    private static final int LOST = -1;

    private final Capacity capacity;
    private final ScoreSpace space;
    private final int fanOut;

    CapacityLimit(Capacity capacity, ScoreSpace space, int fanOut) {
        this.capacity = capacity;
        this.space = space;
        this.fanOut = fanOut;
    }

    @Override
    public void apply(Kernels kernels, RowBatch batch, Scores scores, RoutingPlan plan) {
        int running = plan.rows() - batch.idleRows();
        int room = capacity.of(running, fanOut, plan.experts());
        int roomOfAll = batch.idleRows() == 0 ? room : capacity.of(plan.rows(), fanOut, plan.experts());
        if (mostWanted(plan) <= room) {
            return;
        }
        claim(kernels, batch, scores, plan);
        Arrays.fill(plan.scratch().loads, 0);
        assign(batch, scores, plan, false, room);
        if (batch.idleRows() > 0) {
            assign(batch, scores, plan, true, roomOfAll);
        }
    }

    private static int mostWanted(RoutingPlan plan) {
        int[] loads = plan.scratch().loads;
        Arrays.fill(loads, 0);
        int most = 0;
        for (int row = 0; row < plan.rows(); row++) {
            for (int rank = 0; rank < plan.count(row); rank++) {
                most = Math.max(most, ++loads[plan.chosen(row, rank)]);
            }
        }
        return most;
    }

    /// Shares the room out among the rows that run, or among those that do not.
    private void assign(RowBatch batch, Scores scores, RoutingPlan plan, boolean areIdle, int room) {
        for (int rank = 0; rank < plan.fanOut(); rank++) {
            compete(batch, scores, plan, areIdle, rank, room);
        }
        if (capacity.policy() == Capacity.Policy.OVERFLOW) {
            for (int rank = 0; rank < plan.fanOut(); rank++) {
                overflow(batch, scores, plan, areIdle, rank, room);
            }
        }
        for (int row = 0; row < plan.rows(); row++) {
            if (batch.isIdle(row) == areIdle) {
                tidy(scores, plan, row);
            }
        }
    }

    private void claim(Kernels kernels, RowBatch batch, Scores scores, RoutingPlan plan) {
        RoutingScratch scratch = plan.scratch();
        for (int row = 0; row < plan.rows(); row++) {
            scratch.hashes[row] = RowHash.of(batch.rows(), row);
            if (plan.isRouted(row) && space == ScoreSpace.LOGIT) {
                Shares.of(kernels, scores, plan, row);
            }
            for (int rank = 0; rank < plan.count(row); rank++) {
                scratch.claims[row * plan.fanOut() + rank] = claim(kernels, scores, plan, row, rank);
            }
        }
    }

    private float claim(Kernels kernels, Scores scores, RoutingPlan plan, int row, int rank) {
        int column = plan.column(row, rank);
        if (plan.selection().get(row, column) == Float.POSITIVE_INFINITY) {
            return Float.POSITIVE_INFINITY;
        }
        return space == ScoreSpace.LOGIT
                ? plan.scratch().shares.get(0, column)
                : ScoreSpace.sigmoid(kernels, scores.at(row, column));
    }

    private static void compete(RowBatch batch, Scores scores, RoutingPlan plan, boolean areIdle, int rank, int room) {
        RoutingScratch scratch = plan.scratch();
        int count = 0;
        for (int row = 0; row < plan.rows(); row++) {
            if (batch.isIdle(row) == areIdle && rank < plan.count(row)) {
                scratch.order[count++] = row;
            }
        }
        Claims.sort(batch, plan, rank, count);
        for (int i = 0; i < count; i++) {
            int row = scratch.order[i];
            int column = plan.column(row, rank);
            int expert = scores.expert(row, column);
            if (scratch.loads[expert] < room) {
                scratch.loads[expert]++;
            } else {
                plan.mark(row, column, PassOver.FULL);
                plan.columns()[row * plan.fanOut() + rank] = LOST;
                if (!areIdle) {
                    plan.countDropped();
                }
            }
        }
    }

    private static void overflow(RowBatch batch, Scores scores, RoutingPlan plan, boolean areIdle, int rank, int room) {
        RoutingScratch scratch = plan.scratch();
        int count = 0;
        for (int row = 0; row < plan.rows(); row++) {
            if (batch.isIdle(row) == areIdle && rank < plan.count(row) && plan.column(row, rank) == LOST) {
                scratch.order[count++] = row;
            }
        }
        Claims.sort(batch, plan, rank, count);
        for (int i = 0; i < count; i++) {
            int row = scratch.order[i];
            int column = bestWithRoom(scores, plan, row, room);
            if (column != LOST) {
                plan.columns()[row * plan.fanOut() + rank] = column;
                scratch.loads[scores.expert(row, column)]++;
                if (!areIdle) {
                    plan.countOverflowed();
                }
            }
        }
    }

    private static int bestWithRoom(Scores scores, RoutingPlan plan, int row, int room) {
        int best = LOST;
        float highest = Float.NEGATIVE_INFINITY;
        for (int column = 0; column < scores.count(row); column++) {
            float score = plan.selection().get(row, column);
            if (score > highest
                    && plan.scratch().loads[scores.expert(row, column)] < room
                    && !isChosen(plan, row, column)) {
                best = column;
                highest = score;
            }
        }
        return best;
    }

    private static boolean isChosen(RoutingPlan plan, int row, int column) {
        for (int rank = 0; rank < plan.count(row); rank++) {
            if (plan.column(row, rank) == column) {
                return true;
            }
        }
        return false;
    }

    /// Closes the gaps and puts the row's experts in order.
    private static void tidy(Scores scores, RoutingPlan plan, int row) {
        int[] columns = plan.columns();
        int from = row * plan.fanOut();
        int count = 0;
        for (int rank = 0; rank < plan.count(row); rank++) {
            int column = columns[from + rank];
            if (column != LOST) {
                int place = count++;
                while (place > 0 && isBetter(plan.selection(), row, column, columns[from + place - 1])) {
                    columns[from + place] = columns[from + place - 1];
                    place--;
                }
                columns[from + place] = column;
            }
        }
        if (count == 0 && plan.isRouted(row)) {
            plan.refuse(row, RowFate.NO_ROOM);
        } else {
            plan.settle(scores, row, count);
        }
    }

    private static boolean isBetter(FloatMatrix selection, int row, int column, int other) {
        float score = selection.get(row, column);
        float than = selection.get(row, other);
        return score > than || (score == than && column < other);
    }
}
