// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Hands on what was said on the command line.
final class Given {
    private Given() {}

    static <T> void to(@Nullable T given, Consumer<T> option) {
        if (given != null) {
            option.accept(given);
        }
    }
}
