// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.encode.CategoricalEncoder;
import dev.witan.engine.encode.NumericEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.response.BinaryHead;
import dev.witan.engine.response.Head;
import dev.witan.engine.response.MultiClassHead;
import dev.witan.engine.response.RegressionHead;
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
import dev.witan.training.statistics.Estimate;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A mixture of two experts for `x`: the gate sends `x < 0` to the first, which answers `x`, and `x >= 0` to
/// the second, which answers `-x`.
class EvaluatorTest {
    private static final int X = 1;

    private final Arena arena = Arena.ofShared();

    @AfterEach
    void free() {
        arena.close();
    }

    private Linear linear(float[]... weights) {
        FloatMatrix matrix = FloatMatrix.allocate(arena, weights.length, weights[0].length);
        for (int row = 0; row < weights.length; row++) {
            matrix.copyRowFrom(row, weights[row], 0);
        }
        PackedMatrix packed = PackedMatrix.allocate(arena, weights[0].length, weights.length);
        packed.packTransposedFrom(matrix);
        return new Linear(packed, FloatMatrix.allocate(arena, 1, weights.length), Activation.IDENTITY);
    }

    /// A row is missing, standardised x, and one number for the group.
    private static float[] ofX(float weight) {
        float[] weights = new float[3];
        weights[X] = weight;
        return weights;
    }

    private Expert expert(String id, float[]... weights) {
        return new FfnExpert(id, "digest/" + id, new FeedForward(List.of(linear(weights))));
    }

    private Mixture mixture(Head head, Expert... experts) {
        TableEncoder encoder = new TableEncoder(List.of(
                new NumericEncoder("x", 0, 1, new double[0]),
                new CategoricalEncoder("group", List.of("a", "b"), 1, new float[4])));
        MoeLayer layer = new MoeLayer(
                Kernels.available().getFirst(),
                new NetworkGate(new FeedForward(List.of(linear(ofX(-4), ofX(4))))),
                Router.topK(new float[2], 1),
                List.of(experts),
                new WeightedSum());
        return new Mixture("made", 1, "digest", encoder, layer, head);
    }

    private Mixture binary() {
        return mixture(new BinaryHead(List.of("no", "yes")), expert("left", ofX(1)), expert("right", ofX(-1)));
    }

    private static Table table(double[] x, String[] group, String[] label) {
        return new Table(
                "made.csv",
                List.of(
                        new TableColumn.Numbers("x", x),
                        new TableColumn.Texts("group", group),
                        new TableColumn.Texts("label", label)));
    }

    /// Eight rows, four for either expert. Answers are `-|x|`, so always no.
    private static Table eight() {
        return table(
                new double[] {-1, -2, -3, -4, 1, 2, 3, 4},
                new String[] {"a", "a", "a", "b", "b", "a", "a", "a"},
                new String[] {"yes", "no", "no", "no", "yes", "yes", "no", "no"});
    }

    private static EvaluationOptions options(String... cohorts) {
        return new EvaluationOptions("label", EvaluationOptions.Depth.EXPERTS, List.of(cohorts), 1);
    }

    @Test
    void figuresOfTheWholeAreThoseOfTheTrainingReport() {
        EvaluationFigures figures = Evaluator.measure(binary(), eight(), options());
        Quality.Binary quality = (Quality.Binary) Evaluation.measure(binary(), eight(), "label", 1);
        Measures measures = figures.tasks().getFirst().measures();
        assertThat(measures.of(Measure.AUC).value()).isEqualTo(quality.auc());
        assertThat(measures.of(Measure.LOG_LOSS).value()).isCloseTo(quality.logLoss(), within(1e-12));
        assertThat(measures.of(Measure.ACCURACY).value()).isEqualTo(quality.accuracy());
        assertThat(measures.of(Measure.SELECTION_RATE).value()).isZero();
        assertThat(measures.of(Measure.FALSE_POSITIVE_RATE).value()).isZero();
    }

    /// Of x = -1 the answer is a probability of 0.2689, and so on.
    @Test
    void theBrierScoreIsTheMeanSquareOfWhatIsMissing() {
        double sum = 0;
        Table table = eight();
        for (int row = 0; row < 8; row++) {
            double x = ((TableColumn.Numbers) table.require("x")).value(row);
            double p = 1 / (1 + Math.exp(Math.abs(x)));
            double y = table.require("label").label(row).equals("yes") ? 1 : 0;
            sum += (p - y) * (p - y) / 8;
        }
        EvaluationFigures figures = Evaluator.measure(binary(), table, options());
        assertThat(figures.tasks().getFirst().measures().of(Measure.BRIER).value())
                .isCloseTo(sum, within(1e-6));
    }

    @Test
    void everyExpertIsMeasuredOnItsOwnRowsAndAloneOnAll() {
        TaskFigures task =
                Evaluator.measure(binary(), eight(), options()).tasks().getFirst();
        ExpertFigures left = task.experts().getFirst();
        assertThat(left.answered().rows()).isEqualTo(4);
        assertThat(left.answered().of(Measure.AUC).value()).isEqualTo(1);
        Measures alone = left.alone().orElseThrow();
        assertThat(alone.rows()).isEqualTo(8);
        // Alone it answers x: the positives -1, 1, 2 lie above 3, 4 and 3+1 of the five others.
        assertThat(alone.of(Measure.AUC).value()).isCloseTo((3 + 3 + 3) / 15.0, within(1e-12));
        // Yes from 0 on: right are -2, -3, -4 and 1, 2.
        assertThat(alone.of(Measure.ACCURACY).value()).isEqualTo(5 / 8.0);
        assertThat(task.bestAlone().orElseThrow().expert()).isEqualTo("left");
    }

    @Test
    void patternsAndLoadsAreCounted() {
        EvaluationFigures figures = Evaluator.measure(binary(), eight(), options());
        RoutingFigures routing = figures.routing();
        assertThat(routing.loads()).extracting(RoutingFigures.Load::rows).containsExactly(4L, 4L);
        assertThat(routing.fanOut()).isEqualTo(1);
        assertThat(routing.deviationByChance()).isCloseTo(Math.sqrt(8 * 0.5 * 0.5), within(1e-12));
        assertThat(routing.noiseFloor()).isCloseTo(Math.sqrt(0.5 / (8 * 0.5)), within(1e-12));
        assertThat(routing.variation()).isZero();
        assertThat(routing.marginalEntropy()).isCloseTo(Math.log(2), within(1e-6));
        assertThat(routing.information()).isGreaterThan(0.6);
        assertThat(figures.tasks().getFirst().patterns())
                .extracting(
                        pattern -> pattern.experts() + " " + pattern.measures().rows())
                .containsExactly("[left] 4", "[right] 4");
    }

    /// Group a has six rows with two yes, group b two with one.
    @Test
    void cohortsAreHeldAgainstTheLargest() {
        CohortColumn column = Evaluator.measure(binary(), eight(), options("group"))
                .tasks()
                .getFirst()
                .cohorts()
                .getFirst();
        assertThat(column.reference()).isEqualTo("a");
        assertThat(column.cohorts()).extracting(Cohort::name).containsExactly("a", "b");
        assertThat(column.cohorts().getFirst().gaps()).isEmpty();
        Estimate gap = column.cohorts().getLast().gaps().get(Measure.ACCURACY);
        assertThat(gap.value()).isCloseTo(1 / 2.0 - 4 / 6.0, within(1e-12));
        assertThat(gap.excludes(0)).as("two rows tell nothing").isFalse();
    }

    /// Either expert has three rows of a and one of b, and then one expert all of a.
    @Test
    void theFirstExpertTellsOfCohortsAsMuchAsTheGateKeepsThemApart() {
        Table apart = table(
                new double[] {-1, -2, -3, -4, 1, 2, 3, 4},
                new String[] {"a", "a", "a", "a", "b", "b", "b", "b"},
                new String[] {"yes", "no", "no", "no", "yes", "yes", "no", "no"});

        assertThat(told(eight())).isCloseTo(0, within(1e-12));
        assertThat(told(apart)).isCloseTo(1, within(1e-12));
    }

    private double told(Table table) {
        return Evaluator.measure(binary(), table, options("group"))
                .tasks()
                .getFirst()
                .cohorts()
                .getFirst()
                .told();
    }

    @Test
    void cohortsOfManyNumbersAreRanges() {
        Labelled labelled = new Labelled("age", new RowPages());
        for (int age = 1; age <= 100; age++) {
            labelled.add(Integer.toString(age));
        }
        labelled.add("");
        assertThat(labelled.groups().names())
                .containsExactly("1 to 25", "26 to 50", "51 to 75", "76 to 100", "(missing)");
        assertThat(labelled.groups().of(30)).isEqualTo(1);
    }

    @Test
    void rareCohortsAreTakenTogether() {
        Labelled labelled = new Labelled("city", new RowPages());
        for (int i = 0; i < 500; i++) {
            labelled.add("city " + i % 25);
        }
        assertThat(labelled.groups().names()).hasSize(20).endsWith("(6 other values)");
    }

    @Test
    void aColumnOfNumbersMayHaveThousandsOfValuesButNotOneOfTexts() {
        Labelled numbers = new Labelled("income", new RowPages());
        Labelled texts = new Labelled("id", new RowPages());
        for (int i = 0; i < 5_000; i++) {
            numbers.add(Integer.toString(i));
        }
        assertThat(numbers.groups().names()).hasSize(4);
        assertThatThrownBy(() -> IntStream.range(0, 5_000).forEach(i -> texts.add("user-" + i)))
                .isInstanceOf(WitanException.class)
                .hasMessage("a column of cohorts must name groups: 'id' has more than 1000 different texts, such as"
                        + " 'user-1000'; choose another, or one of numbers, which are cut into ranges");
    }

    /// All rows are 6 a and 2 b, those of the left 3 a and 1 b; of x the left has all that is below 0.
    @Test
    void coverageTellsWhatPartOfTheDataAnExpertSees() {
        List<Coverage> coverage =
                Evaluator.measure(binary(), eight(), options()).coverage();
        Coverage group = coverage.getLast();
        assertThat(group.values()).containsExactly("a", "b");
        assertThat(group.all()).containsExactly(6L, 2L);
        assertThat(group.experts().getFirst().rows()).containsExactly(3L, 1L);
        assertThat(group.experts().getFirst().distance()).isZero();
        assertThat(group.experts().getFirst().byChance())
                .isCloseTo(Math.sqrt(2 * 0.75 * 0.25 / (Math.PI * 4) * 0.5), within(1e-12));
        Coverage x = coverage.getFirst();
        assertThat(x.experts().getFirst().distance()).isEqualTo(0.5);
        assertThat(x.values().get(x.favourite(0))).isEqualTo("below -1.5");
    }

    @Test
    void partsOfATableMakeTheSameFiguresAsTheWhole() {
        SplittableRandom random = new SplittableRandom(7);
        double[] x = random.doubles(6_000, -3, 3).toArray();
        String[] group = IntStream.range(0, x.length)
                .mapToObj(i -> i % 5 == 0 ? "b" : "a")
                .toArray(String[]::new);
        String[] label = IntStream.range(0, x.length)
                .mapToObj(i -> random.nextDouble() < 0.3 ? "yes" : "no")
                .toArray(String[]::new);
        EvaluationFigures whole = Evaluator.measure(binary(), table(x, group, label), options("group"));
        try (Evaluator parts = new Evaluator(binary(), options("group"))) {
            for (int from = 0; from < x.length; from += 1_000) {
                parts.add(table(
                        Arrays.copyOfRange(x, from, from + 1_000),
                        Arrays.copyOfRange(group, from, from + 1_000),
                        Arrays.copyOfRange(label, from, from + 1_000)));
            }
            assertThat(parts.figures().tasks().getFirst().measures())
                    .isEqualTo(whole.tasks().getFirst().measures());
            assertThat(parts.figures().routing()).isEqualTo(whole.routing());
            assertThat(parts.figures().coverage()).isEqualTo(whole.coverage());
            assertThat(parts.figures().tasks().getFirst().cohorts())
                    .isEqualTo(whole.tasks().getFirst().cohorts());
        }
    }

    @Test
    void severalClassesHaveAConfusion() {
        Mixture mixture = mixture(
                new MultiClassHead(List.of("no", "yes", "maybe"), List.of()),
                expert("left", ofX(1), ofX(-1), ofX(0)),
                expert("right", ofX(1), ofX(-1), ofX(0)));
        TaskFigures task =
                Evaluator.measure(mixture, eight(), options()).tasks().getFirst();
        Anatomy.Classes anatomy = (Anatomy.Classes) task.anatomy();
        assertThat(anatomy.confusion().count(0, 1)).isEqualTo(3);
        assertThat(anatomy.confusion().count(1, 1)).isEqualTo(1);
        assertThat(task.measures().of(Measure.ACCURACY).value()).isEqualTo(3 / 8.0);
        Quality.MultiClass quality = (Quality.MultiClass) Evaluation.measure(mixture, eight(), "label", 1);
        assertThat(task.measures().of(Measure.MACRO_F1).value()).isEqualTo(quality.macroF1());
        assertThat(task.measures().of(Measure.LOG_LOSS).value()).isCloseTo(quality.logLoss(), within(1e-6));
    }

    @Test
    void numbersHaveResiduals() {
        Mixture mixture = mixture(new RegressionHead(10, 2), expert("left", ofX(1)), expert("right", ofX(1)));
        Table table = new Table(
                "made.csv",
                List.of(
                        new TableColumn.Numbers("x", new double[] {-1, 0, 1, 2}),
                        new TableColumn.Numbers("label", new double[] {9, 10, 11, 16})));
        TaskFigures task = Evaluator.measure(mixture, table, options()).tasks().getFirst();
        // Predicted are 8, 10, 12, 14, so the residuals are 1, 0, -1, 2.
        assertThat(task.measures().of(Measure.RMSE).value()).isCloseTo(Math.sqrt(6 / 4.0), within(1e-9));
        assertThat(task.measures().of(Measure.MEAN_RESIDUAL).value()).isEqualTo(0.5);
        assertThat(task.measures().of(Measure.R2).value()).isCloseTo(1 - 6 / 29.0, within(1e-9));
        Quality.Regression quality = (Quality.Regression) Evaluation.measure(mixture, table, "label", 1);
        assertThat(task.measures().of(Measure.R2).value()).isCloseTo(quality.r2(), within(1e-9));
    }

    @Test
    void aCohortThatIsNoColumnIsRefused() {
        assertThatThrownBy(() -> Evaluator.measure(binary(), eight(), options("grup")))
                .isInstanceOf(WitanException.class)
                .hasMessageContaining("a cohort must be a column: 'grup'; did you mean 'group'?");
    }
}
