// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.Mixture;
import dev.witan.engine.Strategy;
import dev.witan.engine.combine.LogitSum;
import dev.witan.engine.gate.HierarchicalGate;
import dev.witan.engine.gate.TwoPrecisionGate;
import dev.witan.engine.routing.GatingForm;
import dev.witan.kernels.Activation;
import dev.witan.kernels.Kernels;
import dev.witan.model.config.CombineConfig;
import dev.witan.model.config.Datatype;
import dev.witan.model.config.EncoderConfig;
import dev.witan.model.config.Examples;
import dev.witan.model.config.ExecutionConfig;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.ExpertConfig.Form;
import dev.witan.model.config.ExpertConfig.Normalise;
import dev.witan.model.config.ExpertTraits;
import dev.witan.model.config.GateConfig;
import dev.witan.model.config.HeadConfig;
import dev.witan.model.config.InputColumn;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.config.Role;
import dev.witan.model.config.RoutingConfig;
import dev.witan.model.config.Signature;
import dev.witan.model.config.Site;
import dev.witan.model.config.TierConfig;
import dev.witan.model.config.WeightConfig;
import dev.witan.model.repository.ComponentName;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.MixtureRepository;
import dev.witan.model.repository.Provenance;
import dev.witan.model.repository.ReleaseManifest;
import dev.witan.model.repository.ReleasePublisher;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every form of gate, expert and tier predictor, to disk and back.
class ReleaseFormsTest {
    private static final Provenance PROVENANCE =
            new Provenance(Instant.parse("2026-11-22T07:00:00Z"), "ann", "", Map.of());

    private final ReleaseLoader loader = new ReleaseLoader(Kernels.choose());
    private final ReleaseWriter writer = new ReleaseWriter(new ReleasePublisher());

    @TempDir
    private Path root;

    private static ExpertConfig ffn(String id, Form form, Normalise normalise, int tier, boolean isShared) {
        ExpertTraits traits =
                new ExpertTraits(1, tier, Site.ANY, List.of(), List.of(), isShared ? Role.SHARED : Role.SCORED, "");
        return new ExpertConfig.Ffn(id, traits, List.of(5), Activation.SILU, form, normalise);
    }

    private static MixtureSpec vectors(GateConfig gate, RoutingConfig routing) {
        return new MixtureSpec(
                        new Signature(List.of(new InputColumn("x", Datatype.FP32)), "y"),
                        new EncoderConfig.Vector("x", 7, false),
                        gate,
                        List.of(
                                ffn("a", Form.SWIGLU, Normalise.NONE, 0, false),
                                ffn("b", Form.SWIGLU, Normalise.RMS, 1, false),
                                ffn("c", Form.PLAIN, Normalise.LAYER, 0, false),
                                ffn("d", Form.PLAIN, Normalise.NONE, 1, false),
                                ffn("e", Form.PLAIN, Normalise.RMS, 0, true)),
                        1,
                        CombineConfig.WEIGHTED_SUM,
                        new HeadConfig.Vector("y", 3))
                .withRouting(routing);
    }

    static Stream<MixtureSpec> specs() {
        return Stream.of(
                vectors(new GateConfig.Hierarchical(2, 1), RoutingConfig.topK(2)),
                vectors(new GateConfig.Linear(GateConfig.Precision.EXACT8), RoutingConfig.topK(2)),
                vectors(
                        new GateConfig.Mlp(List.of(4), Activation.GELU),
                        RoutingConfig.builder(2)
                                .tiers(new TierConfig(List.of(-0.5), List.of(1, 2)))
                                .build()));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void writesSameBytesForWhatItLoaded(MixtureSpec spec) {
        MixtureConfig config = new MixtureConfig("layer", "", spec);
        try (Arena arena = Arena.ofConfined()) {
            ReleaseManifest first = writer.publish(folder(), config, Mixtures.random(arena, spec, 1), PROVENANCE);
            assertThat(first.find(ComponentName.ENCODER)).isEmpty();
            try (LoadedMixture loaded = loader.load(folder())) {
                ReleaseManifest second = writer.publish(folder(), config, loaded.mixture(), PROVENANCE);
                assertThat(second.digest()).isEqualTo(first.digest());
                assertThat(second.components()).isEqualTo(first.components());
            }
        }
    }

    @Test
    void buildsWhatIsConfigured() {
        MixtureSpec spec = vectors(
                        new GateConfig.Hierarchical(2, 1),
                        RoutingConfig.builder(1)
                                .fanOutMax(2)
                                .weights(new WeightConfig(WeightConfig.Form.SIGMOID, false, 2))
                                .build())
                .withExecution(new ExecutionConfig(ExecutionConfig.Strategy.SEQUENTIAL))
                .withCombine(new CombineConfig(CombineConfig.Kind.WEIGHTED_SUM, 1, Duration.ofMillis(20), "c"));
        try (Arena arena = Arena.ofConfined()) {
            writer.publish(folder(), new MixtureConfig("layer", "", spec), Mixtures.random(arena, spec, 1), PROVENANCE);
        }
        try (LoadedMixture loaded = loader.load(folder())) {
            Mixture mixture = loaded.mixture();
            assertThat(mixture.execution().strategy()).isEqualTo(Strategy.SEQUENTIAL);
            assertThat(mixture.layer().rule().patience()).isEqualTo(Duration.ofMillis(20));
            assertThat(mixture.layer().rule().fallbackExpert()).hasValue(2);
            assertThat(mixture.layer().gate()).isInstanceOf(HierarchicalGate.class);
            assertThat(mixture.layer().router().shared()).isEqualTo(1);
            assertThat(mixture.layer().router().fanOutMax()).isEqualTo(2);
            assertThat(mixture.layer().router().rules().form()).isEqualTo(GatingForm.SIGMOID);
            assertThat(mixture.layer().router().rules().scale()).isEqualTo(2f);
        }
    }

    @Test
    void buildsTheRuleThatCombines() {
        MixtureSpec adult = Examples.adult().spec();
        MixtureSpec spec = adult.withGate(new GateConfig.Linear(GateConfig.Precision.EXACT8))
                .withCombine(CombineConfig.of(CombineConfig.Kind.LOGIT_SUM));
        try (Arena arena = Arena.ofConfined()) {
            writer.publish(folder(), new MixtureConfig("layer", "", spec), Mixtures.random(arena, spec, 1), PROVENANCE);
        }
        try (LoadedMixture loaded = loader.load(folder())) {
            assertThat(loaded.mixture().layer().rule().combiner()).isInstanceOf(LogitSum.class);
            assertThat(loaded.mixture().layer().gate()).isInstanceOf(TwoPrecisionGate.class);
        }
    }

    @Test
    void refusesFileOfAnotherForm() {
        MixtureSpec spec = vectors(new GateConfig.Linear(), RoutingConfig.topK(2));
        try (Arena arena = Arena.ofConfined()) {
            Mixture mixture = Mixtures.random(arena, spec, 1);
            MixtureSpec other = vectors(new GateConfig.Hierarchical(2, 1), RoutingConfig.topK(2));
            assertThatThrownBy(
                            () -> writer.publish(folder(), new MixtureConfig("layer", "", other), mixture, PROVENANCE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("gate must be");
            MixtureSpec plain = spec.withExperts(spec.experts().stream()
                    .map(expert -> ffn(
                            expert.id(),
                            Form.PLAIN,
                            Normalise.NONE,
                            0,
                            expert.traits().shared()))
                    .toList());
            assertThatThrownBy(
                            () -> writer.publish(folder(), new MixtureConfig("layer", "", plain), mixture, PROVENANCE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("expert 'a' must be as configured, [7 x 5 SILU, 5 x 3 IDENTITY]:"
                            + " gated [7 x 5 SILU, 5 x 3 IDENTITY]");
        }
    }

    private MixtureFolder folder() {
        return new MixtureRepository(root).locate("layer");
    }
}
