// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.error.WitanException;
import dev.witan.model.storage.DiskStorage;
import dev.witan.training.checkpoint.Checkpoints;
import dev.witan.training.checkpoint.FolderCheckpoints;
import dev.witan.training.checkpoint.Rhythm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a training leaves how far it is.
final class CheckpointArguments {
    private static final int SECONDS = 30;
    private static final int SECONDS_MAX = 86_400;

    @Option(
            names = "--checkpoint",
            paramLabel = "FOLDER",
            description = "Keeps there how far the training is; the same command goes on from there.")
    private @Nullable Path folder;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "SECONDS",
            description = "With --checkpoint: how often; default: 30. 0 is after every step.")
    private @Nullable Integer seconds;

    /// Opens the folder, if one is named, and says so if there is something to go on from.
    ///
    /// @param usual the folder where none is named and the training takes long
    /// @param isLong whether it does
    Checkpoints open(Console console, Path usual, boolean isLong) {
        Path place = folder == null && isLong ? usual : folder;
        if (place == null) {
            if (seconds != null) {
                throw WitanException.invalidInput("--checkpoint-every needs --checkpoint, which names the folder");
            }
            return Checkpoints.none();
        }
        int every = seconds == null ? SECONDS : seconds;
        if (every < 0 || every > SECONDS_MAX) {
            throw WitanException.invalidInput(
                    "--checkpoint-every must be between 0 and %d: %d".formatted(SECONDS_MAX, every));
        }
        if (Files.exists(place.resolve("mixture.checkpoint"))) {
            console.tell("going on from the checkpoint in " + place);
        }
        return new FolderCheckpoints(
                place, new DiskStorage(), Rhythm.every(Duration.ofSeconds(every)), System::nanoTime);
    }
}
