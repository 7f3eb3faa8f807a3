// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.Suggestion;
import dev.witan.engine.error.WitanException;
import java.util.List;

/// What to say of a column that is not there.
final class TableNames {
    private TableNames() {}

    /// @param what it was to be
    static WitanException missing(String source, String what, String name, List<String> names) {
        return WitanException.invalidInput("%s: %s must be a column: '%s'%s (columns: %s)%s"
                .formatted(
                        source,
                        what,
                        Excerpt.of(name),
                        Suggestion.hint(name, names),
                        String.join(", ", names),
                        separatorHint(names)));
    }

    /// A file whose separator is none of the known ones has one column, whose name holds all of them.
    private static String separatorHint(List<String> names) {
        boolean isSuspect = names.size() == 1 && names.getFirst().matches(".*[^\\p{L}\\p{N} _.()-].*");
        return isSuspect ? "; there is one column only: values must be separated by comma, semicolon, tab or bar" : "";
    }
}
