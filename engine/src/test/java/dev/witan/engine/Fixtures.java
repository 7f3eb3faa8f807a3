// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import dev.witan.engine.combine.CombineRule;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.dispatch.ExpertBatch;
import dev.witan.engine.encode.ColumnEncoder;
import dev.witan.engine.encode.NumericEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.ExpertCompletion;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.overlay.Permissions;
import dev.witan.engine.request.Column;
import dev.witan.engine.request.InferenceRequest;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.response.Outcome;
import dev.witan.engine.response.OutputColumn;
import dev.witan.engine.response.RegressionHead;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import dev.witan.kernels.Scratch;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// Small mixtures, requests and experts for the tests of the engine.
final class Fixtures {
    private Fixtures() {}

    /// The smallest bounds, one thread of each kind.
    static Limits limits() {
        return limits(Duration.ofSeconds(5));
    }

    static Limits limits(Duration drainMax) {
        return new Limits(4, 64, 32, 16, 8, 2, 1, 1, 2, 0, Duration.ofSeconds(20), Duration.ofSeconds(60), drainMax);
    }

    static Limits limits(int requestRowsMax, int batchRowsMax, int computeThreads) {
        return new Limits(
                1024,
                10 * requestRowsMax,
                requestRowsMax,
                requestRowsMax,
                batchRowsMax,
                2,
                1,
                computeThreads,
                4,
                0,
                Duration.ofSeconds(20),
                Duration.ofSeconds(60),
                Duration.ofSeconds(5));
    }

    /// A mixture over columns `x0`, `x1`, … with random weights, deterministic in its seed.
    static Mixture random(Arena arena, Kernels kernels, long seed, int columns, int experts, int fanOut) {
        CombineRule rule = CombineRule.of(new WeightedSum());
        return random(arena, kernels, seed, columns, experts, fanOut, rule, Execution.DEFAULTS);
    }

    /// The same, combined and executed as told.
    static Mixture random(
            Arena arena,
            Kernels kernels,
            long seed,
            int columns,
            int experts,
            int fanOut,
            CombineRule rule,
            Execution execution) {
        RandomGenerator random = new SplittableRandom(seed);
        TableEncoder encoder = encoder(columns);
        int dims = encoder.dimensions();
        List<Expert> ffns = new ArrayList<>();
        for (int i = 0; i < experts; i++) {
            int hidden = 9 + 20 * i;
            FeedForward network = new FeedForward(List.of(
                    layer(arena, random, dims, hidden, Activation.GELU),
                    layer(arena, random, hidden, 17, Activation.SILU),
                    layer(arena, random, 17, 1, Activation.IDENTITY)));
            ffns.add(new FfnExpert("e" + i, "digest" + i, network));
        }
        FeedForward gate = new FeedForward(List.of(
                layer(arena, random, dims, 11, Activation.RELU),
                layer(arena, random, 11, experts, Activation.IDENTITY)));
        Router router = Router.topK(new float[experts], fanOut);
        return mixture(kernels, encoder, gate, router, ffns, rule, execution);
    }

    /// A mixture whose gate gives expert `i` the score `x_i` (its standardised column), over hand-made experts.
    static Mixture scoredByColumns(Arena arena, Kernels kernels, int fanOut, List<TestExpert> experts) {
        return scoredByColumns(arena, kernels, fanOut, experts, CombineRule.of(new WeightedSum()), Execution.DEFAULTS);
    }

    /// The same, combined and executed as told.
    static Mixture scoredByColumns(
            Arena arena, Kernels kernels, int fanOut, List<TestExpert> experts, CombineRule rule, Execution execution) {
        Router router = Router.topK(new float[experts.size()], fanOut);
        return scoredByColumns(arena, kernels, router, experts, rule, execution);
    }

    /// The same, routed as told: the experts that the router does not know get no column.
    static Mixture scoredByColumns(
            Arena arena,
            Kernels kernels,
            Router router,
            List<TestExpert> experts,
            CombineRule rule,
            Execution execution) {
        int scored = router.experts();
        TableEncoder encoder = encoder(scored);
        experts.forEach(expert -> expert.inputs = encoder.dimensions());
        FloatMatrix weights = FloatMatrix.allocate(arena, encoder.dimensions(), scored);
        for (int i = 0; i < scored; i++) {
            weights.set(2 * i + 1, i, 1);
        }
        Linear gate = new Linear(
                PackedMatrix.pack(arena, weights), FloatMatrix.allocate(arena, 1, scored), Activation.IDENTITY);
        return mixture(kernels, encoder, new FeedForward(List.of(gate)), router, List.copyOf(experts), rule, execution);
    }

    private static Mixture mixture(
            Kernels kernels,
            TableEncoder encoder,
            FeedForward gate,
            Router router,
            List<Expert> experts,
            CombineRule rule,
            Execution execution) {
        MoeLayer layer = new MoeLayer(kernels, new NetworkGate(gate), router, experts, rule);
        return new Mixture("test", 3, "digest", encoder, layer, new RegressionHead(0, 1), Permissions.OPEN, execution);
    }

    private static TableEncoder encoder(int columns) {
        List<ColumnEncoder> encoders = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            encoders.add(new NumericEncoder("x" + i, 0, 1, new double[0]));
        }
        return new TableEncoder(encoders);
    }

    static Linear layer(Arena arena, RandomGenerator random, int inputs, int outputs, Activation activation) {
        FloatMatrix weights = FloatMatrix.allocate(arena, inputs, outputs);
        FloatMatrix bias = FloatMatrix.allocate(arena, 1, outputs);
        for (int column = 0; column < outputs; column++) {
            bias.set(0, column, (float) random.nextGaussian());
            for (int row = 0; row < inputs; row++) {
                weights.set(row, column, (float) (random.nextGaussian() / Math.sqrt(inputs)));
            }
        }
        return new Linear(PackedMatrix.pack(arena, weights), bias, activation);
    }

    /// One row, one value per column.
    static InferenceRequest row(double... values) {
        return rows(new double[][] {values});
    }

    static InferenceRequest rows(double[][] rows) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < rows[0].length; i++) {
            double[] values = new double[rows.length];
            for (int row = 0; row < rows.length; row++) {
                values[row] = rows[row][i];
            }
            columns.add(new Column.Numbers("x" + i, values));
        }
        return new InferenceRequest(columns);
    }

    static RequestContext context() {
        return context(TimeUnit.SECONDS.toNanos(30));
    }

    static RequestContext context(long nanos) {
        return RequestContext.local("request-1", System.nanoTime() + nanos);
    }

    static Ticket admit(Engine engine, InferenceRequest request, RequestContext context) {
        return switch (engine.submit(request, context)) {
            case Admission.Admitted(Ticket ticket) -> ticket;
            case Admission.Rejected rejected -> throw new AssertionError(rejected);
        };
    }

    static Outcome outcome(Ticket ticket) {
        return ticket.outcome().orTimeout(30, TimeUnit.SECONDS).join();
    }

    static float[] values(Outcome outcome) {
        if (outcome instanceof Outcome.Answered(var response)
                && response.outputs().getFirst() instanceof OutputColumn.Floats floats) {
            return floats.values();
        }
        throw new AssertionError(outcome);
    }

    /// An expert of one output whose behaviour a test gives; `isLocal` as it says.
    abstract static class TestExpert implements Expert {
        private final String id;
        private final boolean isLocal;
        int inputs;

        TestExpert(String id, boolean isLocal) {
            this.id = id;
            this.isLocal = isLocal;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public String digest() {
            return "digest of " + id;
        }

        @Override
        public int inputs() {
            return inputs;
        }

        @Override
        public int outputs() {
            return 1;
        }

        @Override
        public long multiplyAddsPerRow() {
            return 1;
        }

        @Override
        public boolean isLocal() {
            return isLocal;
        }

        @Override
        public int scratchWidth() {
            return 0;
        }

        @Override
        public final void submit(ExpertBatch batch, Kernels kernels, Scratch scratch, ExpertCompletion completion) {
            submit(batch, completion);
        }

        abstract void submit(ExpertBatch batch, ExpertCompletion completion);

        static void write(ExpertBatch batch, float value) {
            for (int row = batch.from(); row < batch.from() + batch.rows(); row++) {
                batch.output().set(row, 0, value);
            }
        }
    }

    /// Answers the same value to every row, on the spot.
    static TestExpert constant(String id, float value) {
        return new TestExpert(id, true) {
            @Override
            void submit(ExpertBatch batch, ExpertCompletion completion) {
                write(batch, value);
                completion.answered(batch);
            }
        };
    }
}
