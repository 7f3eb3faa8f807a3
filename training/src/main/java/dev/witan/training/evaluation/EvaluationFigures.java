// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import java.util.List;

/// Everything that was found out about a release on one table.
///
/// @param mixture its name
/// @param release its number
/// @param digest of the release
/// @param table where the rows came from
/// @param rows how many of them were answered
/// @param rowsShed rows that found no room: they are in no figure but the load
/// @param rowsStoodIn rows that the fallback answered for the same reason
/// @param confidence of all intervals
/// @param tasks by target
/// @param routing of the rows
/// @param coverage by column
public record EvaluationFigures(
        String mixture,
        int release,
        String digest,
        String table,
        long rows,
        long rowsShed,
        long rowsStoodIn,
        double confidence,
        List<TaskFigures> tasks,
        RoutingFigures routing,
        List<Coverage> coverage) {
    public EvaluationFigures {
        tasks = List.copyOf(tasks);
        coverage = List.copyOf(coverage);
    }

    /// The mean over the tasks of what is explained.
    public double explained() {
        return tasks.stream().mapToDouble(TaskFigures::explained).average().orElse(Double.NaN);
    }

    /// Whether rows were answered otherwise than by the experts that they were meant for, as a sentence; `""` where
    /// none was.
    public String note() {
        if (rowsShed > 0) {
            return "%d of %d rows were shed and are not measured: their experts were full (routing.capacity)"
                    .formatted(rowsShed, rows + rowsShed);
        }
        return rowsStoodIn > 0
                ? "the fallback answered %d of %d rows: their experts were full (routing.capacity)"
                        .formatted(rowsStoodIn, rows)
                : "";
    }
}
