// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.report;

import dev.witan.engine.response.Head;
import dev.witan.engine.response.OutputColumn;
import dev.witan.engine.response.QuantileHead;
import dev.witan.engine.response.RegressionHead;
import dev.witan.engine.response.TasksHead;
import dev.witan.kernels.Kernels;

/// What quality is measured on: logits of classes, numbers in their own unit, and of several tasks those of each, side
/// by side per record.
public final class Judged {
    private Judged() {}

    /// Of combined rows.
    ///
    /// @param rows how many are combined: several per record, if there are several tasks
    public static float[] of(Head head, Kernels kernels, float[] combined, int rows) {
        return switch (head) {
            case TasksHead tasks ->
                ofTasks(tasks, kernels, combined, rows / tasks.towers().size());
            case RegressionHead _, QuantileHead _ ->
                ((OutputColumn.Floats) head.finish(kernels, combined, rows).getFirst()).values();
            default -> combined;
        };
    }

    private static float[] ofTasks(TasksHead head, Kernels kernels, float[] combined, int records) {
        int width =
                head.towers().stream().mapToInt(tower -> tower.head().inputs()).sum();
        float[] judged = new float[records * width];
        int at = 0;
        for (int task = 0; task < head.towers().size(); task++) {
            Head own = head.towers().get(task).head();
            float[] outputs = of(own, kernels, head.outputs(kernels, combined, task, records), records);
            for (int record = 0; record < records; record++) {
                System.arraycopy(outputs, record * own.inputs(), judged, record * width + at, own.inputs());
            }
            at += own.inputs();
        }
        return judged;
    }
}
