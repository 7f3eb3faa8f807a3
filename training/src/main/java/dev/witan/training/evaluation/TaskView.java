// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.evaluation;

import dev.witan.engine.Mixture;
import dev.witan.engine.gate.TaskGate;
import dev.witan.engine.response.Head;
import dev.witan.engine.response.TasksHead;
import dev.witan.training.data.Target;
import dev.witan.training.report.Judged;
import java.util.ArrayList;
import java.util.List;

/// One task of a mixture, or all of a mixture that has only one.
///
/// @param index of the task
/// @param each how many rows a record makes
record TaskView(Mixture mixture, int index, int each) {
    static List<TaskView> of(Mixture mixture) {
        List<TaskView> views = new ArrayList<>();
        for (int task = 0; task < mixture.rowsEach(); task++) {
            views.add(new TaskView(mixture, task, mixture.rowsEach()));
        }
        return views;
    }

    Head head() {
        return mixture.head() instanceof TasksHead tasks
                ? tasks.towers().get(index).head()
                : mixture.head();
    }

    Target target(Target all) {
        return all.parts().isEmpty() ? all : all.parts().get(index);
    }

    /// Whether rows of the task may go to an expert that the gate scores.
    boolean mayAsk(int expert) {
        return !mixture.layer().router().rules().isMasked(expert)
                && (!(mixture.layer().gate() instanceof TaskGate gate)
                        || gate.owners()[expert] == TaskGate.SHARED
                        || gate.owners()[expert] == index);
    }

    /// What the task's quality is measured on.
    ///
    /// @param combined rows of all tasks, record after record
    float[] judged(float[] combined) {
        int records = combined.length / mixture.layer().outputs() / each;
        float[] outputs = mixture.head() instanceof TasksHead tasks
                ? tasks.outputs(mixture.layer().kernels(), combined, index, records)
                : combined;
        return Judged.of(head(), mixture.layer().kernels(), outputs, records);
    }

    /// The same of rows of this task only.
    float[] judgedAlone(float[] combined) {
        if (each == 1) {
            return judged(combined);
        }
        int width = mixture.layer().outputs();
        float[] all = new float[combined.length * each];
        for (int record = 0; record < combined.length / width; record++) {
            System.arraycopy(combined, record * width, all, (record * each + index) * width, width);
        }
        return judged(all);
    }
}
