// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;

/// Confines each row to its best groups of experts, so that it touches few places: the experts are cut into groups of
/// neighbours, a group's score is the sum of its two highest selection scores, and experts outside the best groups are
/// out of the running, pinned ones excepted. A group with one expert left counts that one twice. Ties go to the lowest
/// group.
final class GroupLimit implements RoutingStage {
    private final int groups;
    private final int chosen;
    private final int size;

    GroupLimit(int experts, int groups, int chosen) {
        if (groups < 1 || experts % groups != 0) {
            throw new IllegalArgumentException(
                    "the number of groups must divide the number of experts, %d: %d".formatted(experts, groups));
        }
        if (chosen < 1 || chosen > groups) {
            throw new IllegalArgumentException(
                    "chosen groups must be between 1 and the number of groups, %d: %d".formatted(groups, chosen));
        }
        this.groups = groups;
        this.chosen = chosen;
        this.size = experts / groups;
    }

    /// How many experts a row can choose from.
    int experts() {
        return chosen * size;
    }

    @Override
    public void apply(Kernels kernels, RowBatch batch, Scores scores, RoutingPlan plan) {
        for (int row = 0; row < plan.rows(); row++) {
            if (chosen < groups && plan.fate(row) == RowFate.ROUTED && scores.isDense(row)) {
                limit(kernels, plan, row);
            }
        }
    }

    /// A group stays if it is no worse than the last of the best. A score that is not a number closes nothing: it
    /// is for selection to refuse the row.
    private void limit(Kernels kernels, RoutingPlan plan, int row) {
        FloatMatrix sums = plan.scratch().shares;
        int[] best = plan.scratch().groups;
        for (int group = 0; group < groups; group++) {
            sums.set(0, group, twoHighest(plan.selection(), row, group * size));
        }
        if (kernels.topK(sums, 0, groups, chosen, best, 0)) {
            int last = best[chosen - 1];
            float least = sums.get(0, last);
            for (int group = 0; group < groups; group++) {
                float sum = sums.get(0, group);
                if (sum < least || (sum == least && group > last)) {
                    close(plan, row, group * size);
                }
            }
        }
    }

    private float twoHighest(FloatMatrix selection, int row, int from) {
        float first = Float.NEGATIVE_INFINITY;
        float second = Float.NEGATIVE_INFINITY;
        for (int column = from; column < from + size; column++) {
            float score = selection.get(row, column);
            if (score > first) {
                second = first;
                first = score;
            } else if (score > second) {
                second = score;
            }
        }
        return first + (second == Float.NEGATIVE_INFINITY ? first : second);
    }

    private void close(RoutingPlan plan, int row, int from) {
        for (int column = from; column < from + size; column++) {
            float score = plan.selection().get(row, column);
            boolean isPinned = score == Float.POSITIVE_INFINITY;
            if (!plan.isMarked(row, column) && !Float.isNaN(score) && !isPinned) {
                plan.mark(row, column, PassOver.GROUP_NOT_CHOSEN);
                plan.selection().set(row, column, Float.NEGATIVE_INFINITY);
            }
        }
    }
}
