// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The rows that a command learns from or measures on, and how it computes and ends.
final class TableOptions {
    @Option(
            names = "--data",
            required = true,
            paramLabel = "CSV",
            description = "The rows; best such as the mixture was not trained on.")
    Path data;

    @Option(
            names = "--target",
            paramLabel = "COLUMN",
            description = "Column with the labels; default: the one it was trained on.")
    private @Nullable String target;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    long seed;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that compute; default: all cores.")
    int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--dry-run", description = "Tell what it would be like, and publish nothing.")
    boolean isRehearsal;

    @Mixin
    SampleOptions sample;

    Optional<String> target() {
        return Optional.ofNullable(target);
    }
}
