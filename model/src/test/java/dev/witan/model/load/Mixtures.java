// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.encode.CategoricalEncoder;
import dev.witan.engine.encode.ColumnEncoder;
import dev.witan.engine.encode.DateEncoder;
import dev.witan.engine.encode.DateForm;
import dev.witan.engine.encode.Encoder;
import dev.witan.engine.encode.NumericEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.encode.TextEncoder;
import dev.witan.engine.encode.VectorEncoder;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.HierarchicalGate;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.gate.TaskGate;
import dev.witan.engine.gate.TwoPrecisionGate;
import dev.witan.engine.response.BinaryHead;
import dev.witan.engine.response.ChatHead;
import dev.witan.engine.response.Head;
import dev.witan.engine.response.MultiClassHead;
import dev.witan.engine.response.MultiLabelHead;
import dev.witan.engine.response.QuantileHead;
import dev.witan.engine.response.RegressionHead;
import dev.witan.engine.response.TasksHead;
import dev.witan.engine.response.VectorHead;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.GatedFeedForward;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.Network;
import dev.witan.kernels.Normalisation;
import dev.witan.kernels.NormalisedNetwork;
import dev.witan.kernels.PackedMatrix;
import dev.witan.model.config.EncodedColumn;
import dev.witan.model.config.EncoderConfig;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.GateConfig;
import dev.witan.model.config.HeadConfig;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.config.TaskConfig;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        Encoder encoder = switch (spec.encoder()) {
            case EncoderConfig.Table(var columns) -> encoder(columns);
            case EncoderConfig.Vector(var name, int width, var _) -> VectorEncoder.ofRows(name, width);
        };
        int dimensions = encoder.dimensions();
        List<Expert> experts = new ArrayList<>();
        for (ExpertConfig expert : spec.experts()) {
            NetworkShape shape = NetworkShape.expert(
                    (ExpertConfig.Ffn) expert, dimensions, spec.head().outputs());
            experts.add(new FfnExpert(expert.id(), "", network(shape)));
        }
        Optional<FeedForward> tiers =
                spec.routing().tiers().isOn() ? Optional.of(stack(NetworkShape.tiers(dimensions))) : Optional.empty();
        float[] bias = floats(spec.scoredExperts());
        MoeLayer layer = new MoeLayer(
                Kernels.choose(),
                gate(spec, dimensions, bias),
                RouterAssembly.router(spec, bias, tiers),
                experts,
                LayerAssembly.rule(spec));
        return new Mixture("any", 1, "", encoder, layer, head(spec.head()));
    }

    private Gate gate(MixtureSpec spec, int dimensions, float[] bias) {
        int scored = spec.scoredExperts();
        if (spec.gate() instanceof GateConfig.Hierarchical(int groups, int chosen)) {
            List<Linear> within = new ArrayList<>();
            for (int i = 0; i < groups; i++) {
                within.add(linear(dimensions, scored / groups, Activation.IDENTITY));
            }
            return new HierarchicalGate(linear(dimensions, groups, Activation.IDENTITY), within, chosen);
        }
        NetworkShape shape = GateShapes.network(spec.gate(), dimensions, scored);
        if (spec.head() instanceof HeadConfig.Tasks several) {
            return new TaskGate(
                    several.tasks().stream().map(_ -> stack(shape)).toList(), TaskFormat.owners(several, spec));
        }
        FeedForward network = stack(shape);
        boolean isExact8 =
                spec.gate() instanceof GateConfig.Linear(var precision) && precision == GateConfig.Precision.EXACT8;
        return isExact8 ? new TwoPrecisionGate(network, bias) : new NetworkGate(network);
    }

    private TableEncoder encoder(List<EncodedColumn> columns) {
        List<ColumnEncoder> encoders = new ArrayList<>();
        for (EncodedColumn column : columns) {
            encoders.add(
                    switch (column) {
                        case EncodedColumn.Numeric numeric ->
                            new NumericEncoder(
                                    numeric.name(), random.nextGaussian(), random.nextDouble() + 0.1, edges(numeric));
                        case EncodedColumn.Date(var name, int bins, boolean hours, var pattern) ->
                            new DateEncoder(
                                    new NumericEncoder(
                                            name,
                                            100 * random.nextGaussian(),
                                            9,
                                            edges(new EncodedColumn.Numeric(name, bins))),
                                    hours ? DateEncoder.Detail.HOURS : DateEncoder.Detail.DAYS,
                                    DateForm.of(pattern));
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

    private Network network(NetworkShape shape) {
        Network body = shape.form() == ExpertConfig.Form.SWIGLU ? gated(shape) : stack(shape);
        return switch (shape.normalise()) {
            case NONE -> body;
            case RMS -> new NormalisedNetwork(body, normalisation(Normalisation.Form.RMS, shape.outputs()));
            case LAYER -> new NormalisedNetwork(body, normalisation(Normalisation.Form.LAYER, shape.outputs()));
        };
    }

    private Network gated(NetworkShape shape) {
        return new GatedFeedForward(
                arena,
                linear(shape.inputs(0), shape.outputs(0), shape.activation(0)),
                linear(shape.inputs(0), shape.outputs(0), Activation.IDENTITY),
                linear(shape.inputs(1), shape.outputs(1), Activation.IDENTITY));
    }

    private Normalisation normalisation(Normalisation.Form form, int width) {
        return new Normalisation(form, matrix(1, width), matrix(1, width), 1e-4f);
    }

    private FeedForward stack(NetworkShape shape) {
        List<Linear> layers = new ArrayList<>();
        for (int i = 0; i < shape.layers(); i++) {
            layers.add(linear(shape.inputs(i), shape.outputs(i), shape.activation(i)));
        }
        return new FeedForward(layers);
    }

    private Linear linear(int inputs, int outputs, Activation activation) {
        FloatMatrix weights = matrix(inputs, outputs);
        return new Linear(PackedMatrix.pack(arena, weights), matrix(1, outputs), activation);
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
            case HeadConfig.MultiLabel(var labels, var separator) -> new MultiLabelHead(labels, separator);
            case HeadConfig.Quantile(var levels) -> new QuantileHead(levels, random.nextGaussian(), 0.5);
            case HeadConfig.Tasks several -> {
                List<TasksHead.Tower> towers = new ArrayList<>();
                for (TaskConfig task : several.tasks()) {
                    towers.add(new TasksHead.Tower(
                            task.name(), stack(TaskFormat.shape(several, task)), head(task.head())));
                }
                yield new TasksHead(several.dimensions(), towers);
            }
            case HeadConfig.Regression _ -> new RegressionHead(random.nextGaussian(), 1 + random.nextDouble());
            case HeadConfig.Vector(var name, int dimensions) -> new VectorHead(name, dimensions);
            case HeadConfig.Chat(double confidence, var fallback) -> new ChatHead(confidence, fallback);
        };
    }
}
