// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.response.BinaryHead;
import dev.witan.engine.response.Head;
import dev.witan.engine.response.MultiClassHead;
import dev.witan.engine.response.RegressionHead;
import dev.witan.engine.routing.GatingForm;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.training.network.SeededNumbers;
import dev.witan.training.network.TrainableNetwork;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What students make small: the slopes are those of the losses, and a perfect student has none.
class LossGradientTest {
    private static final int ROWS = 7;
    private static final int WIDTH = 5;
    private static final float STEP = 1e-2f;

    private final Kernels kernels = Kernels.choose();
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void release() {
        arena.close();
    }

    private FloatMatrix normal(int rows, int columns, long seed) {
        SeededNumbers random = new SeededNumbers(seed);
        FloatMatrix matrix = FloatMatrix.allocate(arena, rows, columns);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                matrix.set(row, column, (float) random.normal());
            }
        }
        return matrix;
    }

    private GateTeacher teacher(GatingForm form, boolean isOneMasked) {
        TrainableNetwork network = TrainableNetwork.random(
                arena, "gate", 3, List.of(), WIDTH, Activation.IDENTITY, new SeededNumbers(5), 1);
        var builder =
                Router.builder(WIDTH).fanOut(2).form(form).selectionBias(new float[] {0.3f, -0.1f, 0, 0.2f, -0.4f});
        if (isOneMasked) {
            builder.masked(new boolean[] {false, false, true, false, false});
        }
        return new GateTeacher(arena, kernels, new NetworkGate(network.serving()), builder.build(), normal(ROWS, 3, 2));
    }

    @ParameterizedTest
    @CsvSource({
        "TOP_K_SOFTMAX, false, 1, 0",
        "TOP_K_SOFTMAX, false, 3, 0",
        "TOP_K_SOFTMAX, false, 1, 2",
        "TOP_K_SOFTMAX, true, 1, 2",
        "SIGMOID, false, 1, 2"
    })
    void theGatesSlopesAreThoseOfItsLoss(GatingForm form, boolean isOneMasked, double temperature, double ranking) {
        check(new GateLoss(teacher(form, isOneMasked), temperature, ranking), WIDTH);
    }

    @Test
    void aStudentThatScoresAsTheTeacherDoesButForAShiftHasNothingToLearn() {
        GateTeacher teacher = teacher(GatingForm.TOP_K_SOFTMAX, false);
        FloatMatrix outputs = FloatMatrix.allocate(arena, ROWS, WIDTH);
        for (int row = 0; row < ROWS; row++) {
            for (int expert = 0; expert < WIDTH; expert++) {
                outputs.set(row, expert, (float) teacher.score(row, expert) + 3);
            }
        }
        FloatMatrix gradient = FloatMatrix.allocate(arena, ROWS, WIDTH);
        GateLoss loss = new GateLoss(teacher, 1, 2);
        for (int row = 0; row < ROWS; row++) {
            assertThat(loss.gradient(outputs, row, row, 1, gradient)).isCloseTo(0, within(1e-5));
        }
    }

    @Test
    void theDenseStudentsSlopesAreThoseOfItsLoss() {
        List<Head> heads = List.of(
                new BinaryHead(List.of("no", "yes")),
                new MultiClassHead(List.of("a", "b", "c")),
                new RegressionHead(3, 2));
        for (Head head : heads) {
            int width = head instanceof MultiClassHead ? 3 : 1;
            FloatMatrix answers = normal(ROWS, width, 9);
            float[] flat = new float[ROWS * width];
            for (int row = 0; row < ROWS; row++) {
                answers.copyRowTo(row, flat, row * width);
            }
            check(new AnswerLoss(head, flat, width, 2), width);
        }
    }

    private void check(RowLoss loss, int width) {
        FloatMatrix outputs = normal(ROWS, width, 3);
        FloatMatrix gradient = FloatMatrix.allocate(arena, ROWS, width);
        FloatMatrix unused = FloatMatrix.allocate(arena, ROWS, width);
        for (int row = 0; row < ROWS; row++) {
            loss.gradient(outputs, row, row, 0.5, gradient);
            for (int i = 0; i < width; i++) {
                float value = outputs.get(row, i);
                outputs.set(row, i, value + STEP);
                double above = loss.gradient(outputs, row, row, 0.5, unused);
                outputs.set(row, i, value - STEP);
                double below = loss.gradient(outputs, row, row, 0.5, unused);
                outputs.set(row, i, value);
                assertThat((double) gradient.get(row, i))
                        .as("row %d, output %d", row, i)
                        .isCloseTo((above - below) / (2 * STEP), within(2e-2));
            }
        }
    }
}
