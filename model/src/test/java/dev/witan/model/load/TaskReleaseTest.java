// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.Mixture;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.gate.TaskGate;
import dev.witan.engine.response.OutputColumn;
import dev.witan.engine.response.OutputSpec;
import dev.witan.engine.response.QuantileHead;
import dev.witan.engine.response.RegressionHead;
import dev.witan.engine.response.TasksHead;
import dev.witan.kernels.Activation;
import dev.witan.kernels.Kernels;
import dev.witan.model.config.Examples;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.GateConfig;
import dev.witan.model.config.HeadConfig;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.config.MixtureConfigs;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.config.Role;
import dev.witan.model.config.TaskConfig;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.MixtureRepository;
import dev.witan.model.repository.Provenance;
import dev.witan.model.repository.ReleaseManifest;
import dev.witan.model.repository.ReleasePublisher;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Releases of several tasks: what is written is what is loaded, and what cannot be is refused.
class TaskReleaseTest {
    private static final Provenance PROVENANCE =
            new Provenance(Instant.parse("2026-11-22T07:00:00Z"), "ann", "", Map.of());

    private static final HeadConfig.Tasks TASKS = new HeadConfig.Tasks(
            5,
            List.of(
                    new TaskConfig(
                            "income",
                            new HeadConfig.Binary(List.of("no", "yes")),
                            List.of(),
                            Activation.IDENTITY,
                            List.of()),
                    new TaskConfig("age", new HeadConfig.Regression(), List.of(7), Activation.SILU, List.of("premium")),
                    new TaskConfig(
                            "hours",
                            new HeadConfig.Quantile(List.of(0.1, 0.9)),
                            List.of(),
                            Activation.IDENTITY,
                            List.of())));

    private final ReleaseLoader loader = new ReleaseLoader(Kernels.choose());
    private final ReleaseWriter writer = new ReleaseWriter(new ReleasePublisher());

    @TempDir
    private Path root;

    private static MixtureSpec spec() {
        return Examples.adult().spec().withHead(TASKS);
    }

    private MixtureFolder folder() {
        return new MixtureRepository(root).locate("adult");
    }

    @Test
    void whatWasWrittenIsLoadedAndWrittenAgainInTheSameBytes() {
        MixtureConfig config = new MixtureConfig("adult", "", spec());
        try (Arena arena = Arena.ofConfined()) {
            Mixture trained = Mixtures.random(arena, config.spec(), 1);
            ReleaseManifest first = writer.publish(folder(), config, trained, PROVENANCE);
            try (LoadedMixture loaded = loader.load(folder())) {
                Mixture served = loaded.mixture();
                assertThat(((TaskGate) served.layer().gate()).owners()).containsExactly(-1, -1, 1);
                assertThat(scales(served)).isEqualTo(scales(trained)).hasSize(2);
                assertThat(answers(served)).usingRecursiveComparison().isEqualTo(answers(trained));
                assertThat(writer.publish(folder(), config, served, PROVENANCE).digest())
                        .isEqualTo(first.digest());
                assertThat(ConfigurationDraft.of("adult", "", "income", served)
                                .spec()
                                .head())
                        .isEqualTo(TASKS);
            }
        }
    }

    private static List<Double> scales(Mixture mixture) {
        List<Double> scales = new ArrayList<>();
        for (TasksHead.Tower tower : ((TasksHead) mixture.head()).towers()) {
            switch (tower.head()) {
                case RegressionHead(double mean, double _) -> scales.add(mean);
                case QuantileHead(var _, double mean, double _) -> scales.add(mean);
                default -> {}
            }
        }
        return scales;
    }

    private static List<float[]> answers(Mixture mixture) {
        float[] combined = {1, 2, 3, 4, 5, -1, 0, 1, 0, -1, 0.5f, 0.25f, 0, 0, 9};
        List<float[]> numbers = new ArrayList<>();
        for (OutputColumn column : mixture.head().finish(Kernels.choose(), combined, 3)) {
            if (column instanceof OutputColumn.Floats floats) {
                numbers.add(floats.values());
            }
        }
        return numbers;
    }

    @Test
    void outputsAreNamedAfterTheirTasks() {
        try (Arena arena = Arena.ofConfined()) {
            assertThat(Mixtures.random(arena, spec(), 1).head().outputs())
                    .extracting(OutputSpec::name)
                    .containsExactly("income.label", "income.probability", "age.value", "hours.quantiles");
        }
    }

    @Test
    void theConfigurationIsWrittenAndReadAsItIs() throws IOException {
        MixtureConfig config = new MixtureConfig("adult", "", spec());
        Path file = root.resolve("mixture.yaml");
        Files.writeString(file, MixtureConfigs.toYaml(config));
        assertThat(new MixtureConfigs().read(file)).isEqualTo(config);
        assertThat(MixtureConfigs.fromJson(MixtureConfigs.toJson(config))).isEqualTo(config);
    }

    @Test
    void everyRuleThatIsBrokenIsNamed() {
        HeadConfig.Tasks broken = new HeadConfig.Tasks(
                5,
                List.of(
                        new TaskConfig(
                                "a", new HeadConfig.Vector("v", 2), List.of(), Activation.IDENTITY, List.of("premium")),
                        new TaskConfig(
                                "a",
                                new HeadConfig.Quantile(List.of(0.9, 0.1)),
                                List.of(),
                                Activation.IDENTITY,
                                List.of("premium", "cheap"))));
        MixtureSpec spec = spec().withHead(broken).withGate(new GateConfig.Hierarchical(3, 2));
        assertThatThrownBy(() -> new MixtureConfig("adult", "", spec))
                .isInstanceOf(WitanException.class)
                .hasMessage("""
                        spec.head.tasks[1]: must be unique: a
                        spec.head.tasks[0].head.kind: must be binary, multiClass, multiLabel, quantile or regression: vector
                        spec.head.tasks[1].head.levels[1]: must be above the one before and below 1: 0.1
                        spec.head.tasks[1].experts: must not be another task's as well: premium
                        spec.head.tasks[1].experts: must be an expert that the gate scores: cheap; did you mean 'cheap-0'?
                        spec.gate: must be linear or mlp in f32 with head tasks: another""");
    }

    @Test
    void aTaskNeedsAnExpertThatIsNotMasked() {
        List<ExpertConfig> experts = new ArrayList<>(spec().experts());
        experts.replaceAll(expert -> expert.id().startsWith("cheap")
                ? expert.withTraits(expert.traits().as(Role.MASKED))
                : expert);
        String rule = "must name an expert that is not masked, where every other one that is not is another task's";
        assertThatThrownBy(() -> new MixtureConfig("adult", "", spec().withExperts(experts)))
                .isInstanceOf(WitanException.class)
                .hasMessageContaining("spec.head.tasks[0].experts: " + rule + ": none")
                .hasMessageContaining("spec.head.tasks[2].experts: " + rule + ": none")
                .hasMessageNotContaining("spec.head.tasks[1].experts");
        experts.replaceAll(
                expert -> expert.id().equals("cheap-0") ? spec().experts().getFirst() : expert);
        experts.replaceAll(expert -> expert.id().equals("premium")
                ? expert.withTraits(expert.traits().as(Role.MASKED))
                : expert);
        assertThat(broken(() -> new MixtureConfig("adult", "", spec().withExperts(experts))))
                .doesNotContain(".experts: " + rule);
    }

    private static String broken(Supplier<MixtureConfig> config) {
        try {
            return config.get().toString();
        } catch (WitanException e) {
            return e.getMessage();
        }
    }
}
