// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.distillation;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.training.EncodedRows;
import dev.witan.training.Evaluation;
import dev.witan.training.data.Table;
import dev.witan.training.data.Target;
import dev.witan.training.report.Quality;
import dev.witan.training.report.QualityMeter;
import dev.witan.training.step.CostMeter;
import dev.witan.training.step.Crew;
import dev.witan.training.step.Predictor;
import dev.witan.training.step.RoutingWatch;
import java.lang.foreign.Arena;
import java.util.Optional;

/// Measures what a layer answers to encoded rows, where these have labels.
final class TaskMeter {
    private static final int BATCH_ROWS = 256;

    private final Mixture mixture;
    private final EncodedRows rows;
    private final int threads;
    private final Optional<Target> labels;

    /// @param target the labels' column; empty where nobody knows any
    TaskMeter(Mixture mixture, Table table, Optional<String> target, EncodedRows rows, int threads) {
        this.mixture = mixture;
        this.rows = rows;
        this.threads = threads;
        this.labels = target.map(column -> Evaluation.labels(mixture, table, column));
        if (labels.isPresent()) {
            Evaluation.requireLocal(mixture.layer().experts());
        }
    }

    /// The quality of what the layer answers to some rows.
    Optional<Quality> quality(MoeLayer layer, int[] order) {
        return labels.map(known -> quality(known, order, outputs(layer, order)));
    }

    /// The quality of combined outputs for some rows.
    Optional<Quality> quality(int[] order, float[] outputs) {
        return labels.map(known -> quality(known, order, outputs));
    }

    private Quality quality(Target known, int[] order, float[] outputs) {
        return QualityMeter.measure(known, order, Evaluation.judged(mixture, outputs));
    }

    /// What gate and experts of a row cost, on average.
    double multiplyAdds(MoeLayer layer, int[] order) {
        double[] work =
                layer.experts().stream().mapToDouble(Expert::multiplyAddsPerRow).toArray();
        CostMeter meter = new CostMeter(work, order.length);
        predict(layer, order, meter);
        long gate =
                layer.gate() instanceof NetworkGate network ? network.network().multiplyAddsPerRow() : 0;
        return gate + meter.mean();
    }

    /// Combined outputs, row after row.
    float[] outputs(MoeLayer layer, int[] order) {
        return predict(layer, order, RoutingWatch.none());
    }

    private float[] predict(MoeLayer layer, int[] order, RoutingWatch watch) {
        try (Crew crew = new Crew(threads);
                Arena arena = Arena.ofShared()) {
            return new Predictor(arena, crew, layer, BATCH_ROWS)
                    .predict((row, values) -> rows.values().copyRowTo(row, values, 0), order, layer.router(), watch);
        }
    }
}
