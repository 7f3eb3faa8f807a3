// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.CombineRule;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.encode.NumericEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.response.BinaryHead;
import dev.witan.engine.routing.Capacity;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import dev.witan.training.data.Table;
import dev.witan.training.data.TableColumn;
import dev.witan.training.evaluation.EvaluationFigures;
import dev.witan.training.evaluation.EvaluationOptions;
import dev.witan.training.evaluation.Evaluator;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A mixture whose experts are full is measured by what it answers, and says how much it did not.
class ShedRowsTest {
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void freeMemory() {
        arena.close();
    }

    private FeedForward network(float... weights) {
        FloatMatrix matrix = FloatMatrix.allocate(arena, 2, weights.length);
        matrix.copyRowFrom(1, weights, 0);
        FloatMatrix bias = FloatMatrix.allocate(arena, 1, weights.length);
        return new FeedForward(List.of(new Linear(PackedMatrix.pack(arena, matrix), bias, Activation.IDENTITY)));
    }

    /// Expert `b` says the opposite of `a`; the gate wants `a` for whatever is above zero.
    private Mixture mixture(Capacity capacity, int fallback) {
        MoeLayer layer = new MoeLayer(
                Kernels.available().getFirst(),
                new NetworkGate(network(1, 0)),
                Router.builder(2).capacity(capacity).build(),
                List.of(new FfnExpert("a", "a", network(1)), new FfnExpert("b", "b", network(-1))),
                new CombineRule(new WeightedSum(), 1, CombineRule.PATIENCE_MAX, fallback));
        TableEncoder encoder = new TableEncoder(List.of(new NumericEncoder("x", 0, 1, new double[0])));
        return new Mixture("m", 1, "digest", encoder, layer, new BinaryHead(List.of("no", "yes")));
    }

    private static Table table() {
        return new Table(
                "four rows",
                List.of(
                        new TableColumn.Numbers("x", new double[] {4, 3, 2, 1}),
                        new TableColumn.Texts("y", new String[] {"yes", "yes", "no", "no"})));
    }

    private static EvaluationFigures measured(Mixture mixture) {
        return Evaluator.measure(
                mixture, table(), new EvaluationOptions("y", EvaluationOptions.Depth.ANSWERS, List.of(), 1));
    }

    @Test
    void onlyRowsThatAreAnsweredAreMeasuredAndTheOthersAreCounted() {
        Capacity half = new Capacity(Capacity.Policy.SHED, 1f, 1);
        EvaluationFigures measured = measured(mixture(half, CombineRule.NO_FALLBACK));
        assertThat(measured.rowsShed()).isEqualTo(2);
        assertThat(measured.rows()).isEqualTo(2);
        assertThat(measured.note())
                .isEqualTo("2 of 4 rows were shed and are not measured: their experts were full (routing.capacity)");
    }

    @Test
    void theFallbackAnswersWhatIsShedAsItDoesInServing() {
        Capacity half = new Capacity(Capacity.Policy.SHED, 1f, 1);
        EvaluationFigures measured = measured(mixture(half, 1));
        assertThat(measured.rowsShed()).isZero();
        assertThat(measured.rowsStoodIn()).isEqualTo(2);
        assertThat(measured.rows()).isEqualTo(4);
        assertThat(measured.note())
                .isEqualTo("the fallback answered 2 of 4 rows: their experts were full (routing.capacity)");
    }

    @Test
    void whereAllFindRoomThereIsNothingToTell() {
        EvaluationFigures measured = measured(mixture(Capacity.DROPLESS, CombineRule.NO_FALLBACK));
        assertThat(measured.note()).isEmpty();
        assertThat(measured.rows()).isEqualTo(4);
    }
}
