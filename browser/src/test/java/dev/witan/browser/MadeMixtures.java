// SPDX-License-Identifier: Apache-2.0
package dev.witan.browser;

import dev.witan.kernels.Activation;
import dev.witan.kernels.Kernels;
import dev.witan.model.repository.MixtureRepository;
import dev.witan.training.ExpertShape;
import dev.witan.training.Presentation;
import dev.witan.training.ProgressListener;
import dev.witan.training.Publication;
import dev.witan.training.TaskOptions;
import dev.witan.training.Trainer;
import dev.witan.training.TrainingInput;
import dev.witan.training.TrainingOptions;
import dev.witan.training.TrainingOptionsBuilder;
import dev.witan.training.data.TargetKind;
import dev.witan.training.step.ExpertRole;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Small mixtures with answers of every kind, each learned from the same rows.
final class MadeMixtures {
    private static final Kernels KERNELS = Kernels.available().getFirst();

    private MadeMixtures() {}

    /// Publishes `labels`, `quantiles`, `tasks` and `shared` below a folder.
    static void publish(Path folder) {
        publish(folder, "labels", predict("red,big", TargetKind.MULTI_LABEL));
        publish(folder, "quantiles", predict("size", TargetKind.QUANTILE));
        publish(
                folder,
                "tasks",
                predict("shade,size", TargetKind.MULTI_TASK)
                        .tasks(new TaskOptions(List.of(0.5), Map.of(), 1, TaskOptions.DEFAULTS.width())));
        publish(
                folder,
                "shared",
                TrainingOptions.predict("shade")
                        .kind(TargetKind.MULTI_CLASS)
                        .shapes(
                                layers("one", ExpertRole.CHOSEN),
                                layers("two", ExpertRole.CHOSEN),
                                layers("three", ExpertRole.CHOSEN),
                                layers("common", ExpertRole.SHARED))
                        .epochs(2)
                        .threads(1));
    }

    private static ExpertShape layers(String name, ExpertRole role) {
        return new ExpertShape.Network(name, List.of(4), Activation.RELU, role);
    }

    private static TrainingOptionsBuilder predict(String target, TargetKind kind) {
        return TrainingOptions.predict(target).kind(kind).experts(3).epochs(2).threads(1);
    }

    private static void publish(Path folder, String name, TrainingOptionsBuilder options) {
        var trained =
                Trainer.train(TrainingInput.of(Reports.table(1)), options.build(), ProgressListener.none(), KERNELS);
        new Publication(KERNELS)
                .publish(
                        trained,
                        new MixtureRepository(folder).locate(name),
                        Presentation.of("A mixture of a test."),
                        Instant.EPOCH);
    }
}
