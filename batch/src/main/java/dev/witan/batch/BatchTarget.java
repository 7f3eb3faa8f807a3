// SPDX-License-Identifier: Apache-2.0
package dev.witan.batch;

import dev.witan.tables.TableFormat;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Where the answers are to go.
public sealed interface BatchTarget {
    TableFormat format();

    /// A file, which appears when it is whole.
    ///
    /// @param isRestart whether to begin anew, whatever an earlier run has left
    record ToFile(Path file, TableFormat format, boolean isRestart) implements BatchTarget {}

    /// A stream, which gets answers as they come.
    ///
    /// @param bad takes what is to be said of skipped rows
    record ToStream(OutputStream stream, TableFormat format, Consumer<String> bad) implements BatchTarget {}
}
