// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.model.storage.Fingerprint;
import dev.witan.training.network.FlatGate;
import dev.witan.training.network.SeededNumbers;
import dev.witan.training.network.TrainableNetwork;
import dev.witan.training.step.Crew;
import dev.witan.training.step.Predictor;
import dev.witan.training.step.RoutingWatch;
import dev.witan.training.step.TrainableExpert;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What makes experts that training leaves as they are the same ones: all that a training sees of them is what they
/// answer, so a digest of that to some of its rows stands for them, whatever kind they are of.
record GivenFacts(Arena arena, Kernels kernels, Crew crew) {
    private static final int ROWS_MAX = 1024;
    private static final int BATCH_ROWS = 256;

    /// A fact for each of them.
    ///
    /// @param training the rows to learn from
    Map<String, String> of(MixtureInit init, int[] training) {
        int[] rows = some(training);
        Map<String, String> facts = new TreeMap<>();
        for (TrainableExpert expert : init.mixture().experts()) {
            if (expert instanceof TrainableExpert.Given given) {
                facts.put("answers of expert " + given.id(), "sha256:" + digest(init, given, rows));
            }
        }
        return facts;
    }

    private static int[] some(int[] training) {
        int count = Math.min(ROWS_MAX, training.length);
        int[] rows = new int[count];
        Arrays.setAll(rows, i -> training[(int) ((long) i * training.length / count)]);
        return rows;
    }

    private String digest(MixtureInit init, TrainableExpert.Given given, int[] rows) {
        MoeLayer layer = layer(given.expert());
        float[] answers = new Predictor(arena, crew, layer, BATCH_ROWS)
                .predict(init.features()::encode, rows, layer.router(), RoutingWatch.none());
        FloatMatrix recalled = FloatMatrix.allocate(arena, 1, given.expert().outputs());
        float[] recollections = new float[answers.length];
        for (int i = 0; i < rows.length; i++) {
            recalled.clear(0);
            given.recollection().recall(rows[i], recalled, 0);
            recalled.copyRowTo(0, recollections, i * recalled.columns());
        }
        return Fingerprint.sha256(bits(answers) + bits(recollections));
    }

    private static String bits(float[] values) {
        StringBuilder text = new StringBuilder(9 * values.length);
        for (float value : values) {
            text.append(Integer.toHexString(Float.floatToIntBits(value))).append(' ');
        }
        return text.toString();
    }

    private MoeLayer layer(Expert expert) {
        TrainableNetwork gate = TrainableNetwork.random(
                arena, "gate", expert.inputs(), List.of(), 1, Activation.IDENTITY, new SeededNumbers(0), 0);
        return new MoeLayer(
                kernels,
                new FlatGate(gate).serving(),
                Router.topK(new float[1], 1),
                List.of(expert),
                new WeightedSum());
    }
}
