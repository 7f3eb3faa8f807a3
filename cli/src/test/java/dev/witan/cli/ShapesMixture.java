// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.encode.ImageEncoder;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.response.MultiClassHead;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import dev.witan.kernels.Scratch;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.config.MixtureConfigs;
import dev.witan.model.load.ReleaseWriter;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.MixtureRepository;
import dev.witan.model.repository.Provenance;
import dev.witan.model.repository.ReleasePublisher;
import dev.witan.training.ExpertShape;
import dev.witan.training.ProgressListener;
import dev.witan.training.TrainedExpert;
import dev.witan.training.TrainedGate;
import dev.witan.training.TrainedMixture;
import dev.witan.training.Trainer;
import dev.witan.training.TrainingOptions;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A light expert, a heavy one that runs as a function, and a gate that tells which pictures the light one would get
/// wrong: all of it learned from drawn pictures, and published as a release.
final class ShapesMixture {
    private static final Kernels KERNELS = Kernels.choose();
    private static final ImageEncoder ENCODER = new ImageEncoder("picture", 12, 12, ImageEncoder.Colour.GREY);
    private static final int LEARNING_STEPS = 300;
    private static final double LEARNING_RATE = 0.05;
    /// How many calls of the heavy expert a wrong answer costs as much as.
    private static final double PRICE_OF_WRONG = 8;

    private final TrainedMixture lightMixture;
    private final FeedForward light;
    private final FeedForward heavyGate;
    private final List<FeedForward> heavyExperts;
    private final float[] gate;

    private ShapesMixture(TrainedMixture lightMixture, TrainedMixture heavyMixture) {
        this.lightMixture = lightMixture;
        this.light = network(lightMixture.experts().getFirst());
        this.heavyGate = ((TrainedGate.Flat) heavyMixture.gate()).network().feedForward(Arena.ofAuto());
        this.heavyExperts =
                heavyMixture.experts().stream().map(ShapesMixture::network).toList();
        this.gate = complexity(DrawnShape.draw(3, 1000, 0.5));
        assertThat(heavyMixture.head()).isEqualTo(lightMixture.head());
    }

    private static FeedForward network(TrainedExpert expert) {
        return ((TrainedExpert.Learned) expert).network().feedForward(Arena.ofAuto());
    }

    static ShapesMixture learn() {
        return new ShapesMixture(
                train(DrawnShape.draw(1, 800, 0), 6, 20), train(DrawnShape.draw(2, 2200, 0.7), 96, 12));
    }

    /// A mixture of two experts, the first of which knows nearly everything, since the second has one hidden number.
    private static TrainedMixture train(List<DrawnShape> shapes, int hidden, int epochs) {
        TrainingOptions options = TrainingOptions.predict("shape")
                .shapes(ExpertShape.network("main", hidden), ExpertShape.network("other", 1))
                .epochs(epochs)
                .threads(2)
                .build();
        return Trainer.train(DrawnShape.table(shapes, ENCODER), options, ProgressListener.none(), KERNELS);
    }

    static int width() {
        return ENCODER.spec().width();
    }

    private static float[] row(DrawnShape shape) {
        float[] row = new float[width()];
        ENCODER.encode(shape.png(), 0, row, 0);
        return row;
    }

    private static float[] outputs(FeedForward network, float[] rows, int count) {
        try (Arena arena = Arena.ofConfined()) {
            FloatMatrix in = FloatMatrix.allocate(arena, count, network.inputs());
            FloatMatrix out = FloatMatrix.allocate(arena, count, network.outputs());
            Scratch scratch = Scratch.allocate(arena, count, network.widestHidden());
            for (int row = 0; row < count; row++) {
                in.copyRowFrom(row, rows, row * network.inputs());
            }
            network.forward(KERNELS, in, 0, count, scratch.a(), scratch.b(), out, 0);
            float[] values = new float[count * network.outputs()];
            for (int row = 0; row < count; row++) {
                out.copyRowTo(row, values, row * network.outputs());
            }
            return values;
        }
    }

    /// What the function answers: the heavy mixture's experts, weighted by its gate.
    float[] heavy(float[] rows, int count) {
        float[] scores = outputs(heavyGate, rows, count);
        float[] first = outputs(heavyExperts.get(0), rows, count);
        float[] second = outputs(heavyExperts.get(1), rows, count);
        int classes = first.length / count;
        for (int i = 0; i < first.length; i++) {
            int row = i / classes;
            float weight = (float) (1 / (1 + Math.exp(scores[2 * row + 1] - scores[2 * row])));
            first[i] = weight * first[i] + (1 - weight) * second[i];
        }
        return first;
    }

    /// How many of the pictures the light expert alone gets right.
    long rightByLight(List<DrawnShape> shapes) {
        return shapes.stream().filter(this::isLightRight).count();
    }

    private boolean isLightRight(DrawnShape shape) {
        return shape.name().equals(best(outputs(light, row(shape), 1)));
    }

    private String best(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return ((MultiClassHead) lightMixture.head()).classes().get(best);
    }

    /// Logistic regression on whether the light expert is wrong: a weight per number of a row, and last the constant.
    private float[] complexity(List<DrawnShape> shapes) {
        float[][] rows = shapes.stream().map(ShapesMixture::row).toArray(float[][]::new);
        boolean[] isWrong = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            isWrong[i] = !isLightRight(shapes.get(i));
        }
        float[] weights = new float[width() + 1];
        for (int step = 0; step < LEARNING_STEPS; step++) {
            learn(weights, rows, isWrong);
        }
        return weights;
    }

    private static void learn(float[] weights, float[][] rows, boolean[] isWrong) {
        double[] gradient = new double[weights.length];
        for (int i = 0; i < rows.length; i++) {
            double error = (isWrong[i] ? 1 : 0) - 1 / (1 + Math.exp(-score(weights, rows[i])));
            for (int j = 0; j < rows[i].length; j++) {
                gradient[j] += error * rows[i][j];
            }
            gradient[rows[i].length] += error;
        }
        for (int j = 0; j < weights.length; j++) {
            weights[j] += (float) (LEARNING_RATE * gradient[j] / rows.length);
        }
    }

    private static double score(float[] weights, float[] row) {
        double sum = weights[row.length];
        for (int j = 0; j < row.length; j++) {
            sum += weights[j] * row[j];
        }
        return sum;
    }

    /// Publishes the release that `mixture.yaml` describes.
    MixtureRepository publish(Path root, String yaml, ExpertKinds kinds) throws IOException {
        MixtureConfig config = new MixtureConfigs().read(Files.writeString(root.resolve("shapes.yaml"), yaml));
        MixtureRepository repository = new MixtureRepository(root);
        MixtureFolder folder = repository.locate(config.name());
        try (Arena arena = Arena.ofShared();
                Expert function = kinds.open(
                        config.name(), config.spec().experts().get(1), "", Optional.empty(), width(), outputs())) {
            MoeLayer layer = new MoeLayer(
                    KERNELS,
                    new NetworkGate(gate(arena)),
                    Router.topK(new float[2], 1),
                    List.of(new FfnExpert("light", "", light), function),
                    new WeightedSum());
            Mixture mixture = new Mixture(config.name(), 1, "", lightMixture.encoder(), layer, lightMixture.head());
            new ReleaseWriter(new ReleasePublisher())
                    .publish(folder, config, mixture, new Provenance(Instant.EPOCH, "a test", "", Map.of()));
        }
        return repository;
    }

    private int outputs() {
        return light.outputs();
    }

    /// The light expert scores nothing, the heavy one how much the light one is likely to cost, in logits.
    private FeedForward gate(Arena arena) {
        FloatMatrix weights = FloatMatrix.allocate(arena, width(), 2);
        for (int i = 0; i < width(); i++) {
            weights.set(i, 0, 0);
            weights.set(i, 1, gate[i]);
        }
        FloatMatrix bias = FloatMatrix.allocate(arena, 1, 2);
        bias.copyRowFrom(0, new float[] {0, (float) (gate[width()] + Math.log(PRICE_OF_WRONG))}, 0);
        return new FeedForward(List.of(new Linear(PackedMatrix.pack(arena, weights), bias, Activation.IDENTITY)));
    }
}
