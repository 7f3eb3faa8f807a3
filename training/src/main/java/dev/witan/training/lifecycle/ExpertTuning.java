// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.lifecycle;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.gate.Gate;
import dev.witan.engine.response.MultiLabelHead;
import dev.witan.engine.response.QuantileHead;
import dev.witan.engine.response.RegressionHead;
import dev.witan.engine.routing.Router;
import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.load.Supply;
import dev.witan.model.repository.ComponentName;
import dev.witan.training.EncodedRows;
import dev.witan.training.ProgressListener;
import dev.witan.training.data.Target;
import dev.witan.training.network.Adam;
import dev.witan.training.network.Parameter;
import dev.witan.training.network.SeededNumbers;
import dev.witan.training.step.RowObjective;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Lets some experts of a mixture learn further, with everything else frozen: encoder, gate and the other experts,
/// whose
/// answers are computed once. A new expert learns its score besides, see [NewScore]. Rows are routed by the mixture's
/// own router, and what is kept in the end is what was best on rows that were not learned from. Same rows and seed,
/// same
/// bits. Used once, by one thread.
public final class ExpertTuning {
    private static final int BATCH_ROWS = 256;
    private static final int LOOKS = 10;
    private static final int BALANCE_EVERY = 25;
    private static final int BALANCE_ROWS = 8192;
    private static final double VALIDATION = 0.15;
    private static final double WARM_UP = 0.05;
    private static final int ROWS_MIN = 100;
    private static final Adam ADAM = new Adam(0.02f, 0.98f);

    private final Mixture mixture;
    private final MoeLayer layer;
    private final Kernels kernels;
    private final TuningOptions options;
    private final RowObjective objective;
    private final double[][] targets;
    private final int[] learned;
    private final int[] watched;
    private final ExpertOutputs frozen;
    private final List<TunedExpert> tuned = new ArrayList<>();
    private final TunedExpert[] byPlace;
    private final Optional<NewScore> score;
    private final Routing routing;
    private final FloatMatrix combined;
    private final FloatMatrix gradient;
    private final int[][] positions;
    private Router router;

    private ExpertTuning(
            Arena arena,
            Mixture mixture,
            MixtureSpec spec,
            List<String> ids,
            boolean isNew,
            HeldOut rows,
            TuningOptions options) {
        this.mixture = mixture;
        this.layer = mixture.layer();
        this.kernels = layer.kernels();
        this.options = options;
        this.objective = RowObjective.of(rows.labels());
        this.targets = targets(rows.labels());
        EncodedRows.Parts parts = rows.rows().parts(VALIDATION, options.seed());
        this.learned = parts.learned();
        this.watched = parts.measured();
        this.router = layer.router();
        this.byPlace = new TunedExpert[layer.experts().size()];
        ExpertEdits edits = new ExpertEdits(mixture, spec);
        for (String id : ids) {
            int place = edits.place(id);
            TunedExpert expert = new TunedExpert(arena, place, edits.network(arena, place), BATCH_ROWS);
            tuned.add(expert);
            byPlace[place] = expert;
        }
        this.score = isNew ? Optional.of(score(arena, edits)) : Optional.empty();
        Gate gate = score.<Gate>map(NewScore::gate).orElse(layer.gate());
        this.routing = new Routing(arena, kernels, gate, router, rows.rows().values(), BATCH_ROWS);
        this.frozen =
                new ExpertOutputs(arena, kernels, layer.experts(), rows.rows().values());
        this.combined = FloatMatrix.allocate(arena, BATCH_ROWS, layer.outputs());
        this.gradient = FloatMatrix.allocate(arena, BATCH_ROWS, layer.outputs());
        this.positions = new int[BATCH_ROWS][router.width()];
    }

    private NewScore score(Arena arena, ExpertEdits edits) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < router.experts(); i++) {
            places.add(i);
        }
        return new NewScore(
                arena,
                edits.gate(arena, places, options.seed()),
                router,
                tuned.getFirst().place(),
                BATCH_ROWS);
    }

    /// By row, as the objective takes them.
    private double[][] targets(Target labels) {
        double[][] values = new double[labels.rows()][objective.targets()];
        for (int row = 0; row < values.length; row++) {
            for (int i = 0; i < values[row].length; i++) {
                values[row][i] = switch (mixture.head()) {
                    case MultiLabelHead _ -> labels.holds(row, i) ? 1 : 0;
                    case RegressionHead(var mean, var deviation) -> (labels.value(row) - mean) / deviation;
                    case QuantileHead head -> (labels.value(row) - head.mean()) / head.deviation();
                    default -> labels.value(row);
                };
            }
        }
        return values;
    }

    /// Goes on with experts that the mixture has.
    ///
    /// @param rows to learn from
    /// @return the experts' new weights
    public static Edit retrain(
            Mixture mixture,
            MixtureSpec spec,
            List<String> ids,
            HeldOut rows,
            TuningOptions options,
            ProgressListener listener) {
        return tune(mixture, spec, ids, false, rows, options, listener);
    }

    /// Teaches an expert that was just added, and the gate when to choose it.
    ///
    /// @param mixture with the expert
    public static Edit settle(
            Mixture mixture,
            MixtureSpec spec,
            String id,
            HeldOut rows,
            TuningOptions options,
            ProgressListener listener) {
        return tune(mixture, spec, List.of(id), true, rows, options, listener);
    }

    private static Edit tune(
            Mixture mixture,
            MixtureSpec spec,
            List<String> ids,
            boolean isNew,
            HeldOut rows,
            TuningOptions options,
            ProgressListener listener) {
        if (!(mixture.layer().rule().combiner() instanceof WeightedSum)) {
            throw WitanException.invalidInput(
                    "experts learn through spec.combine.kind weightedSum, and this mixture has another");
        }
        if (!mixture.head().tasks().isEmpty()) {
            throw WitanException.invalidInput(
                    "experts of several tasks learn behind towers, and together: train '%s' anew"
                            .formatted(mixture.name()));
        }
        if (rows.rows().count() < ROWS_MIN) {
            throw WitanException.invalidInput("to learn from, at least %d rows are needed: %d"
                    .formatted(ROWS_MIN, rows.rows().count()));
        }
        try (Arena arena = Arena.ofShared()) {
            ExpertTuning tuning = new ExpertTuning(arena, mixture, spec, ids, isNew, rows, options);
            tuning.learn(listener);
            return tuning.edit(spec);
        }
    }

    private Edit edit(MixtureSpec spec) {
        Map<ComponentName, Supply> brought = new HashMap<>();
        ExpertEdits edits = new ExpertEdits(mixture, spec);
        for (TunedExpert expert : tuned) {
            var config = edits.ffn(expert.place());
            brought.put(
                    ComponentName.expert(config.id()),
                    Supply.ofExpert(config, expert.network().serving()));
        }
        score.ifPresent(it -> brought.put(
                ComponentName.GATE, Supply.ofGate(spec.gate(), it.network().serving(), router.selectionBias())));
        return new Edit(spec, brought);
    }

    private void learn(ProgressListener listener) {
        balance();
        Best best = new Best();
        if (score.isEmpty() || options.steps() == 0) {
            best.look();
        }
        int count = Math.min(BATCH_ROWS, learned.length);
        int perEpoch = learned.length / count;
        int every = Math.max(1, options.steps() / LOOKS);
        for (int step = 1; step <= options.steps(); step++) {
            int at = (step - 1) % perEpoch;
            if (at == 0) {
                new SeededNumbers(options.seed(), step, 0x0DDE).shuffle(learned, learned.length);
            }
            if (step % BALANCE_EVERY == 0) {
                balance();
            }
            batch(learned, at * count, count, step);
            if (step % every == 0 || step == options.steps()) {
                double loss = best.look();
                listener.progress(step, options.steps(), "validation loss %.5f".formatted(loss));
            }
        }
        best.restore();
    }

    private void balance() {
        score.ifPresent(it -> {
            int[] some = Arrays.copyOf(learned, Math.min(BALANCE_ROWS, learned.length));
            router = it.balanced(router, routing, some, BATCH_ROWS);
        });
    }

    private float rate(int step) {
        double warm = Math.max(1, WARM_UP * options.steps());
        double way = Math.clamp((step - warm) / Math.max(1, options.steps() - warm), 0, 1);
        double share = step < warm ? step / warm : (1 + StrictMath.cos(StrictMath.PI * way)) / 2;
        return (float) (options.learningRate() * share);
    }

    /// The summed loss of a batch; learns from it unless `step` is 0.
    private double batch(int[] order, int from, int count, int step) {
        RoutingPlan plan = routing.route(router, order, from, count);
        forward(plan, count);
        double sum = 0;
        for (int at = 0; at < count; at++) {
            combine(plan, at, order[from + at]);
            sum += objective.gradient(combined, at, targets[order[from + at]], 1.0 / count, gradient) * count;
        }
        if (!Double.isFinite(sum)) {
            throw new WitanException(
                    ErrorCode.INTERNAL, "the experts diverged at step %d: try a lower learning rate".formatted(step));
        }
        if (step > 0) {
            backward(plan, order, from, count, step);
        }
        return sum;
    }

    private void forward(RoutingPlan plan, int count) {
        tuned.forEach(TunedExpert::clear);
        for (int at = 0; at < count; at++) {
            for (int rank = 0; rank < plan.count(at); rank++) {
                TunedExpert expert = byPlace[plan.chosen(at, rank)];
                positions[at][rank] = expert == null ? -1 : expert.add(routing.rows(), at);
            }
        }
        tuned.forEach(expert -> expert.forward(kernels));
    }

    private double output(RoutingPlan plan, int at, int rank, int row, int column) {
        int place = plan.chosen(at, rank);
        TunedExpert expert = byPlace[place];
        return expert == null
                ? frozen.values().get(frozen.position(row, place), column)
                : expert.output(positions[at][rank], column);
    }

    private void combine(RoutingPlan plan, int at, int row) {
        for (int column = 0; column < combined.columns(); column++) {
            double sum = 0;
            for (int rank = 0; rank < plan.count(at); rank++) {
                sum += plan.weight(at, rank) * output(plan, at, rank, row, column);
            }
            combined.set(at, column, (float) sum);
        }
    }

    private void backward(RoutingPlan plan, int[] order, int from, int count, int step) {
        score.ifPresent(NewScore::clear);
        for (int at = 0; at < count; at++) {
            for (int rank = 0; rank < plan.count(at); rank++) {
                TunedExpert expert = byPlace[plan.chosen(at, rank)];
                for (int column = 0; expert != null && column < gradient.columns(); column++) {
                    float slope = plan.weight(at, rank) * gradient.get(at, column);
                    expert.setGradient(positions[at][rank], column, slope);
                }
            }
            int row = order[from + at];
            int place = at;
            score.ifPresent(it -> it.setGradient(place, scoreSlope(plan, place, row, it.place())));
        }
        float rate = rate(step);
        tuned.forEach(expert -> expert.learn(kernels, ADAM, step, rate));
        score.ifPresent(it -> it.learn(kernels, routing.rows(), count, step, rate));
    }

    /// `w (dy.o - sum_k w_k dy.o_k)` over the experts that the gate chose, of the new one; 0 where it is not chosen.
    private float scoreSlope(RoutingPlan plan, int at, int row, int place) {
        double mean = 0;
        double own = 0;
        double weight = 0;
        double whole = 0;
        for (int rank = 0; rank < plan.count(at) && plan.column(at, rank) != RoutingPlan.NONE; rank++) {
            double slope = 0;
            for (int column = 0; column < gradient.columns(); column++) {
                slope += gradient.get(at, column) * output(plan, at, rank, row, column);
            }
            whole += plan.weight(at, rank);
            mean += plan.weight(at, rank) * slope;
            if (plan.chosen(at, rank) == place) {
                own = slope;
                weight = plan.weight(at, rank);
            }
        }
        return weight == 0 ? 0 : (float) (weight * (own - mean / whole));
    }

    /// The best state so far, by the loss of the averaged weights on rows that nothing is learned from.
    private final class Best {
        private final List<float[]> values = new ArrayList<>();
        private Router best = router;
        private double loss = Double.POSITIVE_INFINITY;

        private List<Parameter> parameters() {
            List<Parameter> all = new ArrayList<>();
            tuned.forEach(expert -> all.addAll(expert.network().parameters()));
            score.ifPresent(it -> all.addAll(it.network().parameters()));
            return all;
        }

        private void swap() {
            parameters().forEach(Parameter::swapAverage);
            repack();
        }

        private void repack() {
            tuned.forEach(expert -> expert.network().repack());
            score.ifPresent(it -> it.network().repack());
        }

        double look() {
            swap();
            Router before = router;
            balance();
            double sum = 0;
            for (int from = 0; from < watched.length; from += BATCH_ROWS) {
                int count = Math.min(BATCH_ROWS, watched.length - from);
                sum += batch(watched, from, count, 0);
            }
            if (sum / watched.length < loss) {
                loss = sum / watched.length;
                best = router;
                values.clear();
                parameters().forEach(parameter -> values.add(parameter.values().clone()));
            }
            router = before;
            swap();
            return sum / watched.length;
        }

        void restore() {
            List<Parameter> all = parameters();
            for (int i = 0; i < all.size(); i++) {
                System.arraycopy(values.get(i), 0, all.get(i).values(), 0, values.get(i).length);
            }
            router = best;
            repack();
        }
    }
}
