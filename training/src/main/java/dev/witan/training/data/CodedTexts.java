// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Texts that are kept as indexes into a list of the different ones. The list is bounded: what was met when it was full
/// is [#BEYOND] it, and told as one text.
public interface CodedTexts extends TextValues {
    int MISSING = -1;
    int BEYOND = -2;

    /// What is told for a text that is beyond the list.
    String OTHER = "(one of many)";

    /// The different texts, in the order in which they were met.
    List<String> dictionary();

    /// The index of a row's text in the dictionary, [#MISSING] or [#BEYOND].
    int code(int row);

    @Override
    default @Nullable String value(int row) {
        int code = code(row);
        return switch (code) {
            case MISSING -> null;
            case BEYOND -> OTHER;
            default -> dictionary().get(code);
        };
    }
}
