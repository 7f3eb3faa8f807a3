// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.gate.TaskGate;
import dev.witan.kernels.Activation;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Normalisation;
import dev.witan.training.balance.Balance;
import dev.witan.training.data.TableColumn;
import dev.witan.training.features.EmbeddingGradients;
import dev.witan.training.features.EncoderFit;
import dev.witan.training.features.Features;
import dev.witan.training.features.TakenShares;
import dev.witan.training.network.Parameter;
import dev.witan.training.network.PerTaskGate;
import dev.witan.training.network.SeededNumbers;
import dev.witan.training.network.TrainableNetwork;
import dev.witan.training.text.TextShape;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The whole way back of several tasks, encoder, gates, normalised experts and towers, against central differences.
class TaskGradientTest {
    private static final int ROWS = 24;
    private static final float STEP = 4e-3f;
    private static final int WIDTH = 4;

    private final Arena arena = Arena.ofShared();
    private final Crew crew = new Crew(2);

    @AfterEach
    void release() {
        crew.close();
        arena.close();
    }

    @ParameterizedTest
    @CsvSource({"LAYER, 0", "RMS, 0", "RMS, 2"})
    void everyGradientIsTheSlopeOfTheWeightedLosses(Normalisation.Form form, float highest) {
        Features features = features();
        Normalisation normalisation = highest > 0
                ? Normalisation.gentle(arena, form, WIDTH, highest)
                : Normalisation.plain(arena, form, WIDTH);
        TrainableMixture mixture = mixture(features, List.of(TaskGate.SHARED, TaskGate.SHARED, 0, 1), 3, normalisation);
        TaskObjective objective = new TaskObjective(
                arena,
                mixture.towers(),
                List.of(SingleObjective.LOGISTIC, new PinballObjective(List.of(0.2, 0.8))),
                new double[] {1, 0.7},
                2 * ROWS,
                4);
        BatchStep step = new BatchStep(
                arena,
                Kernels.choose(),
                crew,
                mixture,
                new StepSettings(2 * ROWS, 0, new TakenShares(0, 0), Balance.NONE, 0, 0, Choice.ROWS, 0));
        Batch batch = new TaskBatches(
                        new TableBatches(
                                features, IntStream.range(0, ROWS).toArray(), RowLabels.of(targets(), 2), ROWS, 1),
                        new int[] {0, 1, 2})
                .batch(1, 0);

        step.run(objective, batch, new float[4], 7);
        for (int row = 0; row < 2 * ROWS; row++) {
            int foreign = row < ROWS ? 3 : 2;
            for (int rank = 0; rank < step.plan().count(row); rank++) {
                assertThat(step.plan().chosen(row, rank)).isNotEqualTo(foreign);
            }
        }
        List<float[]> gradients = new ArrayList<>();
        mixture.parameters()
                .forEach(parameter -> gradients.add(parameter.gradient().clone()));
        for (int i = 0; i < gradients.size(); i++) {
            Parameter parameter = mixture.parameters().get(i);
            for (int at = 0; at < parameter.size(); at += 1 + parameter.size() / 12) {
                double up = loss(step, mixture, objective, batch, parameter, at, STEP);
                double down = loss(step, mixture, objective, batch, parameter, at, -STEP);
                assertThat((double) gradients.get(i)[at])
                        .as("%s[%d]", parameter.name(), at)
                        .isCloseTo((up - down) / (2 * STEP), within(3e-3));
            }
        }
    }

    private static double loss(
            BatchStep step,
            TrainableMixture mixture,
            TaskObjective objective,
            Batch batch,
            Parameter parameter,
            int at,
            float change) {
        float kept = parameter.values()[at];
        parameter.values()[at] = kept + change;
        mixture.repack();
        double loss = step.run(objective, batch, new float[4], 7);
        parameter.values()[at] = kept;
        mixture.repack();
        return loss;
    }

    /// Of the first task 0 or 1, of the second a number; some of either are missing.
    private static double[] targets() {
        SeededNumbers random = new SeededNumbers(3);
        double[] targets = new double[2 * ROWS];
        for (int row = 0; row < ROWS; row++) {
            targets[2 * row] = row % 5 == 0 ? Double.NaN : random.below(2);
            targets[2 * row + 1] = row % 7 == 0 ? Double.NaN : 3 * random.normal();
        }
        return targets;
    }

    private TrainableMixture mixture(Features features, List<Integer> owners, int fanOut, Normalisation normalisation) {
        SeededNumbers random = new SeededNumbers(5);
        int inputs = features.dimensions();
        List<TrainableNetwork> gates = new ArrayList<>();
        List<TrainableNetwork> towers = new ArrayList<>();
        for (int task = 0; task < 2; task++) {
            gates.add(TrainableNetwork.random(
                    arena, "gate-" + task, inputs, List.of(), owners.size(), Activation.SILU, random, 1));
            towers.add(TrainableNetwork.random(
                    arena, "tower-" + task, WIDTH, List.of(), task + 1, Activation.SILU, random, 1));
        }
        List<TrainableExpert> experts = new ArrayList<>();
        for (int i = 0; i < owners.size(); i++) {
            experts.add(new TrainableExpert.Normalised(
                    TrainableNetwork.random(arena, "e" + i, inputs, List.of(5), WIDTH, Activation.SILU, random, 1),
                    ExpertRole.CHOSEN,
                    normalisation));
        }
        return new TrainableMixture(
                new EmbeddingGradients(features),
                new PerTaskGate(gates, owners),
                experts,
                towers,
                fanOut,
                Frozen.NOTHING);
    }

    private static Features features() {
        SeededNumbers random = new SeededNumbers(11);
        double[] numbers = new double[ROWS];
        String[] texts = new String[ROWS];
        for (int row = 0; row < ROWS; row++) {
            numbers[row] = row % 9 == 0 ? Double.NaN : random.normal();
            texts[row] = row % 7 == 0 ? null : "c" + random.below(4);
        }
        List<TableColumn> columns =
                List.of(new TableColumn.Numbers("number", numbers), new TableColumn.Texts("text", texts));
        EncoderFit fit = new EncoderFit(4, 2, 100, 4, 0.5, TextShape.usual());
        TableEncoder encoder = fit.fit(columns, IntStream.range(0, ROWS).toArray(), random);
        return new Features(encoder, columns);
    }
}
