// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.encode.CategoricalEncoder;
import dev.witan.engine.encode.ColumnEncoder;
import dev.witan.engine.encode.NumericEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.encode.TextEncoder;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.response.BinaryHead;
import dev.witan.engine.response.Head;
import dev.witan.engine.response.MultiClassHead;
import dev.witan.engine.response.RegressionHead;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import dev.witan.model.config.EncodedColumn;
import dev.witan.model.config.EncoderConfig;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.HeadConfig;
import dev.witan.model.config.MixtureSpec;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Mixtures in memory with random numbers in the shapes that a configuration asks for.
public final class Mixtures {
    private final Arena arena;
    private final RandomGenerator random;

    private Mixtures(Arena arena, long seed) {
        this.arena = arena;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    public static Mixture random(Arena arena, MixtureSpec spec, long seed) {
        return new Mixtures(arena, seed).mixture(spec);
    }

    private Mixture mixture(MixtureSpec spec) {
        TableEncoder encoder = encoder(((EncoderConfig.Table) spec.encoder()).columns());
        int dimensions = encoder.dimensions();
        List<Expert> experts = new ArrayList<>();
        for (ExpertConfig expert : spec.experts()) {
            NetworkShape shape = NetworkShape.expert(
                    (ExpertConfig.Ffn) expert, dimensions, spec.head().outputs());
            experts.add(new FfnExpert(expert.id(), "", network(shape)));
        }
        MoeLayer layer = new MoeLayer(
                Kernels.choose(),
                new NetworkGate(network(GateShapes.network(spec.gate(), dimensions, spec.scoredExperts()))),
                Router.topK(floats(experts.size()), spec.routing().fanOut()),
                experts,
                new WeightedSum());
        return new Mixture("any", 1, "", encoder, layer, head(spec.head()));
    }

    private TableEncoder encoder(List<EncodedColumn> columns) {
        List<ColumnEncoder> encoders = new ArrayList<>();
        for (EncodedColumn column : columns) {
            encoders.add(
                    switch (column) {
                        case EncodedColumn.Numeric numeric ->
                            new NumericEncoder(
                                    numeric.name(), random.nextGaussian(), random.nextDouble() + 0.1, edges(numeric));
                        case EncodedColumn.Categorical categorical ->
                            new CategoricalEncoder(
                                    categorical.name(),
                                    List.of("private", "state \"é\"", ""),
                                    categorical.dimensions(),
                                    floats(5 * categorical.dimensions()));
                        case EncodedColumn.Text text ->
                            new TextEncoder(
                                    text.name(),
                                    text.grams(),
                                    text.dimensions(),
                                    floats((TextEncoder.RESERVED + text.grams().buckets()) * text.dimensions()));
                        case EncodedColumn.Image _ -> throw new IllegalArgumentException("nothing random: " + column);
                    });
        }
        return new TableEncoder(encoders);
    }

    private double[] edges(EncodedColumn.Numeric numeric) {
        double[] edges = new double[numeric.bins()];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = i + random.nextDouble();
        }
        return edges;
    }

    private FeedForward network(NetworkShape shape) {
        List<Linear> layers = new ArrayList<>();
        for (int i = 0; i < shape.layers(); i++) {
            FloatMatrix weights = matrix(shape.inputs(i), shape.outputs(i));
            FloatMatrix bias = matrix(1, shape.outputs(i));
            layers.add(new Linear(PackedMatrix.pack(arena, weights), bias, shape.activation(i)));
        }
        return new FeedForward(layers);
    }

    private FloatMatrix matrix(int rows, int columns) {
        FloatMatrix matrix = FloatMatrix.allocate(arena, rows, columns);
        for (int row = 0; row < rows; row++) {
            matrix.copyRowFrom(row, floats(columns), 0);
        }
        return matrix;
    }

    private float[] floats(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private Head head(HeadConfig head) {
        return switch (head) {
            case HeadConfig.Binary binary -> new BinaryHead(binary.classes());
            case HeadConfig.MultiClass multiClass -> new MultiClassHead(multiClass.classes(), multiClass.titles());
            case HeadConfig.Regression _ -> new RegressionHead(random.nextGaussian(), 1 + random.nextDouble());
            case HeadConfig.Vector _, HeadConfig.Chat _ -> throw new IllegalArgumentException("not trained: " + head);
        };
    }
}
