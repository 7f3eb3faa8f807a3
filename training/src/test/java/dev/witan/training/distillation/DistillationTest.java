// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.distillation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.witan.engine.Admission;
import dev.witan.engine.Engine;
import dev.witan.engine.EngineObserver;
import dev.witan.engine.Limits;
import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.CombineRule;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.ExpertCompletion;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.response.InferenceResponse;
import dev.witan.engine.response.Outcome;
import dev.witan.engine.response.OutputColumn;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.PackedMatrix;
import dev.witan.kernels.Scratch;
import dev.witan.training.ExpertShape;
import dev.witan.training.ProgressListener;
import dev.witan.training.SyntheticTables;
import dev.witan.training.TrainedMixture;
import dev.witan.training.Trainer;
import dev.witan.training.TrainingOptions;
import dev.witan.training.data.Table;
import dev.witan.training.report.Quality;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Students of small mixtures that were trained for it.
class DistillationTest {
    private static final Table TABLE = SyntheticTables.binary(1, 1500);
    private static final Table OTHER = SyntheticTables.binary(2, 2500);
    private static final Arena ARENA = Arena.ofShared();
    private static Mixture mixture;

    @BeforeAll
    static void train() {
        TrainingOptions options = TrainingOptions.predict("target")
                .shapes(
                        ExpertShape.network("a", 8),
                        ExpertShape.network("b", 8),
                        ExpertShape.network("c", 8),
                        ExpertShape.network("d", 8))
                .fanOut(2)
                .gateHidden(96)
                .epochs(12)
                .build();
        TrainedMixture trained = Trainer.train(TABLE, options, ProgressListener.none(), Kernels.choose());
        mixture = trained.mixture("mine", 1, "digest", Kernels.choose(), ARENA);
    }

    @AfterAll
    static void release() {
        ARENA.close();
    }

    private static GateOptions gate(Optional<Integer> hidden, int steps) {
        return new GateOptions(hidden, 1, 2, steps, 1, 1);
    }

    @Test
    void aGateOfATenthOfTheWorkFindsNineTenthsOfTheExperts() {
        DistilledGate gate = GateDistillation.distil(
                ARENA, mixture, OTHER, Optional.of("target"), gate(Optional.empty(), 3000), ProgressListener.none());

        GateReport report = gate.report();
        assertThat(report.fewerMultiplyAdds()).isGreaterThanOrEqualTo(10);
        assertThat(report.recall()).isGreaterThanOrEqualTo(0.9);
        assertThat(report.regret()).isBetween(0.0, 0.02);
        double before = ((Quality.Binary) report.before().orElseThrow()).auc();
        double after = ((Quality.Binary) report.after().orElseThrow()).auc();
        assertThat(after).isCloseTo(before, within(0.01 * before));
        assertThat(report.rowsChosen()).isPositive();
        assertThat(report.rowsLearned() + report.rowsChosen() + report.rowsMeasured())
                .isEqualTo(OTHER.rows());
    }

    @Test
    void theSameRowsAndSeedGiveTheSameBitsAndLabelsAreNotNeeded() {
        float[] first = weights(Optional.of("target"));
        assertThat(weights(Optional.empty())).isEqualTo(first);
    }

    private static float[] weights(Optional<String> target) {
        FeedForward network = GateDistillation.distil(
                        ARENA, mixture, OTHER, target, gate(Optional.of(0), 50), ProgressListener.none())
                .network();
        PackedMatrix weights = network.layers().getFirst().weights();
        float[] values = new float[weights.inner()];
        for (int i = 0; i < values.length; i++) {
            values[i] = weights.get(i, 0);
        }
        return values;
    }

    @Test
    void aDenseNetworkAnswersForExpertsThatFail() {
        DistilledDense dense = DenseDistillation.distil(
                ARENA,
                mixture,
                OTHER,
                Optional.of("target"),
                new DenseOptions(List.of(16), 2, 1500, 1, 1),
                ProgressListener.none());

        assertThat(dense.report().agreement()).isGreaterThan(0.95);
        InferenceResponse response = answer(withoutExperts(dense.network()));
        assertThat(response.degraded()).isTrue();
        assertThat(response.decisions().getFirst().caveats())
                .contains("degraded: the fallback 'dense' stood in, since 0 of 2 experts answered");
        assertThat(probability(response)).isCloseTo(probability(answer(mixture)), within(0.1f));
    }

    /// The mixture, with experts that fail and the dense one on standby.
    private static Mixture withoutExperts(FeedForward dense) {
        MoeLayer layer = mixture.layer();
        List<Expert> experts = new ArrayList<>();
        for (Expert expert : layer.experts()) {
            experts.add(new Failing(expert));
        }
        experts.add(new FfnExpert("dense", "digest", dense));
        CombineRule rule = new CombineRule(new WeightedSum(), 1, CombineRule.PATIENCE_MAX, experts.size() - 1);
        return new Mixture(
                "mine",
                2,
                "digest",
                mixture.encoder(),
                new MoeLayer(layer.kernels(), layer.gate(), layer.router(), experts, rule),
                mixture.head());
    }

    private static InferenceResponse answer(Mixture asked) {
        try (Engine engine = new Engine(asked, Limits.defaults(), EngineObserver.NONE, System::nanoTime)) {
            RequestContext context = RequestContext.local("r", System.nanoTime() + TimeUnit.SECONDS.toNanos(30))
                    .explained();
            Admission admission = engine.submit(OTHER.request(List.of("x", "y", "group"), 0, 1), context);
            Outcome outcome = ((Admission.Admitted) admission)
                    .ticket()
                    .outcome()
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
            return ((Outcome.Answered) outcome).response();
        }
    }

    private static float probability(InferenceResponse response) {
        return response.outputs().stream()
                .filter(OutputColumn.Floats.class::isInstance)
                .map(column -> ((OutputColumn.Floats) column).values()[0])
                .findFirst()
                .orElseThrow();
    }

    @Test
    void numbersAndClassesAreTaughtToo() {
        Table numbers = SyntheticTables.regression(3, 600);
        TrainingOptions options = TrainingOptions.predict("target")
                .shapes(ExpertShape.network("a", 8), ExpertShape.network("b", 8), ExpertShape.network("c", 8))
                .fanOut(2)
                .epochs(8)
                .build();
        Mixture taught = Trainer.train(numbers, options, ProgressListener.none(), Kernels.choose())
                .mixture("numbers", 1, "digest", Kernels.choose(), ARENA);
        DenseReport report = DenseDistillation.distil(
                        ARENA,
                        taught,
                        SyntheticTables.regression(4, 2500),
                        Optional.of("target"),
                        new DenseOptions(List.of(32), 2, 1500, 1, 1),
                        ProgressListener.none())
                .report();
        assertThat(report.agreement()).isGreaterThan(0.9);
        assertThat(report.student()).get().isInstanceOf(Quality.Regression.class);
    }

    @Test
    void tooFewRowsAreRefused() {
        assertThatThrownBy(() -> GateDistillation.distil(
                        ARENA,
                        mixture,
                        SyntheticTables.binary(1, 40),
                        Optional.empty(),
                        GateOptions.DEFAULTS,
                        ProgressListener.none()))
                .isInstanceOf(WitanException.class)
                .hasMessage("synthetic: to distil a gate needs at least 100 rows: 40");
    }

    /// An expert that is down.
    private record Failing(Expert like) implements Expert {
        @Override
        public String id() {
            return like.id();
        }

        @Override
        public String digest() {
            return like.digest();
        }

        @Override
        public int inputs() {
            return like.inputs();
        }

        @Override
        public int outputs() {
            return like.outputs();
        }

        @Override
        public long multiplyAddsPerRow() {
            return like.multiplyAddsPerRow();
        }

        @Override
        public boolean isLocal() {
            return true;
        }

        @Override
        public int scratchWidth() {
            return 0;
        }

        @Override
        public void submit(ExpertBatch batch, Kernels kernels, Scratch scratch, ExpertCompletion completion) {
            completion.failed(batch, new WitanException(ErrorCode.EXPERT_FAILED, "down"));
        }
    }
}
