// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.routing.Router;
import dev.witan.kernels.Kernels;
import dev.witan.training.balance.Balance;
import dev.witan.training.balance.QuantileBalancing;
import dev.witan.training.network.Adam;
import dev.witan.training.network.SeededNumbers;
import dev.witan.training.network.Update;
import dev.witan.training.report.Quality;
import dev.witan.training.step.Batch;
import dev.witan.training.step.BatchSource;
import dev.witan.training.step.BatchStep;
import dev.witan.training.step.Crew;
import dev.witan.training.step.Objective;
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
    private final BatchSource source;
    private final Validation validation;
    private final TrainingPlan plan;
    private final TrainingOptions options;
    private final BatchStep step;
    private final QuantileBalancing balancing;
    private final Objective objective;
    private final Adam adam;
    private final LearningRate learningRate;
    private final List<Update> updates;
    private final float[] averageBias;
    private float[] bias;
    private int steps;

    /// @param bias the first selection bias
    /// @param source rows to learn from
    TrainingRun(
            Arena arena,
            Kernels kernels,
            Crew crew,
            TrainableMixture mixture,
            float[] bias,
            BatchSource source,
            Validation validation,
            Objective objective,
            TrainingPlan plan,
            TrainingOptions options) {
        this.crew = crew;
        this.mixture = mixture;
        this.source = source;
        this.validation = validation;
        this.plan = plan;
        this.options = options;
        int rowsMax = source.rowsMax();
        StepSettings settings =
                new StepSettings(rowsMax, plan.dropout(), plan.taken(), options.balance(), options.scoreLoss());
        this.step = new BatchStep(arena, kernels, crew, mixture, settings);
        this.balancing = new QuantileBalancing(bias, mixture.fanOut(), rowsMax);
        this.objective = objective;
        this.adam = new Adam((float) plan.weightDecay(), (float) plan.averageDecay());
        this.learningRate = new LearningRate(plan.learningRate(), (long) source.batches() * plan.epochs());
        this.updates = mixture.updates();
        this.bias = bias.clone();
        this.averageBias = bias.clone();
    }

    /// Trains, and leaves the best weights in the mixture.
    ///
    /// @param progress told after every epoch
    Snapshot train(EpochListener progress) {
        Snapshot best = look(0);
        for (int epoch = 1; epoch <= plan.epochs(); epoch++) {
            for (int i = 0; i < source.batches(); i++) {
                learn(source.batch(epoch, i));
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

    private void learn(Batch batch) {
        steps++;
        long key = new SeededNumbers(options.seed(), steps).nextLong();
        step.run(objective, batch, mixture.router(bias), key);
        float rate = learningRate.at(steps);
        crew.run(updates.size(), i -> updates.get(i).apply(adam, steps, rate));
        repack();
        balance(batch.count());
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
        if (options.balance() == Balance.QUANTILE
                && mixture.isGated()
                && !mixture.frozen().gate()) {
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
        if (!mixture.frozen().encoder()) {
            mixture.embeddings().settle(adam, steps);
        }
        mixture.swapAverages();
        Router router = mixture.router(averageBias);
        Quality quality = validation.quality(router, RoutingWatch.none());
        Snapshot snapshot = Snapshot.of(mixture, router, quality.figure(), epoch);
        mixture.swapAverages();
        return snapshot;
    }

    /// Told how training goes.
    @FunctionalInterface
    interface EpochListener {
        void ended(int epoch, int epochs, double figure, int bestEpoch);
    }
}
