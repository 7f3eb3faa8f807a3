// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.Mixture;
import dev.witan.engine.error.WitanException;
import dev.witan.training.EncodedRows;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How many rows of a table a command looks at, where they must all fit into memory at once.
final class SampleOptions {
    @Option(
            names = "--rows",
            paramLabel = "N",
            description =
                    "At most so many rows of a table, drawn at random over the whole of it; default: 200,000, fewer"
                            + " where rows are wide.")
    private @Nullable Integer rows;

    /// @param usual where nothing was said
    int rows(Mixture mixture, int usual) {
        if (rows == null) {
            return usual;
        }
        int most = EncodedRows.rowsMax(mixture);
        if (rows < 1 || rows > most) {
            throw WitanException.invalidInput("--rows must be between 1 and %d for rows of %d values: %d"
                    .formatted(most, mixture.encoder().dimensions(), rows));
        }
        return rows;
    }
}
