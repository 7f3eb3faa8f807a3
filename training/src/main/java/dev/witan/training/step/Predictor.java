// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.CombineRule;
import dev.witan.engine.combine.Combiner;
import dev.witan.engine.combine.Coverage;
import dev.witan.engine.combine.RowAnswers;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.dispatch.Dispatcher;
import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.ExpertAnswers;
import dev.witan.engine.expert.ExpertCompletion;
import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.engine.gate.TaskGate;
import dev.witan.engine.overlay.Guidance;
import dev.witan.engine.routing.Router;
import dev.witan.engine.routing.RoutingPlan;
import dev.witan.engine.routing.RowFate;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers rows of a table as serving would, with the engine's gate, router, experts and combiner, and watches
/// how they are routed. Owned by one thread.
public final class Predictor {
    /// Writes the encoding of a row of a table.
    @FunctionalInterface
    public interface RowEncoder {
        void encode(int row, float[] values);
    }

    /// Tells what a row asks for and must obey, as a request would.
    @FunctionalInterface
    public interface RowWishes {
        /// Nothing; each row is a request of its own.
        RowWishes NONE = (batch, at, row) -> batch.describe(at, 1, Guidance.NONE, 0, row, 0);

        /// Describes row `at` of the batch, which is row `row` of the table.
        void describe(RowBatch batch, int at, int row);
    }

    /// Local experts have answered when their call returns.
    private static final ExpertCompletion FALLBACK_ENDED = new ExpertCompletion() {
        @Override
        public void answered(ExpertBatch batch) {}

        @Override
        public void failed(ExpertBatch batch, WitanException cause) {
            throw cause;
        }
    };

    private final Kernels kernels;
    private final Crew crew;
    private final int rowsMax;
    private final int inputs;
    private final int outputs;
    private final Gate gate;
    private final List<Expert> experts;
    private final FloatMatrix rows;
    private final RowBatch batch;
    private final Scores scores;
    private final @Nullable FloatMatrix sparse;
    private final FloatMatrix combined;
    private final RoutingPlan plan;
    private final Dispatcher dispatcher;
    private final ExpertAnswers answers = new ExpertAnswers(() -> 0L, () -> {});
    private final RowAnswers rowAnswers;
    private final Combiner combiner;
    private final int fallback;
    private final float scale;
    private final Scratch gateScratch;
    private final List<Scratch> scratches = new ArrayList<>();
    private final int[] cuts;
    /// What the fallback answers to rows that nobody else has room for.
    private final FloatMatrix fallbackOutputs;

    /// One that sums up what experts say by their weights, as a mixture in training does.
    ///
    /// @param experts local ones
    /// @param router as wide as any that [#predict] is given
    public Predictor(
            Arena arena, Kernels kernels, Crew crew, Gate gate, List<Expert> experts, Router router, int rowsMax) {
        this(arena, kernels, crew, gate, experts, router, CombineRule.of(new WeightedSum()), rowsMax);
    }

    /// One that answers as a mixture is served.
    ///
    /// @param layer of local experts, whose combiner gives rows of the width of an expert's
    public Predictor(Arena arena, Crew crew, MoeLayer layer, int rowsMax) {
        this(arena, layer.kernels(), crew, layer.gate(), layer.experts(), layer.router(), layer.rule(), rowsMax);
    }

    private Predictor(
            Arena arena,
            Kernels kernels,
            Crew crew,
            Gate gate,
            List<Expert> experts,
            Router router,
            CombineRule rule,
            int rowsMax) {
        int count = experts.size();
        int fanOut = router.width();
        this.kernels = kernels;
        this.crew = crew;
        this.combiner = rule.combiner();
        this.fallback = rule.fallback();
        this.scale = router.rules().scale();
        this.rowsMax = rowsMax;
        this.gate = gate;
        this.experts = List.copyOf(experts);
        this.inputs = gate.dimensions();
        this.outputs = experts.getFirst().outputs();
        this.rows = FloatMatrix.allocate(arena, rowsMax, inputs);
        this.batch = new RowBatch(rows);
        this.scores = gate.scores(arena, rowsMax, router.fanOutMax());
        this.sparse = gate instanceof TaskGate ? FloatMatrix.allocate(arena, rowsMax, gate.experts()) : null;
        this.combined = FloatMatrix.allocate(arena, rowsMax, outputs);
        this.plan = router.plan(arena, rowsMax, scores);
        this.dispatcher = new Dispatcher(arena, rowsMax, fanOut, count, gate.expertDimensions(), outputs);
        this.rowAnswers = new RowAnswers(fanOut, dispatcher.outputs());
        this.fallbackOutputs = FloatMatrix.allocate(arena, rowsMax, outputs);
        this.gateScratch = Scratch.allocate(arena, rowsMax, gate.scratchWidth());
        for (Expert expert : experts) {
            scratches.add(Scratch.allocate(arena, rowsMax, expert.scratchWidth()));
        }
        this.cuts = new int[count];
        Arrays.fill(cuts, rowsMax);
    }

    /// The combined outputs of the rows that `order` names, row after row.
    ///
    /// @param watch told of every batch after it was routed
    /// @throws WitanException EXPERT_FAILED when a row has no answer: a number on its way is not finite, or its
    ///     experts are full
    public float[] predict(RowEncoder encoder, int[] order, Router router, RoutingWatch watch) {
        return predict(encoder, order, RowWishes.NONE, router, watch);
    }

    /// The same for rows that ask for something.
    public float[] predict(RowEncoder encoder, int[] order, RowWishes wishes, Router router, RoutingWatch watch) {
        Predictions all = predictWhereThereIsRoom(encoder, order, wishes, router, watch);
        if (all.shed() > 0) {
            throw new WitanException(
                    ErrorCode.EXPERT_FAILED,
                    "every row needs an answer: %d of %d were shed, since their experts were full (routing.capacity)"
                            .formatted(all.shed(), order.length));
        }
        return all.outputs();
    }

    /// The same, where rows may stay without an answer since every expert that they would go to is full. If there is a
    /// fallback it answers those, as in serving.
    public Predictions predictWhereThereIsRoom(
            RowEncoder encoder, int[] order, RowWishes wishes, Router router, RoutingWatch watch) {
        float[] answers = new float[order.length * outputs];
        float[] values = new float[inputs];
        int[] answered = new int[order.length];
        int answeredCount = 0;
        int stoodIn = 0;
        for (int from = 0; from < order.length; from += rowsMax) {
            int count = Math.min(rowsMax, order.length - from);
            batch.reset(count);
            for (int row = 0; row < count; row++) {
                encoder.encode(order[from + row], values);
                rows.copyRowFrom(row, values, 0);
                wishes.describe(batch, row, order[from + row]);
            }
            answer(router);
            watch.routed(kernels, dense(count), plan);
            for (int row = 0; row < count; row++) {
                boolean hasRoom = plan.fate(row) != RowFate.NO_ROOM;
                if (hasRoom || fallback != CombineRule.NO_FALLBACK) {
                    combine(row, order[from + row], hasRoom);
                    combined.copyRowTo(row, answers, (from + row) * outputs);
                    answered[answeredCount++] = from + row;
                    stoodIn += hasRoom ? 0 : 1;
                } else {
                    Arrays.fill(answers, (from + row) * outputs, (from + row + 1) * outputs, Float.NaN);
                }
            }
        }
        return new Predictions(answers, outputs, Arrays.copyOf(answered, answeredCount), stoodIn);
    }

    /// A column per expert, minus infinity where it has no score.
    private FloatMatrix dense(int count) {
        FloatMatrix some = sparse;
        if (some == null) {
            return scores.values();
        }
        for (int row = 0; row < count; row++) {
            for (int expert = 0; expert < some.columns(); expert++) {
                some.set(row, expert, scores.of(row, expert));
            }
        }
        return some;
    }

    private void answer(Router router) {
        router.ask(batch, scores);
        gate.score(kernels, batch, gateScratch, scores);
        router.route(kernels, batch, scores, plan);
        dispatcher.group(plan, rows);
        dispatcher.cut(cuts);
        answers.open(dispatcher);
        crew.run(dispatcher.batches(), index -> {
            var own = dispatcher.batch(index);
            experts.get(own.expert()).submit(own, kernels, scratches.get(own.expert()), answers);
        });
    }

    private void combine(int row, int tableRow, boolean hasRoom) {
        if (hasRoom) {
            rowAnswers.read(plan, dispatcher, answers, row);
        } else {
            askFallback(row);
        }
        if (combiner.combine(kernels, rowAnswers, combined, row) != Coverage.COMPLETE) {
            throw new WitanException(
                    ErrorCode.EXPERT_FAILED,
                    "scores and outputs must be finite numbers: those of row %d are not".formatted(tableRow));
        }
    }

    /// Has the fallback answer a row by itself.
    private void askFallback(int row) {
        var alone = new ExpertBatch(0, fallback, row, 1, rows, fallbackOutputs);
        experts.get(fallback).submit(alone, kernels, scratches.get(fallback), FALLBACK_ENDED);
        rowAnswers.open(fallbackOutputs);
        rowAnswers.choseAnswered(scale, row);
    }
}
