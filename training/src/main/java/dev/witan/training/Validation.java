// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.response.Head;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Kernels;
import dev.witan.training.features.Features;
import dev.witan.training.network.TrainableNetwork;
import dev.witan.training.report.Judged;
import dev.witan.training.report.Quality;
import dev.witan.training.report.QualityMeter;
import dev.witan.training.step.Crew;
import dev.witan.training.step.Predictor;
import dev.witan.training.step.RoutingWatch;
import dev.witan.training.step.TrainableMixture;
import java.lang.foreign.Arena;
import java.util.stream.IntStream;

/// The rows that nothing is learned from, and how well a mixture does on them. Owned by one thread.
final class Validation {
    private final Kernels kernels;
    private final Predictor predictor;
    private final Features features;
    private final Labels labels;
    private final int[] rows;
    private final int tasks;
    private final Head head;

    /// @param rows of the features' table, in ascending order
    /// @param batchRows rows that are answered at once
    Validation(
            Arena arena,
            Kernels kernels,
            Crew crew,
            TrainableMixture mixture,
            Features features,
            Labels labels,
            int[] rows,
            int batchRows) {
        this.kernels = kernels;
        this.features = features;
        this.labels = labels;
        this.rows = rows;
        Router widest = mixture.router(new float[mixture.chosenFrom()]);
        this.tasks = Math.max(1, labels.parts().size());
        this.head = labels.head(
                mixture.towers().stream().map(TrainableNetwork::serving).toList());
        this.predictor = new Predictor(
                arena, kernels, crew, mixture.gate().serving(), mixture.servingExperts(), widest, batchRows);
    }

    /// The quality of the mixture's present weights.
    Quality quality(Router router, RoutingWatch watch) {
        float[] outputs = answers(router, watch);
        return QualityMeter.measure(labels.target(), rows, Judged.of(head, kernels, outputs, rows.length * tasks));
    }

    /// The rows of a record stand side by side, as in serving.
    private int[] rowsOfTasks() {
        return IntStream.of(rows)
                .flatMap(row -> IntStream.range(row * tasks, (row + 1) * tasks))
                .toArray();
    }

    private void encodeOfTask(int row, float[] values) {
        features.encode(row / tasks, values);
        values[values.length - 1] = row % tasks;
    }

    /// A row without an answer says that numbers have outgrown themselves since the last look.
    private float[] answers(Router router, RoutingWatch watch) {
        try {
            return tasks == 1
                    ? predictor.predict(features::encode, rows, router, watch)
                    : predictor.predict(this::encodeOfTask, rowsOfTasks(), router, watch);
        } catch (WitanException e) {
            if (e.code() == ErrorCode.EXPERT_FAILED) {
                throw new WitanException(
                        ErrorCode.INTERNAL,
                        "training diverged: a number is no longer finite; try a lower learning rate",
                        e);
            }
            throw e;
        }
    }
}
