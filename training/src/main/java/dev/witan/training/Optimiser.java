// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.training.network.Adam;
import dev.witan.training.network.Parameter;
import dev.witan.training.network.Update;
import dev.witan.training.step.Crew;
import dev.witan.training.step.TrainableMixture;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Moves a mixture's numbers against their gradients: gate and the rest at once, or by turns. Owned by one thread,
/// which
/// shares the work out over the crew.
final class Optimiser {
    private final Crew crew;
    private final TrainableMixture mixture;
    private final Adam ofGate;
    private final Adam ofRest;
    private final double clip;
    private final int turns;
    private final List<Task> gateTasks;
    private final List<Task> restTasks;
    private final List<Parameter> learned;
    private int steps;
    private int gateSteps;
    private int restSteps;

    private record Task(Update update, boolean isOfGate) {}

    Optimiser(Crew crew, TrainableMixture mixture, TrainingPlan plan, OptimiserOptions options) {
        this.crew = crew;
        this.mixture = mixture;
        this.ofRest = new Adam((float) plan.weightDecay(), (float) plan.averageDecay());
        this.ofGate = new Adam((float) plan.weightDecay(), (float) plan.averageDecay(), (float) options.gateMomentum());
        this.clip = options.clip();
        this.turns = mixture.isGated() ? options.turns() : 0;
        this.gateTasks = tasks(mixture.gateUpdates(), true);
        this.restTasks = tasks(mixture.otherUpdates(), false);
        this.learned = mixture.learned();
    }

    private static List<Task> tasks(List<Update> updates, boolean isOfGate) {
        return updates.stream().map(update -> new Task(update, isOfGate)).toList();
    }

    /// How many batches have been learned from.
    int steps() {
        return steps;
    }

    /// How much of a moving average stays in the step that was made last.
    float averageShare() {
        return ofRest.averageShare(steps);
    }

    /// Counts a batch, which comes before it is learned from.
    int next() {
        return ++steps;
    }

    /// Makes the step that belongs to the gradients.
    void step(float rate) {
        clip();
        boolean isTurnOfGate = turns > 0 && (steps - 1) / turns % 2 == 1;
        List<Task> tasks = new ArrayList<>();
        if (turns == 0 || !isTurnOfGate) {
            restSteps++;
            tasks.addAll(restTasks);
        }
        if (turns == 0 || isTurnOfGate) {
            gateSteps++;
            tasks.addAll(gateTasks);
        }
        crew.run(tasks.size(), i -> {
            Task task = tasks.get(i);
            task.update().apply(task.isOfGate() ? ofGate : ofRest, task.isOfGate() ? gateSteps : restSteps, rate);
        });
    }

    /// Shortens all gradients alike if together they are too long. Each sum belongs to one parameter, and these are
    /// added up in their order.
    private void clip() {
        if (clip == 0) {
            return;
        }
        double[] squares = new double[learned.size()];
        crew.run(squares.length, i -> {
            for (float slope : learned.get(i).gradient()) {
                squares[i] += (double) slope * slope;
            }
        });
        double sum = 0;
        for (double square : squares) {
            sum += square;
        }
        double length = Math.sqrt(sum);
        if (length > clip) {
            float scale = (float) (clip / length);
            crew.run(squares.length, i -> {
                float[] gradient = learned.get(i).gradient();
                for (int at = 0; at < gradient.length; at++) {
                    gradient[at] *= scale;
                }
            });
        }
    }

    /// Brings moving averages up to the last step.
    void settle() {
        if (!mixture.frozen().encoder()) {
            mixture.embeddings().settle(ofRest, restSteps);
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(steps);
        out.writeInt(gateSteps);
        out.writeInt(restSteps);
        for (Parameter parameter : mixture.parameters()) {
            parameter.write(out);
        }
        mixture.embeddings().write(out);
    }

    void read(DataInput in) throws IOException {
        steps = in.readInt();
        gateSteps = in.readInt();
        restSteps = in.readInt();
        for (Parameter parameter : mixture.parameters()) {
            parameter.read(in);
        }
        mixture.embeddings().read(in);
        mixture.repack();
    }
}
