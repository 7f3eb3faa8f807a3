// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.engine.error.WitanException;
import java.util.List;

/// Reads a target of several tasks, a column each; a row may lack the labels of some.
final class TaskReader {
    static final int TASKS_MAX = 16;

    private TaskReader() {}

    static Target read(Table table, String name, List<String> columns) {
        if (columns.size() > TASKS_MAX) {
            throw WitanException.invalidInput("%s: a mixture may have at most %d tasks: '%s' are %d"
                    .formatted(table.source(), TASKS_MAX, name, columns.size()));
        }
        return Target.tasks(
                name,
                columns.stream().map(column -> TargetReader.task(table, column)).toList());
    }
}
