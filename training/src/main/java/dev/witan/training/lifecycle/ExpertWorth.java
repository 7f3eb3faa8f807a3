// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.lifecycle;

import dev.witan.training.report.Quality;
import java.util.List;
import java.util.Optional;

/// What an expert is worth to a mixture, on rows of a table.
///
/// @param id its name
/// @param rows that go to it
/// @param share of all rows
/// @param weight its mean weight in the answers of these rows
/// @param saliency mean over these rows of its weight times the length of its output (REAP; Lasby et al. 2025)
/// @param tasks the same by task, if there are several
/// @param alone quality if it answered every row by itself, where labels are known
/// @param without quality of the mixture if it were masked, where labels are known and others can take its rows
public record ExpertWorth(
        String id,
        int rows,
        double share,
        double weight,
        double saliency,
        List<OfTask> tasks,
        Optional<Quality> alone,
        Optional<Quality> without) {
    public ExpertWorth {
        tasks = List.copyOf(tasks);
    }

    /// What it is worth to one of several tasks.
    ///
    /// @param rows of the task that go to the expert
    /// @param share of all rows of the task
    /// @param weight its mean weight in the answers of these rows
    /// @param saliency mean over these rows of its weight times the length of its output
    public record OfTask(String task, int rows, double share, double weight, double saliency) {}
}
