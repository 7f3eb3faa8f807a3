// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.encode.TableEncoder;
import dev.witan.training.data.TableColumn;
import dev.witan.training.features.EmbeddingGradients;
import dev.witan.training.features.Features;
import dev.witan.training.network.SeededNumbers;
import dev.witan.training.network.TrainableNetwork;
import dev.witan.training.step.TrainableMixture;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/// A mixture before its training: an encoder fitted to the table, and random weights. The same seed gives the same
/// numbers; the networks to compare with get encoders of their own, which start out equal.
///
/// @param encoder fitted, with random embeddings
/// @param features the table, ready for that encoder
/// @param mixture with random weights
record MixtureInit(TableEncoder encoder, Features features, TrainableMixture mixture) {
    /// Small, so that the first rows go to their experts with nearly equal weights and all of them learn from the
    /// start.
    private static final double GATE_SCALE = 0.1;

    private static final double OUTPUT_SCALE = 0.5;

    static MixtureInit of(
            Arena arena,
            List<TableColumn> columns,
            int[] training,
            TrainingPlan plan,
            TrainingOptions options,
            List<ExpertShape> shapes,
            int outputs) {
        long seed = options.seed();
        TableEncoder encoder = plan.encoders().fit(columns, training, new SeededNumbers(seed, 1));
        Features features = new Features(encoder, columns);
        int inputs = encoder.dimensions();
        List<Integer> gateHidden = options.gateHidden() > 0 ? List.of(options.gateHidden()) : List.of();
        TrainableNetwork gate = TrainableNetwork.random(
                arena,
                "gate",
                inputs,
                gateHidden,
                shapes.size(),
                options.activation(),
                new SeededNumbers(seed, 2),
                GATE_SCALE);
        List<TrainableNetwork> experts = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            ExpertShape shape = shapes.get(i);
            SeededNumbers random = new SeededNumbers(seed, 3, i);
            experts.add(TrainableNetwork.random(
                    arena, shape.id(), inputs, shape.hidden(), outputs, options.activation(), random, OUTPUT_SCALE));
        }
        int fanOut = Math.min(options.fanOut(), shapes.size());
        return new MixtureInit(
                encoder, features, new TrainableMixture(new EmbeddingGradients(features), gate, experts, fanOut));
    }
}
