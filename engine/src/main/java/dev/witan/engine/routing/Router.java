// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.routing;

import dev.witan.engine.error.WitanException;
import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;
import java.util.List;

/// Turns scores into a routing plan, through a list of small stages. Thread-safe: what changes is the caller's
/// plan.
public final class Router {
    private final RoutingRules rules;
    private final RoutingStage[] stages;

    Router(RoutingRules rules, List<RoutingStage> stages) {
        this.rules = rules;
        this.stages = stages.toArray(RoutingStage[]::new);
    }

    /// The top-K router: the K best experts of each row, weighed by the softmax over their logits.
    ///
    /// @param selectionBias what training learned for balance, one value per expert; only selection sees it
    public static Router topK(float[] selectionBias, int fanOut) {
        return builder(selectionBias.length)
                .selectionBias(selectionBias)
                .fanOut(fanOut)
                .build();
    }

    /// Starts with no bias and rows that go to one expert.
    ///
    /// @param experts how many the gate scores; those that every row goes to are not among them
    public static RouterBuilder builder(int experts) {
        return new RouterBuilder(experts);
    }

    /// How many experts the gate scores.
    public int experts() {
        return rules.selectionBias().length;
    }

    /// How many of them a row goes to that asks for nothing else.
    public int fanOut() {
        return rules.fanOut();
    }

    /// How many of them a row may ask for.
    public int fanOutMax() {
        return rules.fanOutMax();
    }

    /// How many experts every row goes to beside those; they come after the experts that the gate scores.
    public int shared() {
        return rules.shared();
    }

    /// How many experts a row may have in all.
    public int width() {
        return rules.fanOutMax() + rules.shared();
    }

    /// A copy of the bias that is added to the selection scores, one value per expert.
    public float[] selectionBias() {
        return rules.selectionBias().clone();
    }

    /// The same router with another bias, one value per expert.
    public Router rebiased(float[] selectionBias) {
        return new RouterBuilder(rules).selectionBias(selectionBias).build();
    }

    /// The same router with other masks.
    ///
    /// @param isMasked per expert that the gate scores whether no row may go there
    public Router masked(boolean[] isMasked) {
        return new RouterBuilder(rules).masked(isMasked).build();
    }

    /// What it goes by, for whoever writes a release or describes one.
    public RoutingRules rules() {
        return rules;
    }

    /// Whether where a row goes depends on the other rows of its batch.
    public boolean dependsOnBatch() {
        return rules.capacity().policy() != Capacity.Policy.DROPLESS;
    }

    /// Whether the rows of a request are among those that are routed at random.
    public boolean explores(long requestSeed) {
        return rules.exploration().includes(requestSeed);
    }

    /// Refuses a request that asks for more experts per row than the mixture lets it.
    ///
    /// @throws WitanException INVALID_INPUT
    public void requireFanOut(int fanOut) {
        if (fanOut > fanOutMax()) {
            throw WitanException.invalidInput("fan_out must be at most %d: %d".formatted(fanOutMax(), fanOut));
        }
    }

    /// Room for the plans of batches of up to `rowsMax` rows.
    ///
    /// @param scores in the form in which the gate fills them
    public RoutingPlan plan(Arena arena, int rowsMax, Scores scores) {
        int tierWidth = rules.tiers().map(TierMask::scratchWidth).orElse(0);
        return new RoutingPlan(arena, rowsMax, scores.experts(), scores.columns(), width(), tierWidth);
    }

    /// Tells a gate how many of each row's scores will be needed; comes before
    /// [Gate#score][dev.witan.engine.gate.Gate].
    public void ask(RowBatch batch, Scores scores) {
        boolean isAll = rules.needsAllScores();
        for (int row = 0; row < batch.size(); row++) {
            boolean isAllOfRow = isAll || !batch.guidance(row).isNone() || explores(batch, row);
            scores.ask(row, isAllOfRow ? Scores.ALL : wanted(batch, row));
        }
    }

    private boolean explores(RowBatch batch, int row) {
        return explores(batch.requestSeed(row));
    }

    private int wanted(RowBatch batch, int row) {
        int asked = batch.fanOut(row);
        return asked == 0 ? rules.fanOut() : Math.min(asked, rules.fanOutMax());
    }

    /// Routes the batch's rows into `plan`.
    public void route(Kernels kernels, RowBatch batch, Scores scores, RoutingPlan plan) {
        plan.reset(batch.size());
        for (int row = 0; row < batch.size(); row++) {
            plan.want(row, wanted(batch, row));
        }
        for (RoutingStage stage : stages) {
            stage.apply(kernels, batch, scores, plan);
        }
    }

    /// Routes rows `0..rows` of dense scores that ask for nothing and obey nobody. Allocates.
    public void route(Kernels kernels, FloatMatrix scores, int rows, RoutingPlan plan) {
        RowBatch batch = new RowBatch(scores);
        batch.reset(rows);
        route(kernels, batch, new Scores(scores), plan);
    }
}
