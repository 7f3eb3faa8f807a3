// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import dev.witan.engine.combine.Coverage;
import dev.witan.engine.combine.RowAnswers;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.dispatch.Dispatcher;
import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.ExpertAnswers;
import dev.witan.engine.gate.RowBatch;
import dev.witan.engine.gate.Scores;
import dev.witan.engine.overlay.Guidance;
import dev.witan.engine.routing.Exploration;
import dev.witan.engine.routing.Router;
import dev.witan.engine.routing.RouterBuilder;
import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.training.features.ChosenEmbeddings;
import dev.witan.training.features.EmbeddingGradients;
import dev.witan.training.network.GateNoise;
import dev.witan.training.network.GatePass;
import dev.witan.training.network.Parameter;
import dev.witan.training.network.SeededNumbers;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One batch from rows to gradients: encode, gate, route, dispatch, experts and combine as in serving, with the
/// engine's own router, dispatcher and combiner, and then the way back through each of them. The gradients of every
/// parameter are overwritten; the optimizer comes after. Owned by one thread, which shares tasks out over the crew.
///
/// The gate learns through the weights of the chosen experts, the softmax over their clean scores; which
/// experts are chosen has no gradient. The bias that selection goes by never reaches a weight.
public final class BatchStep {
    private static final int TILE_ROWS = 64;

    private final Kernels kernels;
    private final Crew crew;
    private final TrainableMixture mixture;
    private final StepSettings settings;
    private final FloatMatrix rows;
    private final FloatMatrix scores;
    private final FloatMatrix scoreGradient;
    private final FloatMatrix combined;
    private final FloatMatrix combinedGradient;
    private final FloatMatrix outputGradient;
    private final FloatMatrix gateInputGradient;
    private final FloatMatrix expertInputGradient;
    private final RoutingPlan plan;
    private final Dispatcher dispatcher;
    private final ExpertAnswers answers = new ExpertAnswers(() -> 0L, () -> {});
    private final RowAnswers rowAnswers;
    private final @Nullable SingleAnswers singles;
    private final WeightedSum combiner = new WeightedSum();
    private final GatePass gate;
    private final List<ExpertPass> experts = new ArrayList<>();
    private final Map<Integer, Recollection> recollections = new HashMap<>();
    private final GateLosses gateLosses;
    private final ExpertChoice expertChoice;
    private final int fanOut;
    private final int noGradient;
    private final ChosenEmbeddings chosen;
    private final int[] cuts;

    public BatchStep(Arena arena, Kernels kernels, Crew crew, TrainableMixture mixture, StepSettings settings) {
        int rowsMax = settings.rowsMax();
        this.fanOut = settings.choice() == Choice.EXPERTS
                ? ExpertChoice.fanOutMax(mixture.chosenFrom(), mixture.fanOut())
                : mixture.fanOut();
        int width = fanOut + mixture.shared();
        int assignments = rowsMax * width;
        int count = mixture.experts().size();
        this.kernels = kernels;
        this.crew = crew;
        this.mixture = mixture;
        this.settings = settings;
        this.rows = FloatMatrix.allocate(arena, rowsMax, mixture.inputs());
        this.scores = FloatMatrix.allocate(arena, rowsMax, mixture.chosenFrom());
        this.scoreGradient = FloatMatrix.allocate(arena, rowsMax, mixture.chosenFrom());
        this.combined = FloatMatrix.allocate(arena, rowsMax, mixture.outputs());
        this.combinedGradient = FloatMatrix.allocate(arena, rowsMax, mixture.outputs());
        this.outputGradient = FloatMatrix.allocate(arena, assignments, mixture.outputs());
        this.gateInputGradient = FloatMatrix.allocate(arena, rowsMax, mixture.inputs());
        this.expertInputGradient = FloatMatrix.allocate(arena, assignments + 1, mixture.inputs());
        this.noGradient = assignments;
        this.plan = new RoutingPlan(arena, rowsMax, mixture.chosenFrom(), width);
        this.dispatcher = new Dispatcher(arena, rowsMax, width, count, mixture.inputs(), mixture.outputs());
        this.rowAnswers = new RowAnswers(width, dispatcher.outputs());
        this.singles =
                mixture.towers().isEmpty() ? null : new SingleAnswers(arena, plan, dispatcher, assignments, width);
        this.gate = mixture.gate().pass(arena, rowsMax);
        for (TrainableExpert expert : mixture.experts()) {
            if (expert instanceof TrainableExpert.Given given
                    && !given.recollection().equals(Recollection.NONE)) {
                recollections.put(experts.size(), given.recollection());
            }
            experts.add(ExpertPass.of(arena, expert, rowsMax, settings.dropout()));
        }
        this.gateLosses = new GateLosses(arena, settings, mixture.chosenFrom(), mixture.fanOut());
        this.expertChoice = new ExpertChoice(arena, rowsMax, mixture.chosenFrom(), mixture.fanOut());
        this.chosen = new ChosenEmbeddings(rowsMax, mixture.embeddings().columns());
        this.cuts = new int[count];
        Arrays.fill(cuts, rowsMax);
    }

    /// The clean scores of the last batch.
    public FloatMatrix scores() {
        return gate.noise().map(GateNoise::clean).orElse(scores);
    }

    /// How the last batch was routed.
    public RoutingPlan plan() {
        return plan;
    }

    /// Computes the gradients of a batch and returns its mean loss, those on the gate included.
    ///
    /// @param bias added to the scores that choose, where rows choose
    /// @param key what the batch's random choices depend on
    public double run(Objective objective, Batch batch, float[] bias, long key) {
        encode(batch, key);
        gate.forward(kernels, rows, batch.count(), scores, new SeededNumbers(key, -1));
        route(batch.count(), bias, key);
        requireRouted(batch.count());
        dispatcher.group(plan, rows);
        dispatcher.cut(cuts);
        answers.open(dispatcher);
        crew.run(dispatcher.batches(), index -> forward(index, key));
        recall(batch);
        double loss = combine(objective, batch);
        scoreGradient.fill(0f);
        backThroughWeights(batch.count());
        if (mixture.isGated()) {
            loss += gateLosses.addGradient(kernels, scores, gate.noise(), plan, scoreGradient);
        }
        clearIdleExperts();
        crew.run(dispatcher.batches() + (mixture.isGated() ? 1 : 0), index -> backward(index, batch.count()));
        if (!mixture.frozen().encoder()) {
            InputGradients sources = new InputGradients();
            crew.run(
                    mixture.embeddings().tasks(),
                    task -> mixture.embeddings().collect(task, batch.count(), chosen, sources));
        }
        return loss;
    }

    private void encode(Batch batch, long key) {
        int tiles = (batch.count() + TILE_ROWS - 1) / TILE_ROWS;
        crew.run(tiles, tile -> {
            float[] values = new float[mixture.inputs()];
            int end = Math.min(batch.count(), (tile + 1) * TILE_ROWS);
            for (int row = tile * TILE_ROWS; row < end; row++) {
                SeededNumbers random = new SeededNumbers(key, row);
                batch.encode(row, values, settings.taken(), random, chosen);
                rows.copyRowFrom(row, values, 0);
            }
        });
    }

    private void route(int count, float[] bias, long key) {
        FloatMatrix choosing = settings.choice() == Choice.EXPERTS
                ? expertChoice.choosing(kernels, scores, count)
                : gate.choosing(scores);
        RouterBuilder builder =
                Router.builder(mixture.chosenFrom()).fanOut(fanOut).shared(mixture.shared());
        if (settings.choice() == Choice.ROWS) {
            builder.selectionBias(bias);
        }
        if (settings.gumbelTemperature() > 0) {
            builder.exploration(new Exploration(1f, (float) settings.gumbelTemperature(), key));
        }
        RowBatch asked = new RowBatch(choosing);
        asked.reset(count);
        for (int row = 0; row < count; row++) {
            asked.describe(row, 1, Guidance.NONE, 0, key, row);
        }
        builder.build().route(kernels, asked, new Scores(choosing), plan);
    }

    private void requireRouted(int count) {
        for (int row = 0; row < count; row++) {
            if (!plan.isRouted(row)) {
                throw diverged();
            }
        }
    }

    private static WitanException diverged() {
        return new WitanException(
                ErrorCode.INTERNAL, "training diverged: a number is no longer finite; try a lower learning rate");
    }

    private void forward(int index, long key) {
        ExpertBatch batch = dispatcher.batch(index);
        SeededNumbers random = new SeededNumbers(key, -2, batch.expert());
        experts.get(batch.expert()).forward(kernels, batch, random, answers);
    }

    /// Puts in place of what experts say of rows that they know what they would have said before.
    private void recall(Batch batch) {
        if (recollections.isEmpty()) {
            return;
        }
        for (int row = 0; row < batch.count(); row++) {
            for (int rank = 0; batch.tableRow(row) >= 0 && rank < plan.count(row); rank++) {
                Recollection recollection = recollections.get(plan.chosen(row, rank));
                if (recollection != null) {
                    recollection.recall(batch.tableRow(row), dispatcher.outputs(), dispatcher.position(row, rank));
                }
            }
        }
    }

    private double combine(Objective objective, Batch batch) {
        for (int row = 0; row < batch.count(); row++) {
            rowAnswers.read(plan, dispatcher, answers, row);
            if (combiner.combine(kernels, rowAnswers, combined, row) != Coverage.COMPLETE) {
                throw diverged();
            }
        }
        if (singles == null) {
            return objective.learn(kernels, batch, combined, combinedGradient);
        }
        singles.clear();
        return objective.learn(kernels, batch, combined, singles, combinedGradient);
    }

    /// `y = sum_k w_k o_k` with `w = softmax(z)` over the chosen: `do_k = w_k dy` and
    /// `dz_k = w_k (dy.o_k - sum_j w_j dy.o_j)`. Experts that are always on have a constant weight.
    private void backThroughWeights(int count) {
        double[] slopes = new double[fanOut];
        for (int row = 0; row < count; row++) {
            int chosenRanks = plan.count(row) - mixture.shared();
            double mean = 0;
            for (int rank = 0; rank < chosenRanks; rank++) {
                slopes[rank] = backThroughWeight(row, rank);
                mean += plan.weight(row, rank) * slopes[rank];
            }
            for (int rank = 0; rank < chosenRanks; rank++) {
                float slope = (float) (plan.weight(row, rank) * (slopes[rank] - mean));
                scoreGradient.set(row, plan.chosen(row, rank), slope);
            }
            for (int rank = chosenRanks; rank < plan.count(row); rank++) {
                backThroughWeight(row, rank);
            }
        }
    }

    private double backThroughWeight(int row, int rank) {
        int position = dispatcher.position(row, rank);
        double slope = 0;
        for (int i = 0; i < combined.columns(); i++) {
            float gradient = combinedGradient.get(row, i);
            slope += (double) gradient * dispatcher.outputs().get(position, i);
            float alone = singles == null ? 0 : singles.gradient(position, i);
            outputGradient.set(position, i, plan.weight(row, rank) * gradient + alone);
        }
        return slope;
    }

    private void clearIdleExperts() {
        for (int expert = 0; expert < experts.size(); expert++) {
            if (dispatcher.rowsOf(expert) == 0) {
                for (Parameter parameter : mixture.experts().get(expert).parameters()) {
                    Arrays.fill(parameter.gradient(), 0f);
                }
            }
        }
    }

    private void backward(int index, int count) {
        if (index == dispatcher.batches()) {
            gate.backward(kernels, rows, count, scoreGradient, gateInputGradient);
            return;
        }
        ExpertBatch batch = dispatcher.batch(index);
        experts.get(batch.expert()).backward(kernels, batch, outputGradient, expertInputGradient);
    }

    /// A row's experts by rank, then the gate. A row with fewer experts than others has zeros for the rest.
    private final class InputGradients implements EmbeddingGradients.Sources {
        private final int width = fanOut + mixture.shared();

        @Override
        public int perRow() {
            return width + (mixture.isGated() ? 1 : 0);
        }

        @Override
        public FloatMatrix matrix(int source) {
            return source == width ? gateInputGradient : expertInputGradient;
        }

        @Override
        public int row(int row, int source) {
            if (source == width) {
                return row;
            }
            return source < plan.count(row) ? dispatcher.position(row, source) : noGradient;
        }
    }
}
