// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.engine.routing.RoutingPlan;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.training.step.RoutingWatch;
import java.util.List;

/// Tells every task of the routing of its own rows, which come in turns. Owned by one thread.
final class TaskWatch implements RoutingWatch {
    private final List<TaskMeter> tasks;
    private final LoadMeter all;
    private long rows;

    /// @param all is told of every row
    TaskWatch(List<TaskMeter> tasks, LoadMeter all) {
        this.tasks = List.copyOf(tasks);
        this.all = all;
    }

    @Override
    public void routed(Kernels kernels, FloatMatrix scores, RoutingPlan plan) {
        for (int row = 0; row < plan.rows(); row++) {
            TaskMeter task = tasks.get((int) (rows++ % tasks.size()));
            all.routed(kernels, scores, plan, row);
            if (tasks.size() > 1) {
                task.loads().routed(kernels, scores, plan, row);
            }
            task.patterns().routed(plan, row);
        }
    }
}
