// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.gate.Gate;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Activation;
import dev.witan.kernels.Kernels;
import dev.witan.training.data.Table;
import dev.witan.training.network.FlatGate;
import dev.witan.training.network.SeededNumbers;
import dev.witan.training.network.TrainableNetwork;
import dev.witan.training.report.Judged;
import dev.witan.training.report.Quality;
import dev.witan.training.report.QualityMeter;
import dev.witan.training.report.TrainingReport;
import dev.witan.training.step.Crew;
import dev.witan.training.step.Predictor;
import dev.witan.training.step.RoutingWatch;
import dev.witan.training.step.TrainableExpert;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/// How good each expert of a mixture would be if it answered every row alone.
///
/// @param split whose validation rows to measure on
/// @param tests tables to measure on
record AloneTrial(Arena arena, Kernels kernels, Crew crew, Labels labels, Split split, List<Table> tests, int threads) {
    private static final int BATCH_ROWS = 256;

    List<TrainingReport.Comparison> of(MixtureInit init) {
        List<TrainingReport.Comparison> comparisons = new ArrayList<>();
        for (TrainableExpert expert : init.mixture().experts()) {
            comparisons.add(of(init, expert));
        }
        return comparisons;
    }

    private TrainingReport.Comparison of(MixtureInit init, TrainableExpert expert) {
        MoeLayer layer = layer(expert.serving());
        float[] outputs = new Predictor(arena, crew, layer, BATCH_ROWS)
                .predict(init.features()::encode, split.validation(), layer.router(), RoutingWatch.none());
        Mixture alone = new Mixture("alone", 1, "", init.encoder(), layer, labels.head());
        List<Quality> onTests = tests.stream()
                .map(test -> Evaluation.measure(alone, test, labels.target().name(), threads))
                .toList();
        int[] rows = split.validation();
        Quality quality =
                QualityMeter.measure(labels.target(), rows, Judged.of(labels.head(), kernels, outputs, rows.length));
        return new TrainingReport.Comparison(expert.id() + " alone", expert.size(), quality, onTests);
    }

    private MoeLayer layer(Expert expert) {
        Gate gate = new FlatGate(TrainableNetwork.random(
                        arena, "gate", expert.inputs(), List.of(), 1, Activation.IDENTITY, new SeededNumbers(0), 0))
                .serving();
        return new MoeLayer(kernels, gate, Router.topK(new float[1], 1), List.of(expert), new WeightedSum());
    }
}
