// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.encode.TextGrams;
import dev.witan.kernels.Activation;
import dev.witan.kernels.Kernels;
import dev.witan.training.balance.Balance;
import dev.witan.training.data.TableColumn;
import dev.witan.training.features.EmbeddingGradients;
import dev.witan.training.features.EncoderFit;
import dev.witan.training.features.Features;
import dev.witan.training.features.TakenShares;
import dev.witan.training.network.FlatGate;
import dev.witan.training.network.GroupGate;
import dev.witan.training.network.NoisyGate;
import dev.witan.training.network.Parameter;
import dev.witan.training.network.SeededNumbers;
import dev.witan.training.network.TrainableGate;
import dev.witan.training.network.TrainableNetwork;
import dev.witan.training.text.TextShape;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every parameter's gradient against central differences of the loss, with the routing held by a strong selection bias
/// that spreads the rows: which experts are chosen has no gradient, and must not flip under the difference.
class GradientTest {
    private static final int ROWS = 40;
    private static final int EXPERTS = 3;
    private static final float STEP = 1e-3f;

    private final Arena arena = Arena.ofShared();
    private final Crew crew = new Crew(2);

    @AfterEach
    void release() {
        crew.close();
        arena.close();
    }

    @ParameterizedTest
    @CsvSource({
        "LOGISTIC, GELU, QUANTILE, 0, 0",
        "LOGISTIC, SILU, SWITCH, 0, 0",
        "SOFTMAX, GELU, SWITCH, 0.05, 4",
        "SOFTMAX, SILU, NONE, 0.05, 0",
        "SQUARED_ERROR, GELU, QUANTILE, 0.05, 4",
        "SQUARED_ERROR, RELU, NONE, 0, 0",
        "SQUARED_ERROR, GELU, IMPORTANCE, 0, 0",
        "LOGISTIC, GELU, IMPORTANCE, 0.05, 4",
    })
    void everyGradientIsTheSlopeOfTheLoss(
            SingleObjective objective, Activation activation, Balance balance, double scoreLoss, int gateHidden) {
        Features features = features();
        TrainableGate gate = new FlatGate(gate(features, activation, gateHidden, EXPERTS));
        check(features, objective, activation, gate, settings(balance, 0.5, scoreLoss, Choice.ROWS, 0));
    }

    @ParameterizedTest
    @CsvSource({"NONE, 0", "IMPORTANCE, 0", "LOAD, 0", "LOAD, 4", "SWITCH, 4"})
    void theGateAndItsNoiseLearnTheSlopeOfTheLoss(Balance balance, int gateHidden) {
        Features features = features();
        NoisyGate gate = new NoisyGate(arena, gate(features, Activation.GELU, gateHidden, EXPERTS));
        Parameter noise = gate.parameters().getLast();
        for (int i = 0; i < noise.size(); i++) {
            noise.values()[i] = 0.3f * i - 0.4f;
        }
        gate.repack();

        check(features, SingleObjective.LOGISTIC, Activation.GELU, gate, settings(balance, 0.5, 0.02, Choice.ROWS, 0));
    }

    @ParameterizedTest
    @CsvSource({"NONE, 1", "SWITCH, 1", "SWITCH, 2", "IMPORTANCE, 2"})
    void aGateOverGroupsLearnsTheSlopeOfTheLossOnBothLevels(Balance balance, int groupsChosen) {
        Features features = features();
        TrainableNetwork network = gate(features, Activation.GELU, 0, 2 + 4);
        TrainableGate gate = new GroupGate(arena, network, 2, groupsChosen);

        check(features, SingleObjective.SOFTMAX, Activation.GELU, gate, settings(balance, 0.5, 0.02, Choice.ROWS, 0));
    }

    @Test
    void drawnExpertsAndRowsThatExpertsChooseGiveTheSlopeOfTheLoss() {
        Features features = features();
        TrainableGate gate = new FlatGate(gate(features, Activation.SILU, 0, EXPERTS));
        check(
                features,
                SingleObjective.LOGISTIC,
                Activation.SILU,
                gate,
                settings(Balance.NONE, 0, 0, Choice.ROWS, 1.5));
        check(
                features,
                SingleObjective.SOFTMAX,
                Activation.SILU,
                gate,
                settings(Balance.NONE, 0, 0, Choice.EXPERTS, 0));
    }

    private static StepSettings settings(
            Balance balance, double strength, double scoreLoss, Choice choice, double temperature) {
        return new StepSettings(ROWS, 0, new TakenShares(0, 0), balance, strength, scoreLoss, choice, temperature);
    }

    private void check(
            Features features,
            SingleObjective objective,
            Activation activation,
            TrainableGate gate,
            StepSettings settings) {
        TrainableMixture mixture = mixture(features, objective == SingleObjective.SOFTMAX ? 3 : 1, activation, gate);
        BatchStep step = new BatchStep(arena, Kernels.choose(), crew, mixture, settings);
        Batch batch = new TableBatch(
                features, IntStream.range(0, ROWS).toArray(), 0, ROWS, RowLabels.of(targets(objective), 1));
        float[] bias = Arrays.copyOf(new float[] {0.3f, -0.2f, 0.1f}, gate.experts());

        step.run(objective, batch, bias, 7);
        List<List<Integer>> routes = routes(step);
        List<float[]> gradients = new ArrayList<>();
        mixture.parameters()
                .forEach(parameter -> gradients.add(parameter.gradient().clone()));

        for (int i = 0; i < gradients.size(); i++) {
            Parameter parameter = mixture.parameters().get(i);
            int checked = 0;
            for (int at = 0; at < parameter.size() && checked < 12; at += 1 + parameter.size() / 24) {
                double up = loss(step, mixture, objective, batch, bias, parameter, at, STEP);
                boolean isSame = routes.equals(routes(step));
                double down = loss(step, mixture, objective, batch, bias, parameter, at, -STEP);
                if (isSame && routes.equals(routes(step))) {
                    checked++;
                    assertThat((double) gradients.get(i)[at])
                            .as("%s[%d]", parameter.name(), at)
                            .isCloseTo((up - down) / (2 * STEP), within(tolerance(activation)));
                }
            }
            assertThat(checked).as(parameter.name()).isPositive();
        }
    }

    /// A difference across the bend of a ReLU is no slope.
    private static double tolerance(Activation activation) {
        return activation == Activation.RELU ? 3e-3 : 2e-4;
    }

    private static double loss(
            BatchStep step,
            TrainableMixture mixture,
            SingleObjective objective,
            Batch batch,
            float[] bias,
            Parameter parameter,
            int at,
            float change) {
        float kept = parameter.values()[at];
        parameter.values()[at] = kept + change;
        mixture.repack();
        double loss = step.run(objective, batch, bias, 7);
        parameter.values()[at] = kept;
        mixture.repack();
        return loss;
    }

    private static List<List<Integer>> routes(BatchStep step) {
        List<List<Integer>> routes = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            List<Integer> route = new ArrayList<>();
            for (int rank = 0; rank < step.plan().count(row); rank++) {
                route.add(step.plan().chosen(row, rank));
            }
            routes.add(route);
        }
        return routes;
    }

    private static Features features() {
        SeededNumbers random = new SeededNumbers(11);
        double[] numbers = new double[ROWS];
        String[] texts = new String[ROWS];
        String[] free = new String[ROWS];
        for (int row = 0; row < ROWS; row++) {
            numbers[row] = row % 9 == 0 ? Double.NaN : random.normal();
            texts[row] = row % 7 == 0 ? null : "c" + random.below(4);
            free[row] = row % 11 == 0 ? null : "word" + row + " of text " + random.below(9);
        }
        List<TableColumn> columns = List.of(
                new TableColumn.Numbers("number", numbers),
                new TableColumn.Texts("text", texts),
                new TableColumn.Texts("free", free));
        TextShape shape = new TextShape(new TextGrams(20, 1, 3, 100), 3, 0.5, 0);
        EncoderFit fit = new EncoderFit(4, 2, 100, 4, 0.5, shape);
        TableEncoder encoder = fit.fit(columns, IntStream.range(0, ROWS).toArray(), random);
        return new Features(encoder, columns);
    }

    private TrainableNetwork gate(Features features, Activation activation, int hidden, int outputs) {
        List<Integer> widths = hidden > 0 ? List.of(hidden) : List.of();
        return TrainableNetwork.random(
                arena, "gate", features.dimensions(), widths, outputs, activation, new SeededNumbers(6), 1);
    }

    /// Experts of several depths that the gate chooses from, and one that is always on.
    private TrainableMixture mixture(Features features, int outputs, Activation activation, TrainableGate gate) {
        SeededNumbers random = new SeededNumbers(5);
        List<List<Integer>> widths = List.of(List.of(), List.of(5), List.of(6, 3), List.of(4));
        List<TrainableExpert> experts = new ArrayList<>();
        for (int i = 0; i <= gate.experts(); i++) {
            ExpertRole role = i < gate.experts() ? ExpertRole.CHOSEN : ExpertRole.SHARED;
            TrainableNetwork network = TrainableNetwork.random(
                    arena, "e" + i, features.dimensions(), widths.get(i % 4), outputs, activation, random, 1);
            experts.add(new TrainableExpert.Learned(network, role));
        }
        return new TrainableMixture(new EmbeddingGradients(features), gate, experts, 2);
    }

    private static double[] targets(SingleObjective objective) {
        SeededNumbers random = new SeededNumbers(3);
        double[] targets = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            targets[row] = switch (objective) {
                case LOGISTIC -> random.below(2);
                case SOFTMAX -> random.below(3);
                case SQUARED_ERROR -> random.normal();
            };
        }
        return targets;
    }
}
