// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.gate.TaskGate;
import dev.witan.engine.response.Head;
import dev.witan.engine.response.QuantileHead;
import dev.witan.engine.response.RegressionHead;
import dev.witan.engine.response.TasksHead;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.HeadConfig;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.config.TaskConfig;
import dev.witan.model.safetensors.SafetensorsFile;
import dev.witan.model.safetensors.Tensor;
import dev.witan.model.safetensors.TensorType;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the tasks of a mixture have each, as tensors: `tasks.<number>.layers.<i>` of the gates in one file and of the
/// towers in another, and there also `tasks.<number>.mean` and `.deviation` of tasks that predict a number.
final class TaskFormat {
    static final Map<String, String> TOWERS = Map.of("format", PartNames.TOWER_FORMAT);

    private static final String MEAN = "mean";
    private static final String DEVIATION = "deviation";

    private TaskFormat() {}

    private static String prefix(int task) {
        return "tasks." + task + ".";
    }

    static List<Tensor> tensors(TaskGate gate) {
        List<Tensor> tensors = new ArrayList<>();
        for (int task = 0; task < gate.networks().size(); task++) {
            tensors.addAll(NetworkFormat.tensors(prefix(task), gate.networks().get(task)));
        }
        return tensors;
    }

    /// @param shape of each task's network
    static TaskGate gate(LayerFormat file, NetworkShape shape, HeadConfig.Tasks head, MixtureSpec spec) {
        Set<String> names = new HashSet<>(Set.of(PartNames.SELECTION_BIAS));
        List<FeedForward> networks = new ArrayList<>();
        for (int task = 0; task < head.tasks().size(); task++) {
            names.addAll(NetworkFormat.names(prefix(task), shape));
            networks.add(NetworkFormat.stack(file, prefix(task), shape));
        }
        file.file().requireOnly(names);
        return new TaskGate(networks, owners(head, spec));
    }

    /// Per scored expert the number of the task whose own it is.
    static int[] owners(HeadConfig.Tasks head, MixtureSpec spec) {
        List<String> ids = spec.experts().stream()
                .filter(expert -> expert.traits().role().isScored())
                .map(ExpertConfig::id)
                .toList();
        int[] owners = new int[ids.size()];
        Arrays.fill(owners, TaskGate.SHARED);
        for (int task = 0; task < head.tasks().size(); task++) {
            for (String id : head.tasks().get(task).experts()) {
                owners[ids.indexOf(id)] = task;
            }
        }
        return owners;
    }

    static List<Tensor> tensors(TasksHead head) {
        List<Tensor> tensors = new ArrayList<>();
        for (int task = 0; task < head.towers().size(); task++) {
            TasksHead.Tower tower = head.towers().get(task);
            tensors.addAll(NetworkFormat.tensors(prefix(task), tower.network()));
            switch (tower.head()) {
                case RegressionHead(double mean, double deviation) -> addScale(tensors, task, mean, deviation);
                case QuantileHead(var _, double mean, double deviation) -> addScale(tensors, task, mean, deviation);
                default -> {}
            }
        }
        return tensors;
    }

    private static void addScale(List<Tensor> tensors, int task, double mean, double deviation) {
        tensors.add(Tensor.of(prefix(task) + MEAN, new double[] {mean}, 1));
        tensors.add(Tensor.of(prefix(task) + DEVIATION, new double[] {deviation}, 1));
    }

    static TasksHead head(String source, SafetensorsFile file, HeadConfig.Tasks config, Arena arena) {
        NetworkFormat.requireMetadata(source, file, TOWERS);
        LayerFormat layers = new LayerFormat(source, file, arena);
        Set<String> names = new HashSet<>();
        List<TasksHead.Tower> towers = new ArrayList<>();
        for (int task = 0; task < config.tasks().size(); task++) {
            TaskConfig one = config.tasks().get(task);
            NetworkShape shape = shape(config, one);
            names.addAll(NetworkFormat.names(prefix(task), shape));
            double mean = 0;
            double deviation = 1;
            if (one.head().hasScale()) {
                mean = number(source, file, names, prefix(task) + MEAN);
                deviation = number(source, file, names, prefix(task) + DEVIATION);
            }
            Head head = EncoderReader.head(one.head(), mean, deviation);
            towers.add(new TasksHead.Tower(one.name(), NetworkFormat.stack(layers, prefix(task), shape), head));
        }
        file.requireOnly(names);
        return new TasksHead(config.dimensions(), towers);
    }

    private static double number(String source, SafetensorsFile file, Set<String> names, String name) {
        names.add(name);
        return NetworkFormat.finite(source, file.tensor(name, TensorType.F64, 1))
                .valueAt(0);
    }

    static NetworkShape shape(HeadConfig.Tasks config, TaskConfig task) {
        return NetworkShape.plain(
                config.dimensions(), task.hidden(), task.head().outputs(), task.activation());
    }

    /// What a head of tasks in memory would be configured as.
    ///
    /// @param ids of the scored experts
    static HeadConfig.Tasks config(TasksHead head, TaskGate gate, List<String> ids) {
        List<TaskConfig> tasks = new ArrayList<>();
        for (int task = 0; task < head.towers().size(); task++) {
            TasksHead.Tower tower = head.towers().get(task);
            var hidden =
                    tower.network().layers().subList(0, tower.network().layers().size() - 1);
            List<String> own = new ArrayList<>();
            for (int expert = 0; expert < gate.experts(); expert++) {
                if (gate.owners()[expert] == task) {
                    own.add(ids.get(expert));
                }
            }
            tasks.add(new TaskConfig(
                    tower.task(),
                    ConfigurationFit.head(tower.head()),
                    hidden.stream().map(layer -> layer.outputs()).toList(),
                    hidden.isEmpty() ? Activation.IDENTITY : hidden.getFirst().activation(),
                    own));
        }
        return new HeadConfig.Tasks(head.inputs(), tasks);
    }
}
