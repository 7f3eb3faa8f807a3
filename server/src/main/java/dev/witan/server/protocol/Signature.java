// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import dev.witan.engine.Mixture;
import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.error.Excerpt;
import dev.witan.engine.error.Suggestion;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.response.OutputSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a mixture takes and gives, looked up by name. Immutable.
final class Signature {
    private final Map<String, ColumnSpec> columns = new LinkedHashMap<>();
    private final Map<String, Integer> outputs = new LinkedHashMap<>();

    Signature(Mixture mixture) {
        mixture.encoder().columns().forEach(column -> columns.put(column.name(), column));
        List<OutputSpec> specs = mixture.head().outputs();
        for (int i = 0; i < specs.size(); i++) {
            outputs.put(specs.get(i).name(), i);
        }
    }

    boolean hasPictures() {
        return columns.values().stream().anyMatch(column -> column.kind() == ColumnSpec.Kind.IMAGE);
    }

    ColumnSpec column(String name) {
        ColumnSpec column = columns.get(name);
        if (column == null) {
            throw unknown("input", name, columns.keySet());
        }
        return column;
    }

    /// Where an output stands among the outputs of the head.
    int output(String name) {
        Integer index = outputs.get(name);
        if (index == null) {
            throw unknown("output", name, outputs.keySet());
        }
        return index;
    }

    static WitanException unknown(String what, String name, Iterable<String> known) {
        List<String> names = new ArrayList<>();
        known.forEach(names::add);
        return WitanException.invalidInput("unknown %s '%s'%s (%ss: %s)"
                .formatted(what, Excerpt.of(name), Suggestion.hint(name, names), what, String.join(", ", names)));
    }
}
