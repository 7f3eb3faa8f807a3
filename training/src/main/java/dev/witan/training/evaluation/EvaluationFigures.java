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
        double confidence,
        List<TaskFigures> tasks,
        RoutingFigures routing,
        List<Coverage> coverage) {
    public EvaluationFigures {
        tasks = List.copyOf(tasks);
        coverage = List.copyOf(coverage);
    }
}
