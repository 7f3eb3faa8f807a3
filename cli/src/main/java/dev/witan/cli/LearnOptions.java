// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.error.WitanException;
import dev.witan.training.lifecycle.HeldOut;
import dev.witan.training.lifecycle.TuningOptions;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// From what and how long experts learn.
final class LearnOptions {
    @Option(
            names = "--learn",
            required = true,
            paramLabel = "CSV",
            description = "Rows with labels to learn from; --data is for measuring alone.")
    private Path file;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "2000", description = "Default: ${DEFAULT-VALUE}.")
    private int steps;

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            defaultValue = "0.002",
            description = "Default: ${DEFAULT-VALUE}.")
    private double learningRate;

    TuningOptions options(long seed) {
        return new TuningOptions(steps, learningRate, seed);
    }

    private void requireOther(Path data) {
        if (file.toAbsolutePath().normalize().equals(data.toAbsolutePath().normalize())) {
            throw WitanException.invalidInput(
                    "%s: --learn and --data must be different tables, or what was learned by heart would count as quality"
                            .formatted(file));
        }
    }

    /// The rows to learn from.
    HeldOut rows(Console console, ExpertChange.Scene scene, TableOptions rows) {
        requireOther(rows.data);
        DataTable data = DataTable.read(console, file, scene.loaded(), rows.target(), rows.sample, rows.seed);
        scene.trees().requireOther(data.table(), file);
        return HeldOut.of(
                scene.arena(),
                scene.loaded().mixture(),
                data.table(),
                data.requireTarget(scene.loaded(), "learn from"),
                rows.threads);
    }
}
