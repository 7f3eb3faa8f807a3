// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.gate;

import dev.witan.engine.overlay.Guidance;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;
import java.util.List;

/// A gate over groups of experts, and within each group a gate over its experts: a row is scored against every
/// group, and against the experts of its best groups alone. With as many groups as each has experts, the cost per
/// row grows with the square root of their number.
///
/// An expert's logit is `ln p(group) + ln p(expert | group)`, the logarithm of its probability, so that experts of
/// different groups compare. An expert of a group that was not looked into has none, also where it would have been
/// among the best: groups are what the gate is sure of. Groups without an expert that the row may go to are passed
/// over, and the group of a pinned expert is always looked into. Immutable and thread-safe.
public final class HierarchicalGate implements Gate {
    private final Linear groups;
    private final List<Linear> within;
    private final int[] starts;
    private final int groupsChosen;
    private final int widest;

    /// Refuses levels that do not fit each other.
    ///
    /// @param groups one output per group
    /// @param within per group one output per expert; the experts are numbered through, group by group
    /// @param groupsChosen how many groups a row looks into
    public HierarchicalGate(Linear groups, List<Linear> within, int groupsChosen) {
        if (groups.outputs() != within.size()) {
            throw new IllegalArgumentException(
                    "the gate over groups must have as many outputs as there are groups, %d: %d"
                            .formatted(within.size(), groups.outputs()));
        }
        if (groupsChosen < 1 || groupsChosen > within.size()) {
            throw new IllegalArgumentException("chosen groups must be between 1 and the number of groups, %d: %d"
                    .formatted(within.size(), groupsChosen));
        }
        this.groups = groups;
        this.within = List.copyOf(within);
        this.groupsChosen = groupsChosen;
        this.starts = new int[within.size() + 1];
        int size = 0;
        for (int group = 0; group < within.size(); group++) {
            if (within.get(group).inputs() != groups.inputs()) {
                throw new IllegalArgumentException("the gate within group %d must have %d inputs: %d"
                        .formatted(group, groups.inputs(), within.get(group).inputs()));
            }
            starts[group + 1] = starts[group] + within.get(group).outputs();
            size = Math.max(size, within.get(group).outputs());
        }
        this.widest = size;
    }

    /// The gate over groups.
    public Linear groups() {
        return groups;
    }

    /// The gates within the groups.
    public List<Linear> within() {
        return within;
    }

    /// How many groups a row looks into.
    public int groupsChosen() {
        return groupsChosen;
    }

    @Override
    public int experts() {
        return starts[within.size()];
    }

    @Override
    public int dimensions() {
        return groups.inputs();
    }

    @Override
    public int scratchWidth() {
        return Math.max(within.size(), widest);
    }

    /// Room for the chosen groups and those of as many pinned experts as a row may go to.
    @Override
    public Scores scores(Arena arena, int rowsMax, int fanOutMax) {
        long most = (long) Math.min(within.size(), groupsChosen + fanOutMax) * widest;
        int candidates = (int) Math.min(experts(), most);
        Scores scores = Scores.ofCandidates(arena, rowsMax, experts(), candidates, Scores.Missing.GROUP_NOT_CHOSEN);
        scores.order = new int[within.size()];
        scores.picked = new int[Math.min(within.size(), groupsChosen + fanOutMax)];
        return scores;
    }

    @Override
    public void score(Kernels kernels, RowBatch batch, Scratch scratch, Scores scores) {
        kernels.linear(batch.rows(), 0, batch.size(), groups, scratch.a(), 0);
        for (int row = 0; row < batch.size(); row++) {
            scores.clear(row);
            Guidance guidance = batch.guidance(row);
            int ranked = guidance.isNone() ? groupsChosen : within.size();
            if (kernels.topK(ranking(batch, row, scratch), row, within.size(), ranked, scores.order, 0)) {
                int count = pick(guidance, scores);
                sort(scores.picked, count);
                look(kernels, batch, row, count, scratch, scores);
            } else {
                scores.add(row, 0, Float.NaN);
            }
        }
    }

    /// The groups' logits, or draws that follow from the row's bits where rows are spread evenly.
    private FloatMatrix ranking(RowBatch batch, int row, Scratch scratch) {
        if (!batch.guidance(row).spreads()) {
            return scratch.a();
        }
        long seed = RowHash.mix(RowHash.of(batch.rows(), row));
        for (int group = 0; group < within.size(); group++) {
            scratch.b().set(row, group, RowHash.unit(seed, group));
        }
        return scratch.b();
    }

    private int pick(Guidance guidance, Scores scores) {
        int[] picked = scores.picked;
        if (guidance.isNone()) {
            System.arraycopy(scores.order, 0, picked, 0, groupsChosen);
            return groupsChosen;
        }
        int pinned = pickPinned(guidance, picked);
        int count = pinned;
        for (int rank = 0; rank < within.size() && count < pinned + groupsChosen && count < picked.length; rank++) {
            int group = scores.order[rank];
            if (!contains(picked, pinned, group) && permitsAny(guidance, group)) {
                picked[count++] = group;
            }
        }
        return count;
    }

    private int pickPinned(Guidance guidance, int[] picked) {
        int count = 0;
        for (int place = 0; place < guidance.pinnedCount() && count < picked.length - groupsChosen; place++) {
            int expert = guidance.pinned(place);
            if (expert < experts() && guidance.permits(expert) && !contains(picked, count, groupOf(expert))) {
                picked[count++] = groupOf(expert);
            }
        }
        return count;
    }

    private boolean permitsAny(Guidance guidance, int group) {
        for (int expert = starts[group]; expert < starts[group + 1]; expert++) {
            if (guidance.permits(expert)) {
                return true;
            }
        }
        return false;
    }

    /// The group that an expert belongs to.
    public int groupOf(int expert) {
        int group = 0;
        while (starts[group + 1] <= expert) {
            group++;
        }
        return group;
    }

    private static boolean contains(int[] groups, int count, int group) {
        for (int i = 0; i < count; i++) {
            if (groups[i] == group) {
                return true;
            }
        }
        return false;
    }

    private static void sort(int[] groups, int count) {
        for (int i = 1; i < count; i++) {
            int group = groups[i];
            int place = i;
            while (place > 0 && groups[place - 1] > group) {
                groups[place] = groups[place - 1];
                place--;
            }
            groups[place] = group;
        }
    }

    private void look(Kernels kernels, RowBatch batch, int row, int count, Scratch scratch, Scores scores) {
        FloatMatrix logits = scratch.b();
        float all = logOfSum(kernels, scratch.a(), row, within.size());
        for (int i = 0; i < count; i++) {
            int group = scores.picked[i];
            int size = starts[group + 1] - starts[group];
            kernels.linear(batch.rows(), row, 1, within.get(group), logits, row);
            float share = scratch.a().get(row, group) - all - logOfSum(kernels, logits, row, size);
            for (int place = 0; place < size; place++) {
                scores.add(row, starts[group] + place, logits.get(row, place) + share);
            }
        }
    }

    /// The logarithm of the sum of the exponentials of a row's first columns.
    private static float logOfSum(Kernels kernels, FloatMatrix logits, int row, int columns) {
        float highest = Float.NEGATIVE_INFINITY;
        for (int column = 0; column < columns; column++) {
            highest = Math.max(highest, logits.get(row, column));
        }
        float sum = 0;
        for (int column = 0; column < columns; column++) {
            sum += kernels.exp(logits.get(row, column) - highest);
        }
        return highest + (float) StrictMath.log(sum);
    }
}
