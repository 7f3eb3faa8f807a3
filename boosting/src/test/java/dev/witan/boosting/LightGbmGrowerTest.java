// SPDX-License-Identifier: Apache-2.0
package dev.witan.boosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.ml.lightgbm.SWIGTYPE_p_double;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_float;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_int;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_long_long;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_p_void;
import com.microsoft.ml.lightgbm.lightgbmlib;
import com.microsoft.ml.lightgbm.lightgbmlibConstants;
import dev.witan.engine.expert.Forest;
import dev.witan.kernels.FloatMatrix;
import dev.witan.training.data.TargetKind;
import dev.witan.training.trees.GrownTrees;
import dev.witan.training.trees.TreeGrowth;
import dev.witan.training.trees.TreeRows;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LightGbmGrowerTest {
    private static final TreeGrowth GROWTH = new TreeGrowth(15, 0.1, 5, 0.8, 0.7, 400, 7);

    private final LightGbmGrower grower = new LightGbmGrower();

    @ParameterizedTest
    @EnumSource(names = {"BINARY", "MULTI_CLASS", "REGRESSION"})
    void answersAsLibraryDoes(TargetKind kind) {
        TreeRows rows = Puzzles.of(kind, 600, 1);
        TreeRows others = Puzzles.of(kind, 200, 2);
        String parameters = "num_leaves=15 verbosity=-1 use_missing=false num_threads=1 "
                + (kind == TargetKind.BINARY
                        ? "objective=binary"
                        : kind == TargetKind.REGRESSION ? "objective=regression" : "objective=multiclass num_class=3");
        try (Booster booster = new Booster(rows, parameters)) {
            for (int round = 0; round < 40; round++) {
                booster.grow();
            }
            String model = booster.model(40);
            double[] expected = predict(model, others);
            float[] answers = answer(new ModelText(model).forest(others), others);
            assertThat(answers).hasSameSizeAs(expected);
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) answers[i])
                        .isCloseTo(expected[i], within(1e-6 * Math.max(1, Math.abs(expected[i]))));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BINARY", "MULTI_CLASS", "REGRESSION"})
    void growsEqualTreesAgainAndBesideOthers(TargetKind kind) {
        TreeRows rows = Puzzles.of(kind, 500, 3);
        float[] alone = answer(grower.grow(rows, GROWTH, 20).forest(), rows);
        List<float[]> together = IntStream.range(0, 4)
                .parallel()
                .mapToObj(_ -> answer(grower.grow(rows, GROWTH, 20).forest(), rows))
                .toList();
        assertThat(together).allSatisfy(answers -> assertThat(answers).containsExactly(alone));
        assertThat(answer(grower.grow(rows, GROWTH.withSeed(8), 20).forest(), rows))
                .isNotEqualTo(alone);
    }

    @Test
    void asksNothingButItsColumns() {
        Forest forest =
                grower.grow(Puzzles.of(TargetKind.BINARY, 500, 4), GROWTH, 30).forest();
        assertThat(forest.inputs()).isEqualTo(Puzzles.INPUTS);
        assertThat(IntStream.range(0, forest.splits().count())
                        .map(node -> forest.splits().feature(node)))
                .contains(0, 1, 3, 5)
                .doesNotContain(2);
    }

    @Test
    void stopsWhereOtherRowsGetWorse() {
        TreeRows rows = Puzzles.of(TargetKind.BINARY, 800, 5);
        TreeRows unseen = Puzzles.of(TargetKind.BINARY, 400, 6);
        GrownTrees best = grower.growUntilBest(rows, unseen, GROWTH);
        assertThat(best.rounds()).isBetween(5, 200);
        assertThat(best.forest().trees()).isEqualTo(best.rounds());
        double loss = loss(best.forest(), unseen);
        assertThat(loss).isLessThan(0.6);
        assertThat(loss).isLessThan(loss(grower.grow(rows, GROWTH, 400).forest(), unseen));
        assertThat(answer(grower.grow(rows, GROWTH, best.rounds()).forest(), unseen))
                .containsExactly(answer(best.forest(), unseen));
    }

    @Test
    void learnsMeanWhereNothingElseIsToBeLearned() {
        TreeRows rows = new TreeRows(
                TargetKind.REGRESSION, 1, 1, new int[] {0}, new float[8], new float[] {1, 2, 3, 4, 1, 2, 3, 4});
        GrownTrees grown = grower.grow(rows, GROWTH, 10);
        assertThat(answer(grown.forest(), rows)).containsOnly(2.5f);
    }

    private static double loss(Forest forest, TreeRows rows) {
        float[] logits = answer(forest, rows);
        double loss = 0;
        for (int row = 0; row < rows.rows(); row++) {
            double sign = rows.target(row) > 0 ? 1 : -1;
            loss += Math.log1p(Math.exp(-sign * logits[row])) / rows.rows();
        }
        return loss;
    }

    private static float[] answer(Forest forest, TreeRows rows) {
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix input = FloatMatrix.allocate(arena, rows.rows(), forest.inputs());
            FloatMatrix output = FloatMatrix.allocate(arena, rows.rows(), forest.outputs());
            for (int row = 0; row < rows.rows(); row++) {
                for (int column = 0; column < rows.columns(); column++) {
                    input.set(row, rows.column(column), rows.value(row, column));
                }
            }
            forest.answer(input, 0, rows.rows(), output, 0);
            float[] answers = new float[rows.rows() * forest.outputs()];
            for (int row = 0; row < rows.rows(); row++) {
                output.copyRowTo(row, answers, row * forest.outputs());
            }
            return answers;
        }
    }

    /// What the library itself makes of a model and rows.
    private static double[] predict(String model, TreeRows rows) {
        SWIGTYPE_p_p_void booster = lightgbmlib.new_voidpp();
        SWIGTYPE_p_int rounds = lightgbmlib.new_intp();
        SWIGTYPE_p_long_long length = lightgbmlib.new_int64_tp();
        SWIGTYPE_p_float values = lightgbmlib.new_floatArray((long) rows.rows() * rows.columns());
        SWIGTYPE_p_double answers = lightgbmlib.new_doubleArray((long) rows.rows() * rows.outputs());
        assertThat(lightgbmlib.LGBM_BoosterLoadModelFromString(model, rounds, booster))
                .isZero();
        for (int i = 0; i < rows.rows() * rows.columns(); i++) {
            lightgbmlib.floatArray_setitem(values, i, rows.value(i / rows.columns(), i % rows.columns()));
        }
        assertThat(lightgbmlib.LGBM_BoosterPredictForMat(
                        lightgbmlib.voidpp_value(booster),
                        lightgbmlib.float_to_voidp_ptr(values),
                        lightgbmlibConstants.C_API_DTYPE_FLOAT32,
                        rows.rows(),
                        rows.columns(),
                        1,
                        lightgbmlibConstants.C_API_PREDICT_RAW_SCORE,
                        0,
                        -1,
                        "num_threads=1",
                        length,
                        answers))
                .isZero();
        double[] expected = IntStream.range(0, (int) lightgbmlib.int64_tp_value(length))
                .mapToDouble(i -> lightgbmlib.doubleArray_getitem(answers, i))
                .toArray();
        lightgbmlib.LGBM_BoosterFree(lightgbmlib.voidpp_value(booster));
        lightgbmlib.delete_doubleArray(answers);
        lightgbmlib.delete_floatArray(values);
        lightgbmlib.delete_int64_tp(length);
        lightgbmlib.delete_intp(rounds);
        lightgbmlib.delete_voidpp(booster);
        return expected;
    }
}
