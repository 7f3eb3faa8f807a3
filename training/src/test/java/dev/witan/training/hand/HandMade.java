// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.hand;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.encode.Encoder;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.request.Column;
import dev.witan.engine.request.InferenceRequest;
import dev.witan.engine.response.Head;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/// Mixtures small enough to be worked out by hand: a row is the number in its column `x`.
public final class HandMade {
    private final Arena arena;

    public HandMade(Arena arena) {
        this.arena = arena;
    }

    /// `activation(weight * x + bias)`: one multiply-add.
    public Linear layer(float weight, float bias, Activation activation) {
        return layer(new float[] {weight}, new float[] {bias}, activation);
    }

    private Linear layer(float[] weights, float[] biases, Activation activation) {
        FloatMatrix weight = FloatMatrix.allocate(arena, 1, weights.length);
        weight.copyRowFrom(0, weights, 0);
        FloatMatrix bias = FloatMatrix.allocate(arena, 1, biases.length);
        bias.copyRowFrom(0, biases, 0);
        return new Linear(PackedMatrix.pack(arena, weight), bias, activation);
    }

    /// Experts that answer by these layers, each of which costs one multiply-add.
    ///
    /// @param slopes of the gate's logits, one per expert
    /// @param logits of the gate where `x` is 0
    @SafeVarargs
    public final Mixture mixture(Head head, int fanOut, float[] slopes, float[] logits, List<Linear>... experts) {
        List<Expert> made = new ArrayList<>();
        for (List<Linear> layers : experts) {
            String id = "expert-" + made.size();
            made.add(new FfnExpert(id, id, new FeedForward(layers)));
        }
        NetworkGate gate = new NetworkGate(new FeedForward(List.of(layer(slopes, logits, Activation.IDENTITY))));
        Router router = Router.topK(new float[made.size()], fanOut);
        MoeLayer layer = new MoeLayer(Kernels.choose(), gate, router, made, new WeightedSum());
        return new Mixture("hand", 1, "sha256:hand", new XEncoder(), layer, head);
    }

    private static final class XEncoder implements Encoder {
        @Override
        public int dimensions() {
            return 1;
        }

        @Override
        public List<ColumnSpec> columns() {
            return List.of(new ColumnSpec("x", ColumnSpec.Kind.NUMERIC, 1));
        }

        @Override
        public void encode(InferenceRequest request, float[] rows) {
            Column.Numbers numbers = (Column.Numbers) request.column("x").orElseThrow();
            for (int row = 0; row < request.rows(); row++) {
                rows[row] = (float) numbers.value(row);
            }
        }
    }
}
