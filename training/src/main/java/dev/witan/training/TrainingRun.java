// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.routing.Router;
import dev.witan.kernels.Kernels;
import dev.witan.training.balance.Balance;
import dev.witan.training.balance.QuantileBalancing;
import dev.witan.training.features.Features;
import dev.witan.training.network.Adam;
import dev.witan.training.network.SeededNumbers;
import dev.witan.training.network.Update;
import dev.witan.training.report.Quality;
import dev.witan.training.report.QualityMeter;
import dev.witan.training.step.Batch;
import dev.witan.training.step.BatchStep;
import dev.witan.training.step.Crew;
import dev.witan.training.step.Objective;
import dev.witan.training.step.Predictor;
import dev.witan.training.step.RoutingWatch;
import dev.witan.training.step.StepSettings;
import dev.witan.training.step.TrainableMixture;
import java.lang.foreign.Arena;
import java.util.List;

/// Trains one mixture: passes over the training rows in a new random order each, and after each pass a look at the
/// validation rows with the averaged weights. The best weights seen are the ones that stay. Owned by one thread.
final class TrainingRun {
    private final Crew crew;
    private final TrainableMixture mixture;
    private final Features features;
    private final Labels labels;
    private final double[] targets;
    private final Split split;
    private final TrainingPlan plan;
    private final TrainingOptions options;
    private final BatchStep step;
    private final Predictor predictor;
    private final QuantileBalancing balancing;
    private final Objective objective;
    private final Adam adam;
    private final LearningRate learningRate;
    private final List<Update> updates;
    private final int stepsPerEpoch;
    private final float[] averageBias;
    private float[] bias;
    private int steps;

    TrainingRun(
            Arena arena,
            Kernels kernels,
            Crew crew,
            TrainableMixture mixture,
            Features features,
            Labels labels,
            Split split,
            TrainingPlan plan,
            TrainingOptions options) {
        int experts = mixture.experts().size();
        this.crew = crew;
        this.mixture = mixture;
        this.features = features;
        this.labels = labels;
        this.targets = labels.standardised();
        this.split = split;
        this.plan = plan;
        this.options = options;
        int rowsMax = Math.min(plan.batchRows(), split.training().length);
        StepSettings settings =
                new StepSettings(rowsMax, plan.dropout(), plan.taken(), options.balance(), options.scoreLoss());
        this.step = new BatchStep(arena, kernels, crew, mixture, settings);
        Router router = Router.topK(new float[experts], mixture.fanOut());
        this.predictor =
                new Predictor(arena, kernels, crew, mixture.servingGate(), mixture.servingExperts(), router, rowsMax);
        this.balancing = new QuantileBalancing(experts, mixture.fanOut(), rowsMax);
        this.objective = Objective.of(labels.target().kind());
        this.adam = new Adam((float) plan.weightDecay(), (float) plan.averageDecay());
        this.stepsPerEpoch = Math.max(1, split.training().length / rowsMax);
        this.learningRate = new LearningRate(plan.learningRate(), (long) stepsPerEpoch * plan.epochs());
        this.updates = mixture.updates();
        if (options.gateStart() == GateStart.LIKE_CLASSES) {
            new LikeClasses(features, labels, split.training()).start(mixture);
        }
        this.bias = new float[experts];
        this.averageBias = new float[experts];
    }

    long stepsMax() {
        return (long) stepsPerEpoch * plan.epochs();
    }

    /// Trains, and leaves the best weights in the mixture.
    ///
    /// @param progress told after every epoch
    Snapshot train(EpochListener progress) {
        int[] order = split.training().clone();
        Snapshot best = look(0);
        for (int epoch = 1; epoch <= plan.epochs(); epoch++) {
            new SeededNumbers(options.seed(), epoch, 0x0DDE).shuffle(order, order.length);
            for (int i = 0; i < stepsPerEpoch; i++) {
                learn(order, i);
            }
            Snapshot now = look(epoch);
            boolean isBetter = !(best.figure() >= now.figure()) && Double.isFinite(now.figure());
            best = isBetter ? now : best;
            progress.ended(epoch, plan.epochs(), now.figure(), best.epoch());
            if (epoch - best.epoch() >= plan.patience()) {
                break;
            }
        }
        best.restore(mixture);
        return best;
    }

    /// Batches share out the rows evenly, so that none is tiny.
    private void learn(int[] order, int index) {
        int from = (int) ((long) order.length * index / stepsPerEpoch);
        int to = (int) ((long) order.length * (index + 1) / stepsPerEpoch);
        int count = Math.min(to - from, Math.min(plan.batchRows(), order.length));
        Batch batch = new Batch(order, from, count, targets);
        steps++;
        long key = new SeededNumbers(options.seed(), steps).nextLong();
        step.run(features, objective, batch, Router.topK(bias, mixture.fanOut()), key);
        float rate = learningRate.at(steps);
        crew.run(updates.size(), i -> updates.get(i).apply(adam, steps, rate));
        repack();
        balance(count);
    }

    private void repack() {
        int experts = mixture.experts().size();
        crew.run(experts + 1, i -> {
            if (i < experts) {
                mixture.experts().get(i).repack();
            } else {
                mixture.gate().repack();
            }
        });
    }

    /// The bias learned from this batch's scores serves the next one.
    private void balance(int count) {
        if (options.balance() == Balance.QUANTILE && mixture.isGated()) {
            balancing.update(step.scores(), count);
            bias = balancing.bias();
            float keep = adam.averageShare(steps);
            for (int expert = 0; expert < bias.length; expert++) {
                averageBias[expert] = keep * averageBias[expert] + (1 - keep) * bias[expert];
            }
        }
    }

    /// Measures the averaged weights on the validation rows.
    private Snapshot look(int epoch) {
        mixture.embeddings().settle(adam, steps);
        mixture.swapAverages();
        Router router = Router.topK(averageBias, mixture.fanOut());
        Quality quality = quality(router, RoutingWatch.none());
        Snapshot snapshot = Snapshot.of(mixture, router, quality.figure(), epoch);
        mixture.swapAverages();
        return snapshot;
    }

    /// The quality of the mixture's present weights on the validation rows.
    Quality quality(Router router, RoutingWatch watch) {
        float[] outputs = predictor.predict(features::encode, split.validation(), router, watch);
        return QualityMeter.measure(labels.target(), split.validation(), labels.restored(outputs));
    }

    /// Told how training goes.
    @FunctionalInterface
    interface EpochListener {
        void ended(int epoch, int epochs, double figure, int bestEpoch);
    }
}
