// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.routing.Router;
import dev.witan.kernels.Kernels;
import dev.witan.training.balance.BiasRule;
import dev.witan.training.balance.QuantileBalancing;
import dev.witan.training.balance.SignBias;
import dev.witan.training.checkpoint.Checkpoint;
import dev.witan.training.network.Numbers;
import dev.witan.training.network.SeededNumbers;
import dev.witan.training.network.TrainableNetwork;
import dev.witan.training.report.EpochReport;
import dev.witan.training.report.Quality;
import dev.witan.training.step.Batch;
import dev.witan.training.step.BatchSource;
import dev.witan.training.step.BatchStep;
import dev.witan.training.step.ChurnMeter;
import dev.witan.training.step.Crew;
import dev.witan.training.step.Objective;
import dev.witan.training.step.RoutingMeter;
import dev.witan.training.step.RoutingWatch;
import dev.witan.training.step.StepSettings;
import dev.witan.training.step.TrainableMixture;
import dev.witan.training.step.Trial;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Trains one mixture: passes over the training rows in a new random order each, and after each pass a look at the
/// validation rows with the averaged weights. The best weights seen are the ones that stay. It may be stopped after any
/// step and go on from a checkpoint with the same bits. Owned by one thread.
final class TrainingRun {
    private final Arena arena;
    private final Crew crew;
    private final TrainableMixture mixture;
    private final BatchSource source;
    private final Validation validation;
    private final TrainingPlan plan;
    private final TrainingOptions options;
    private final BatchStep step;
    private final @Nullable BiasRule balancing;
    private final Objective objective;
    private final Optimiser optimiser;
    private final LearningRate learningRate;
    private final ChurnMeter churn;
    private final List<EpochReport> history = new ArrayList<>();
    private final float[] averageBias;
    private float[] bias;
    private int epoch = 1;
    private int index;
    private double losses;
    private Snapshot best;

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
        this.arena = arena;
        this.crew = crew;
        this.mixture = mixture;
        this.source = source;
        this.validation = validation;
        this.plan = plan;
        this.options = options;
        this.step = new BatchStep(arena, kernels, crew, mixture, settings(source.rowsMax(), plan, options));
        this.balancing = rule(bias);
        this.objective = objective;
        this.optimiser = new Optimiser(crew, mixture, plan, options.optimiser());
        long steps = (long) source.batches() * plan.epochs();
        this.learningRate = new LearningRate(
                options.optimiser().schedule(), plan.learningRate(), steps, Math.max(1, plan.patience() / 3));
        this.churn = new ChurnMeter(mixture.fanOut());
        this.bias = bias.clone();
        this.averageBias = bias.clone();
        this.best = Snapshot.of(mixture, mixture.router(bias), Double.NaN, 0);
    }

    private static StepSettings settings(int rowsMax, TrainingPlan plan, TrainingOptions options) {
        GateOptions gate = options.gate();
        return new StepSettings(
                rowsMax,
                plan.dropout(),
                plan.taken(),
                options.balance().way(gate),
                options.balance().strength(gate),
                options.balance().scoreLoss(),
                gate.choice(),
                gate.trial() == Trial.GUMBEL ? gate.temperature() : 0);
    }

    private @Nullable BiasRule rule(float[] start) {
        if (!mixture.isGated() || mixture.frozen().gate()) {
            return null;
        }
        GateOptions gate = options.gate();
        return switch (options.balance().way(gate)) {
            case QUANTILE -> new QuantileBalancing(start, mixture.fanOut(), source.rowsMax());
            case SIGN -> new SignBias(start, options.balance().strength(gate));
            case SWITCH, IMPORTANCE, LOAD, NONE -> null;
        };
    }

    /// How the mixture stood after each epoch.
    List<EpochReport> history() {
        return List.copyOf(history);
    }

    /// Trains, and leaves the best weights in the mixture.
    ///
    /// @param progress told after every epoch
    /// @param checkpoint where it goes on from, and leaves where it stands
    Snapshot train(EpochListener progress, Checkpoint checkpoint) {
        if (checkpoint.resume(this::read)) {
            progress.resumed(epoch - 1, (double) index / source.batches());
        } else {
            best = look(0);
        }
        while (!isOver()) {
            learn(source.batch(epoch, index++));
            if (index == source.batches()) {
                endEpoch(progress);
            }
            checkpoint.offer(optimiser.steps(), this::write);
        }
        checkpoint.keep(this::write);
        best.restore(mixture);
        return best;
    }

    private boolean isOver() {
        return epoch > plan.epochs() || (index == 0 && epoch - 1 - best.epoch() >= plan.patience());
    }

    private void endEpoch(EpochListener progress) {
        Snapshot now = look(epoch);
        boolean isBetter = !(best.figure() >= now.figure()) && Double.isFinite(now.figure());
        best = isBetter ? now : best;
        learningRate.heard(isBetter);
        progress.ended(epoch, plan.epochs(), now.figure(), best.epoch());
        epoch++;
        index = 0;
        losses = 0;
    }

    private void learn(Batch batch) {
        int steps = optimiser.next();
        long key = new SeededNumbers(options.seed(), steps).nextLong();
        losses += step.run(objective, batch, bias, key);
        optimiser.step(learningRate.at(steps));
        repack();
        balance();
    }

    private void repack() {
        int experts = mixture.experts().size();
        crew.run(experts + 1, i -> {
            if (i < experts) {
                mixture.experts().get(i).repack();
            } else {
                mixture.gate().repack();
                mixture.towers().forEach(TrainableNetwork::repack);
            }
        });
    }

    /// The bias learned from this batch's scores serves the next one.
    private void balance() {
        if (balancing != null) {
            balancing.update(step.scores(), step.plan());
            bias = balancing.bias();
            float keep = optimiser.averageShare();
            for (int expert = 0; expert < bias.length; expert++) {
                averageBias[expert] = keep * averageBias[expert] + (1 - keep) * bias[expert];
            }
        }
    }

    /// Measures the averaged weights on the validation rows.
    private Snapshot look(int after) {
        optimiser.settle();
        mixture.swapAverages();
        Router router = mixture.router(averageBias);
        RoutingMeter meter = new RoutingMeter(arena, mixture);
        churn.begin();
        Quality quality = validation.quality(router, mixture.isGated() ? meter.and(churn) : RoutingWatch.none());
        Snapshot snapshot = Snapshot.of(mixture, router, quality.figure(), after);
        mixture.swapAverages();
        if (mixture.isGated()) {
            double loss = after == 0 ? Double.NaN : losses / source.batches();
            history.add(EpochReport.of(after, quality.figure(), loss, meter.report(), churn.churn()));
        }
        return snapshot;
    }

    private void write(DataOutput out) throws IOException {
        out.writeInt(epoch);
        out.writeInt(index);
        out.writeDouble(losses);
        Numbers.write(out, bias);
        Numbers.write(out, averageBias);
        optimiser.write(out);
        learningRate.write(out);
        best.write(out);
        EpochReport.write(out, history);
        churn.write(out);
    }

    private void read(DataInput in) throws IOException {
        epoch = in.readInt();
        index = in.readInt();
        losses = in.readDouble();
        Numbers.read(in, bias);
        Numbers.read(in, averageBias);
        if (balancing != null) {
            balancing.start(bias);
        }
        optimiser.read(in);
        learningRate.read(in);
        best = Snapshot.read(in, mixture);
        EpochReport.read(in, history);
        churn.read(in);
    }

    /// Told how training goes.
    @FunctionalInterface
    interface EpochListener {
        /// Called before anything else when a training goes on after some epochs.
        ///
        /// @param epochs that are done
        /// @param ofNext share of the next one that is done
        default void resumed(int epochs, double ofNext) {}

        void ended(int epoch, int epochs, double figure, int bestEpoch);
    }
}
