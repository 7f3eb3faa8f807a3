// SPDX-License-Identifier: Apache-2.0
package dev.witan.resilience;

import dev.witan.engine.Admission;
import dev.witan.engine.AnswerCache;
import dev.witan.engine.Engine;
import dev.witan.engine.EngineObserver;
import dev.witan.engine.Limits;
import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.encode.ColumnEncoder;
import dev.witan.engine.encode.NumericEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.request.Column;
import dev.witan.engine.request.InferenceRequest;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.response.Outcome;
import dev.witan.engine.response.OutputColumn;
import dev.witan.engine.response.RegressionHead;
import dev.witan.engine.routing.Router;
import dev.witan.engine.time.NanoClock;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// A mixture of three columns and four experts with weights from a seed, of which each row goes to two.
final class RandomMixture {
    static final int COLUMNS = 3;
    static final List<String> EXPERTS = List.of("a", "b", "c", "d");

    private RandomMixture() {}

    static Mixture in(Arena arena, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        List<ColumnEncoder> encoders = new ArrayList<>();
        for (int i = 0; i < COLUMNS; i++) {
            encoders.add(new NumericEncoder("x" + i, 0, 1, new double[0]));
        }
        TableEncoder encoder = new TableEncoder(encoders);
        int width = encoder.dimensions();
        List<Expert> experts = new ArrayList<>();
        for (String id : EXPERTS) {
            FeedForward network = new FeedForward(List.of(
                    linear(arena, random, width, 9, Activation.GELU),
                    linear(arena, random, 9, 1, Activation.IDENTITY)));
            experts.add(new FfnExpert(id, "sha256:" + seed + id, network));
        }
        MoeLayer layer = new MoeLayer(
                Kernels.available().getFirst(),
                new NetworkGate(new FeedForward(List.of(linear(arena, random, width, 4, Activation.IDENTITY)))),
                Router.topK(new float[4], 2),
                experts,
                new WeightedSum());
        return new Mixture("random", 1, "sha256:" + seed, encoder, layer, new RegressionHead(0, 1));
    }

    private static Linear linear(Arena arena, RandomGenerator random, int inputs, int outputs, Activation activation) {
        FloatMatrix weights = FloatMatrix.allocate(arena, inputs, outputs);
        FloatMatrix bias = FloatMatrix.allocate(arena, 1, outputs);
        for (int column = 0; column < outputs; column++) {
            bias.set(0, column, (float) random.nextGaussian());
            for (int row = 0; row < inputs; row++) {
                weights.set(row, column, (float) random.nextGaussian());
            }
        }
        return new Linear(PackedMatrix.pack(arena, weights), bias, activation);
    }

    static Engine engine(Mixture mixture, AnswerCache answers) {
        return new Engine(mixture, Limits.defaults(), EngineObserver.NONE, NanoClock.system(), answers);
    }

    static InferenceRequest request(double[]... rows) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < COLUMNS; i++) {
            double[] values = new double[rows.length];
            for (int row = 0; row < rows.length; row++) {
                values[row] = rows[row][i];
            }
            columns.add(new Column.Numbers("x" + i, values));
        }
        return new InferenceRequest(columns);
    }

    static RequestContext asker() {
        return RequestContext.local("r", System.nanoTime() + TimeUnit.SECONDS.toNanos(30));
    }

    static float[] answer(Engine engine, InferenceRequest request, RequestContext context) {
        if (engine.submit(request, context) instanceof Admission.Admitted(var ticket)
                && ticket.outcome().orTimeout(30, TimeUnit.SECONDS).join() instanceof Outcome.Answered(var response)
                && response.outputs().getFirst() instanceof OutputColumn.Floats floats) {
            return floats.values();
        }
        throw new AssertionError("not answered");
    }
}
