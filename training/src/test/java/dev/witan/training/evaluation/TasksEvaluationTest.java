// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.encode.NumericEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.gate.TaskGate;
import dev.witan.engine.response.BinaryHead;
import dev.witan.engine.response.RegressionHead;
import dev.witan.engine.response.TasksHead;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import dev.witan.training.Evaluation;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import dev.witan.training.report.Quality;
import java.lang.foreign.Arena;
import java.util.List;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A mixture of two tasks for `x` and three experts, which answer `x`, `-x` and `2 x`. The first task sends `x < 0` to
/// the first expert and `x >= 0` to the second; the second task has the third for its own and uses nothing else.
class TasksEvaluationTest {
    private static final Offset<Double> CLOSE = within(1e-6);

    private final Arena arena = Arena.ofShared();

    @AfterEach
    void free() {
        arena.close();
    }

    private FeedForward network(float[]... weights) {
        FloatMatrix matrix = FloatMatrix.allocate(arena, weights.length, weights[0].length);
        for (int row = 0; row < weights.length; row++) {
            matrix.copyRowFrom(row, weights[row], 0);
        }
        PackedMatrix packed = PackedMatrix.allocate(arena, weights[0].length, weights.length);
        packed.packTransposedFrom(matrix);
        return new FeedForward(
                List.of(new Linear(packed, FloatMatrix.allocate(arena, 1, weights.length), Activation.IDENTITY)));
    }

    private Expert expert(String id, float weight) {
        return new FfnExpert(id, "digest/" + id, network(new float[] {0, weight}));
    }

    private Mixture mixture() {
        TableEncoder encoder = new TableEncoder(List.of(new NumericEncoder("x", 0, 1, new double[0])));
        TaskGate gate = new TaskGate(
                List.of(
                        network(new float[] {0, -4}, new float[] {0, 4}, new float[] {0, 0}),
                        network(new float[] {0, 0}, new float[] {0, 0}, new float[] {0, 50})),
                new int[] {0, 0, 1});
        MoeLayer layer = new MoeLayer(
                Kernels.available().getFirst(),
                gate,
                Router.topK(new float[3], 1),
                List.of(expert("left", 1), expert("right", -1), expert("own", 2)),
                new WeightedSum());
        TasksHead head = new TasksHead(
                1,
                List.of(
                        new TasksHead.Tower("sold", network(new float[] {1}), new BinaryHead(List.of("no", "yes"))),
                        new TasksHead.Tower("price", network(new float[] {1}), new RegressionHead(0, 1))));
        return new Mixture("made", 1, "digest", encoder, layer, head);
    }

    /// The third row has no label of the first task, the fourth none of the second.
    private static Table table() {
        @Nullable String[] sold = {"no", "yes", null, "yes"};
        return new Table(
                "made.csv",
                List.of(
                        new TableColumn.Numbers("x", new double[] {-1, -2, 1, 2}),
                        new TableColumn.Texts("sold", sold),
                        new TableColumn.Numbers("price", new double[] {-2, -3, 2, Double.NaN})));
    }

    private static EvaluationOptions options() {
        return new EvaluationOptions("sold,price", EvaluationOptions.Depth.EXPERTS, List.of(), 1);
    }

    @Test
    void eachTaskIsMeasuredOnTheRowsThatHaveItsLabel() {
        EvaluationFigures figures = Evaluator.measure(mixture(), table(), options());
        assertThat(figures.rows()).isEqualTo(4);
        TaskFigures sold = figures.tasks().getFirst();
        assertThat(sold.measures().rows()).isEqualTo(3);
        // Answers are -|x|: no for the one row that is one.
        assertThat(sold.measures().of(Measure.ACCURACY).value()).isCloseTo(1 / 3.0, CLOSE);
        TaskFigures price = figures.tasks().getLast();
        assertThat(price.measures().rows()).isEqualTo(3);
        // Answers are 2 x, one of which is off by 1.
        assertThat(price.measures().of(Measure.RMSE).value()).isCloseTo(Math.sqrt(1 / 3.0), CLOSE);
    }

    @Test
    void eachTaskTellsWhichExpertsItUses() {
        EvaluationFigures figures = Evaluator.measure(mixture(), table(), options());
        assertThat(loads(figures.tasks().getFirst())).containsExactly(2L, 2L, 0L);
        assertThat(loads(figures.tasks().getLast())).containsExactly(0L, 0L, 4L);
        assertThat(figures.routing().loads())
                .extracting(RoutingFigures.Load::rows)
                .containsExactly(2L, 2L, 4L);
        assertThat(figures.tasks().getFirst().patterns())
                .extracting(
                        pattern -> pattern.experts() + " " + pattern.measures().rows())
                .containsExactly("[left] 2", "[right] 1");
    }

    private static List<Long> loads(TaskFigures task) {
        return task.routing().orElseThrow().loads().stream()
                .map(RoutingFigures.Load::rows)
                .toList();
    }

    /// The first answers x: no for -1 and -2, of which one is right, and yes for 2.
    @Test
    void onlyExpertsThatATaskMayUseAreAskedAlone() {
        EvaluationFigures figures = Evaluator.measure(mixture(), table(), options());
        List<ExpertFigures> sold = figures.tasks().getFirst().experts();
        assertThat(sold.getFirst().alone().orElseThrow().of(Measure.ACCURACY).value())
                .isCloseTo(2 / 3.0, CLOSE);
        assertThat(sold.getLast().alone()).isEmpty();
        List<ExpertFigures> price = figures.tasks().getLast().experts();
        assertThat(price.getFirst().alone()).isEmpty();
        assertThat(price.getLast().alone().orElseThrow())
                .isEqualTo(figures.tasks().getLast().measures());
    }

    @Test
    void theShortFiguresAreThoseOfATraining() {
        Quality.Tasks quality = (Quality.Tasks) Summary.of(Evaluator.measure(mixture(), table(), options()));
        Quality.Tasks trained = (Quality.Tasks) Evaluation.measure(mixture(), table(), "sold,price", 1);
        assertThat(quality.figure()).isCloseTo(trained.figure(), CLOSE);
        assertThat(quality.tasks()).containsOnlyKeys("sold", "price");
        Quality.Regression price = (Quality.Regression) quality.tasks().get("price");
        assertThat(price.r2()).isCloseTo(((Quality.Regression) trained.tasks().get("price")).r2(), CLOSE);
    }
}
