// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.gate.Gate;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import dev.witan.model.config.CallConfig;
import dev.witan.model.config.CombineConfig;
import dev.witan.model.config.Datatype;
import dev.witan.model.config.EncodedColumn;
import dev.witan.model.config.EncoderConfig;
import dev.witan.model.config.Examples;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.ExpertTraits;
import dev.witan.model.config.GateConfig;
import dev.witan.model.config.HeadConfig;
import dev.witan.model.config.InputColumn;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.config.RoutingConfig;
import dev.witan.model.config.Signature;
import dev.witan.model.config.TierConfig;
import dev.witan.model.config.WarmConfig;
import dev.witan.model.repository.ComponentName;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.MixtureRepository;
import dev.witan.model.repository.Provenance;
import dev.witan.model.repository.ReleaseManifest;
import dev.witan.model.repository.ReleasePublisher;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseDraftTest {
    private static final Provenance PROVENANCE =
            new Provenance(Instant.parse("2026-11-22T07:00:00Z"), "ann", "", Map.of());
    private static final MixtureConfig ADULT = Examples.adult();

    private final ReleasePublisher publisher = new ReleasePublisher();
    private final ReleaseWriter writer = new ReleaseWriter(publisher);
    private final Arena arena = Arena.ofConfined();

    @TempDir
    private Path root;

    private MixtureFolder folder;
    private ReleaseManifest first;

    @BeforeEach
    void publishMixture() {
        folder = new MixtureRepository(root).locate("adult");
        first = writer.publish(folder, ADULT, Mixtures.random(arena, ADULT.spec(), 1), PROVENANCE);
    }

    @AfterEach
    void closeArena() {
        arena.close();
    }

    @Test
    void takesOverWhatFits() {
        MixtureConfig edited = edited(ADULT.spec()
                .withRouting(RoutingConfig.builder(1).fanOutMax(2).topP(0.9).build())
                .withGate(new GateConfig.Mlp(List.of(8), Activation.RELU)));
        ReleaseDraft draft = draft(edited, Map.of());
        draft.tryOut(ForeignExperts.NONE);
        assertThat(draft.changes())
                .containsExactly("~ routing.fanOut: 2 -> 1", "+ routing.fanOutMax: 2", "+ routing.topP: 0.9");
        ReleaseManifest second = draft.publish(publisher, PROVENANCE);
        assertThat(second.release()).isEqualTo(2);
        assertThat(second.components()).isEqualTo(first.components());
        assertThat(second.configuration()).isEqualTo(edited);
        assertThat(folder.activeRelease()).hasValue(2);
        try (LoadedMixture loaded = new ReleaseLoader(Kernels.choose()).load(folder)) {
            assertThat(loaded.mixture().layer().router().fanOut()).isEqualTo(1);
        }
    }

    @Test
    void saysWhenThereIsNothingToPublish() {
        assertThat(draft(ADULT, Map.of()).changes()).isEmpty();
    }

    @Test
    void namesEverythingThatMustBeBrought() {
        List<ExpertConfig> experts = new ArrayList<>(ADULT.spec().experts());
        experts.set(0, new ExpertConfig.Ffn("cheap-0", "", List.of(5), Activation.RELU));
        experts.set(1, new ExpertConfig.Onnx("graph", ExpertTraits.DEFAULTS));
        experts.add(new ExpertConfig.Ffn("new", "", List.of(), Activation.RELU));
        MixtureSpec spec = ADULT.spec()
                .withExperts(experts)
                .withRouting(RoutingConfig.builder(2)
                        .tiers(new TierConfig(List.of(0.5), List.of(1, 2)))
                        .build());
        assertThatThrownBy(() -> draft(edited(spec), Map.of()))
                .isInstanceOf(WitanException.class)
                .hasMessage("""
                        experts/cheap-0: must be brought, since its kind or shape was changed: --expert cheap-0=FILE.safetensors
                        experts/graph: must be brought, since there is none yet: --expert graph=FILE.onnx
                        experts/new: must be brought, since there is none yet: --expert new=FILE.safetensors
                        gate: must be brought, since it scored 3 experts and must score 4: --gate FILE.safetensors
                        tiers: must be brought, since there is none yet: --tiers FILE.safetensors""");
        assertThat(folder.activeRelease()).hasValue(1);
    }

    @Test
    void keepsAGateOnlyWhileExpertsKeepTheirPlaces() {
        MixtureConfig swapped =
                edited(ADULT.spec().withExperts(ADULT.spec().experts().reversed()));
        assertThatThrownBy(() -> draft(swapped, Map.of()))
                .hasMessage("gate: must be brought, since expert 'premium' had place 3 and has place 1:"
                        + " --gate FILE.safetensors");
    }

    @Test
    void keepsNothingBehindAnotherEncoder() {
        EncoderConfig.Table encoder = (EncoderConfig.Table) ADULT.spec().encoder();
        MixtureSpec spec = ADULT.spec();
        MixtureConfig other = edited(new MixtureSpec(
                spec.signature(),
                new EncoderConfig.Table(encoder.columns().reversed()),
                spec.gate(),
                spec.experts(),
                2,
                spec.combine(),
                spec.head()));
        assertThatThrownBy(() -> draft(other, Map.of()))
                .hasMessageStartingWith(
                        "encoder: must be brought, since the encoder was changed: `witan train` makes one\n"
                                + "experts/cheap-0: must be brought, since the encoder was changed: --expert");
    }

    @Test
    void takesWhatIsBrought() {
        MixtureSpec wider = withExpert(new ExpertConfig.Ffn("cheap-0", "", List.of(5), Activation.RELU));
        ReleaseDraft draft = draft(edited(wider), Map.of(ComponentName.expert("cheap-0"), expertOf(wider)));
        draft.tryOut(ForeignExperts.NONE);
        assertThat(draft.changes())
                .hasSize(2)
                .startsWith("~ experts.cheap-0.hidden: [4] -> [5]")
                .last()
                .asString()
                .startsWith("~ experts/cheap-0: " + root);
        ReleaseManifest second = draft.publish(publisher, PROVENANCE);
        assertThat(second.component(ComponentName.expert("cheap-0")).version()).isEqualTo(2);
        assertThat(second.component(ComponentName.GATE)).isEqualTo(first.component(ComponentName.GATE));
    }

    @Test
    void refusesWhatDoesNotFitBeforeAnythingIsWritten() {
        MixtureSpec wider = withExpert(new ExpertConfig.Ffn("cheap-0", "", List.of(5), Activation.RELU));
        Supply narrow = Supply.of(folder.path().resolve("experts/cheap-0/1/f32/expert.safetensors"), arena);
        ReleaseDraft draft = draft(edited(wider), Map.of(ComponentName.expert("cheap-0"), narrow));
        assertThatThrownBy(() -> draft.tryOut(ForeignExperts.NONE))
                .isInstanceOf(WitanException.class)
                .hasMessageContaining("tensor 'layers.0.weight': shape must be [5, 8]: [4, 8]");
        assertThat(folder.releases()).containsExactly(1);
    }

    @Test
    void refusesWhatNobodyNeeds() {
        Supply any = Supply.of(folder.path().resolve("gate/1/gate.safetensors"), arena);
        assertThatThrownBy(() -> draft(ADULT, Map.of(ComponentName.expert("cheap-9"), any)))
                .hasMessage("experts/cheap-9: must be a component of the mixture; did you mean 'experts/cheap-0'?");
        MixtureConfig remote = edited(withExpert(new ExpertConfig.Function(
                "cheap-0", ExpertTraits.DEFAULTS, "http://h/f", CallConfig.FUNCTION, WarmConfig.OFF)));
        assertThatThrownBy(() -> draft(remote, Map.of(ComponentName.expert("cheap-0"), any)))
                .hasMessage("experts/cheap-0: needs no file, since experts of its kind are not kept in releases");
    }

    @Test
    void dropsFilesOfExpertsThatLiveElsewhere() {
        MixtureConfig remote = edited(withExpert(new ExpertConfig.Function(
                "cheap-0", ExpertTraits.DEFAULTS, "http://h/f", CallConfig.FUNCTION, WarmConfig.OFF)));
        ReleaseDraft draft = draft(remote, Map.of());
        assertThatCode(() -> draft.tryOut(ForeignExperts.NONE)).doesNotThrowAnyException();
        ReleaseManifest second = draft.publish(publisher, PROVENANCE);
        assertThat(second.find(ComponentName.expert("cheap-0"))).isEmpty();
        assertThatThrownBy(() -> new ReleaseLoader(Kernels.choose()).load(folder))
                .hasMessage("expert 'cheap-0' must be of a kind that can be run here: function");
    }

    @Test
    void refusesToReplaceAReleaseThatItHasNotSeen() {
        ReleaseDraft draft = draft(edited(ADULT.spec().withRouting(RoutingConfig.topK(1))), Map.of());
        writer.publish(folder, ADULT, Mixtures.random(arena, ADULT.spec(), 2), PROVENANCE);
        assertThatThrownBy(() -> draft.publish(publisher, PROVENANCE))
                .isInstanceOf(WitanException.class)
                .hasMessage(folder.path() + ": another release came into force meanwhile, 2; try again");
        assertThat(folder.activeRelease()).hasValue(2);
    }

    @Test
    void makesAFirstReleaseOfWhatIsBrought() {
        MixtureSpec spec = new MixtureSpec(
                new Signature(List.of(new InputColumn("x", Datatype.FP32)), "y"),
                new EncoderConfig.Vector("x", 4, false),
                new GateConfig.Linear(),
                List.of(new ExpertConfig.Ffn("a", "", List.of(), Activation.IDENTITY)),
                1,
                CombineConfig.WEIGHTED_SUM,
                new HeadConfig.Vector("y", 2));
        MixtureFolder elsewhere = new MixtureRepository(root).locate("elsewhere");
        writer.publish(elsewhere, new MixtureConfig("x", "", spec), Mixtures.random(arena, spec, 1), PROVENANCE);
        Map<ComponentName, Supply> brought = Map.of(
                ComponentName.GATE,
                Supply.of(elsewhere.path().resolve("gate/1/gate.safetensors"), arena),
                ComponentName.expert("a"),
                Supply.of(elsewhere.path().resolve("experts/a/1/f32/expert.safetensors"), arena));
        MixtureFolder fresh = new MixtureRepository(root).locate("fresh");
        ReleaseDraft draft = ReleaseDraft.of(fresh, new MixtureConfig("fresh", "", spec), brought, arena);
        draft.tryOut(ForeignExperts.NONE);
        assertThat(draft.before()).isEmpty();
        assertThat(draft.changes()).hasSize(2).allMatch(line -> line.startsWith("+ "));
        assertThat(draft.publish(publisher, PROVENANCE).digest())
                .isNotEqualTo(elsewhere.activeManifest().digest());
        assertThat(fresh.activeManifest().components())
                .isEqualTo(elsewhere.activeManifest().components());
        new ReleaseLoader(Kernels.choose()).load(fresh).close();
    }

    @Test
    void needsNoEncoderFileForPictures() {
        MixtureSpec spec = new MixtureSpec(
                new Signature(List.of(new InputColumn("photo", Datatype.BYTES)), "y"),
                new EncoderConfig.Table(List.of(new EncodedColumn.Image("photo", 2, 2, EncodedColumn.Colour.GREY))),
                new GateConfig.Linear(),
                List.of(new ExpertConfig.Function(
                        "a", ExpertTraits.DEFAULTS, "http://h/f", CallConfig.FUNCTION, WarmConfig.OFF)),
                1,
                CombineConfig.WEIGHTED_SUM,
                new HeadConfig.Binary(List.of("no", "yes")));
        MixtureSpec rows = new MixtureSpec(
                new Signature(List.of(new InputColumn("x", Datatype.FP32)), "y"),
                new EncoderConfig.Vector("x", 4, false),
                new GateConfig.Linear(),
                List.of(new ExpertConfig.Ffn("a", "", List.of(), Activation.IDENTITY)),
                1,
                CombineConfig.WEIGHTED_SUM,
                new HeadConfig.Vector("y", 2));
        MixtureFolder elsewhere = new MixtureRepository(root).locate("elsewhere");
        writer.publish(elsewhere, new MixtureConfig("x", "", rows), Mixtures.random(arena, rows, 1), PROVENANCE);
        Supply gate = Supply.of(elsewhere.path().resolve("gate/1/gate.safetensors"), arena);
        MixtureFolder fresh = new MixtureRepository(root).locate("fresh");
        ReleaseDraft draft =
                ReleaseDraft.of(fresh, new MixtureConfig("fresh", "", spec), Map.of(ComponentName.GATE, gate), arena);
        draft.tryOut(ForeignExperts.NONE);
        ReleaseManifest made = draft.publish(publisher, PROVENANCE);
        assertThat(made.components()).hasSize(2);
        assertThat(ReleaseDraft.of(fresh, new MixtureConfig("fresh", "", spec), Map.of(), arena)
                        .changes())
                .isEmpty();
    }

    @Test
    void keepsGraphsAsTheyAre() throws IOException {
        MixtureConfig graphs = edited(withExpert(new ExpertConfig.Onnx("graph", ExpertTraits.DEFAULTS))
                .withGate(new GateConfig.Onnx()));
        Path expert = Files.writeString(root.resolve("expert.onnx"), "expert graph");
        Path gate = Files.writeString(root.resolve("gate.onnx"), "gate graph");
        Map<ComponentName, Supply> brought = Map.of(
                ComponentName.expert("graph"), Supply.of(expert, arena), ComponentName.GATE, Supply.of(gate, arena));
        LinearGraphs foreign = new LinearGraphs(arena);
        ReleaseDraft draft = draft(graphs, brought);
        draft.tryOut(foreign);
        ReleaseManifest second = draft.publish(publisher, PROVENANCE);
        assertThat(folder.path().resolve("experts/graph/1/onnx/model.onnx")).hasSameBinaryContentAs(expert);
        assertThat(folder.path().resolve("gate/2/model.onnx")).hasSameBinaryContentAs(gate);
        try (LoadedMixture loaded = new ReleaseLoader(Kernels.choose(), foreign).load(folder)) {
            assertThat(loaded.mixture().layer().experts().getFirst().digest())
                    .isEqualTo(second.component(ComponentName.expert("graph")).digest());
        }
        assertThat(foreign.seen).containsExactly("gate graph", "expert graph", "gate graph", "expert graph");
        assertThat(draft(edited(graphs.spec().withRouting(RoutingConfig.topK(1))), Map.of())
                        .publish(publisher, PROVENANCE)
                        .components())
                .isEqualTo(second.components());
    }

    /// Runs every graph as one linear layer of zeros, and remembers what was in the files.
    private static final class LinearGraphs implements ForeignExperts {
        private final Arena arena;
        private final List<String> seen = new ArrayList<>();

        private LinearGraphs(Arena arena) {
            this.arena = arena;
        }

        @Override
        public Expert open(
                String mixture,
                ExpertConfig config,
                String digest,
                Optional<MemorySegment> file,
                int inputs,
                int outputs) {
            see(file.orElseThrow());
            return new FfnExpert(config.id(), digest, zeros(inputs, outputs));
        }

        @Override
        public Gate openGate(GateConfig.Onnx config, MemorySegment file, int inputs, int experts) {
            see(file);
            return new NetworkGate(zeros(inputs, experts));
        }

        private void see(MemorySegment file) {
            seen.add(new String(file.toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8));
        }

        private FeedForward zeros(int inputs, int outputs) {
            return new FeedForward(List.of(new Linear(
                    PackedMatrix.allocate(arena, inputs, outputs),
                    FloatMatrix.allocate(arena, 1, outputs),
                    Activation.IDENTITY)));
        }
    }

    private ReleaseDraft draft(MixtureConfig configuration, Map<ComponentName, Supply> brought) {
        return ReleaseDraft.of(folder, configuration, brought, arena);
    }

    /// The file of expert `cheap-0` from a mixture of that shape.
    private Supply expertOf(MixtureSpec spec) {
        MixtureFolder other = new MixtureRepository(root).locate("other");
        writer.publish(other, edited(spec), Mixtures.random(arena, spec, 3), PROVENANCE);
        return Supply.of(other.path().resolve("experts/cheap-0/1/f32/expert.safetensors"), arena);
    }

    private static MixtureSpec withExpert(ExpertConfig expert) {
        List<ExpertConfig> experts = new ArrayList<>(ADULT.spec().experts());
        experts.set(0, expert);
        return ADULT.spec().withExperts(experts);
    }

    private static MixtureConfig edited(MixtureSpec spec) {
        return new MixtureConfig(ADULT.name(), ADULT.description(), spec);
    }
}
