// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.libtorch;

import dev.witan.kernels.Kernels;
import dev.witan.training.balance.Balance;
import dev.witan.training.features.ChosenEmbeddings;
import dev.witan.training.features.EmbeddingGradients;
import dev.witan.training.features.TakenShares;
import dev.witan.training.network.Adam;
import dev.witan.training.network.FlatGate;
import dev.witan.training.network.Parameter;
import dev.witan.training.network.SeededNumbers;
import dev.witan.training.network.TrainableNetwork;
import dev.witan.training.network.Update;
import dev.witan.training.step.Batch;
import dev.witan.training.step.BatchStep;
import dev.witan.training.step.Crew;
import dev.witan.training.step.Frozen;
import dev.witan.training.step.RowObjective;
import dev.witan.training.step.StepSettings;
import dev.witan.training.step.TrainableExpert;
import dev.witan.training.step.TrainableMixture;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The product's own training step, over rows that are encoded already. The encoder stays as it is, and nothing is
/// drawn at random.
final class WitanLearner implements AutoCloseable {
    private static final double GATE_SCALE = 0.1;
    private static final double OUTPUT_SCALE = 0.5;

    private final Arena arena = Arena.ofShared();
    private final LearningTask task;
    private final Learning learning;
    private final Crew crew;
    private final TrainableMixture mixture;
    private final BatchStep step;
    private final RowObjective objective;
    private final float[] bias;
    private final Adam adam;
    private final List<Update> updates;
    private int steps;

    WitanLearner(Kernels kernels, LearningTask task, Learning learning, int threads) {
        this.task = task;
        this.learning = learning;
        this.crew = new Crew(threads);
        SeededNumbers random = new SeededNumbers(1);
        int experts = task.hidden().size();
        List<TrainableExpert> networks = new ArrayList<>();
        for (int i = 0; i < experts; i++) {
            networks.add(new TrainableExpert.Learned(
                    network("e" + i, task.hidden().get(i), task.outputs(), random, OUTPUT_SCALE)));
        }
        FlatGate gate = new FlatGate(network("gate", List.of(), experts, random, GATE_SCALE));
        this.mixture = new TrainableMixture(
                new EmbeddingGradients(task.features()),
                gate,
                networks,
                task.fanOut(),
                new Frozen(true, false, Set.of()));
        StepSettings settings =
                new StepSettings(learning.batchRows(), 0, new TakenShares(0, 0), Balance.SWITCH, learning.scoreLoss());
        this.step = new BatchStep(arena, kernels, crew, mixture, settings);
        this.objective = RowObjective.of(task.target());
        this.bias = new float[experts];
        this.adam = new Adam((float) learning.weightDecay(), 0.99f);
        this.updates = new ArrayList<>(mixture.gateUpdates());
        updates.addAll(mixture.otherUpdates());
    }

    private TrainableNetwork network(
            String name, List<Integer> hidden, int outputs, SeededNumbers random, double scale) {
        return TrainableNetwork.random(
                arena, name, task.dimensions(), hidden, outputs, task.activation(), random, scale);
    }

    /// Its numbers: of the gate, then of each expert, layer by layer, weights and then biases.
    List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(mixture.gate().parameters());
        mixture.experts().forEach(expert -> parameters.addAll(expert.parameters()));
        return parameters;
    }

    /// One step over the rows from `from` on; returns the loss before it.
    double learn(int from) {
        steps++;
        double loss = step.run(objective, new Rows(from), bias, steps);
        crew.run(updates.size(), i -> updates.get(i).apply(adam, steps, (float) learning.rate()));
        mixture.repack();
        return loss;
    }

    /// Rows as they stand in the corpus.
    private final class Rows implements Batch {
        private final int from;

        Rows(int from) {
            this.from = from;
        }

        @Override
        public int count() {
            return learning.batchRows();
        }

        @Override
        public double target(int index) {
            return task.target().value(from + index);
        }

        @Override
        public void encode(
                int index, float[] values, TakenShares taken, SeededNumbers random, ChosenEmbeddings chosen) {
            System.arraycopy(task.rows(), (from + index) * task.dimensions(), values, 0, task.dimensions());
        }
    }

    @Override
    public void close() {
        crew.close();
        arena.close();
    }
}
