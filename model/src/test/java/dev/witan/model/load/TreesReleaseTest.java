// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.CombineRule;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.encode.NumericEncoder;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.expert.Forest;
import dev.witan.engine.expert.Splits;
import dev.witan.engine.expert.TreesExpert;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.response.RegressionHead;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Activation;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import dev.witan.kernels.Linear;
import dev.witan.kernels.PackedMatrix;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.repository.ComponentContent;
import dev.witan.model.repository.ComponentName;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.MixtureRepository;
import dev.witan.model.repository.Provenance;
import dev.witan.model.repository.ReleaseManifest;
import dev.witan.model.repository.ReleasePublisher;
import dev.witan.model.safetensors.SafetensorsFile;
import dev.witan.model.safetensors.SafetensorsWriter;
import dev.witan.model.safetensors.Tensor;
import dev.witan.model.safetensors.TensorType;
import dev.witan.model.storage.Content;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Experts of kind `trees`, to disk and back.
class TreesReleaseTest {
    private static final Provenance PROVENANCE =
            new Provenance(Instant.parse("2026-11-22T07:00:00Z"), "ann", "", Map.of());

    private final Arena arena = Arena.ofConfined();
    private final ReleaseLoader loader = new ReleaseLoader(Kernels.choose());
    private final ReleaseWriter writer = new ReleaseWriter(new ReleasePublisher());
    private final Mixture mixture = mixture();
    private final MixtureConfig config = ConfigurationDraft.of("forest", "", "y", mixture);

    @TempDir
    private Path root;

    private MixtureFolder folder;

    @BeforeEach
    void locate() {
        folder = new MixtureRepository(root).locate("forest");
    }

    @AfterEach
    void free() {
        arena.close();
    }

    /// `[missing, x]` to `x <= 0.25 ? -1 : 2`, and a linear expert beside it.
    private Mixture mixture() {
        TableEncoder encoder = new TableEncoder(List.of(new NumericEncoder("x", 0, 1, new double[0])));
        Splits splits = new Splits(new int[] {1}, new float[] {0.25f}, new int[] {~0}, new int[] {~1});
        Forest forest = new Forest(2, new float[1], new int[1], new int[1], splits, new float[] {-1, 2});
        MoeLayer layer = new MoeLayer(
                Kernels.choose(),
                new NetworkGate(linear(2)),
                Router.topK(new float[2], 2),
                List.of(new TreesExpert("wood", "", forest), new FfnExpert("line", "", linear(1))),
                CombineRule.of(new WeightedSum()));
        return new Mixture("forest", 1, "", encoder, layer, new RegressionHead(0, 1));
    }

    private FeedForward linear(int outputs) {
        FloatMatrix weights = FloatMatrix.allocate(arena, 2, outputs);
        FloatMatrix bias = FloatMatrix.allocate(arena, 1, outputs);
        return new FeedForward(List.of(new Linear(PackedMatrix.pack(arena, weights), bias, Activation.IDENTITY)));
    }

    @Test
    void comesBackAsItWas() {
        assertThat(config.spec().experts().getFirst().kind()).isEqualTo("trees");
        ReleaseManifest first = writer.publish(folder, config, mixture, PROVENANCE);
        try (LoadedMixture loaded = loader.load(folder)) {
            TreesExpert expert =
                    (TreesExpert) loaded.mixture().layer().experts().getFirst();
            assertThat(expert.digest())
                    .isEqualTo(first.component(ComponentName.expert("wood")).digest());
            FloatMatrix rows = FloatMatrix.allocate(arena, 2, 2);
            rows.set(0, 1, 0.25f);
            rows.set(1, 1, 0.26f);
            FloatMatrix answers = FloatMatrix.allocate(arena, 2, 1);
            expert.forest().answer(rows, 0, 2, answers, 0);
            assertThat(answers.get(0, 0)).isEqualTo(-1);
            assertThat(answers.get(1, 0)).isEqualTo(2);
            ReleaseManifest second = writer.publish(folder, config, loaded.mixture(), PROVENANCE);
            assertThat(second.digest()).isEqualTo(first.digest());
        }
    }

    @Test
    void refusesArraysThatLeadAstray() throws IOException {
        assertRefused(Tensor.of("nodes.left", new int[] {0}, 1), "a way must lead to a later node: 0");
        assertRefused(Tensor.of("nodes.right", new int[] {~9}, 1), "a way must end in a leaf: 9");
        assertRefused(Tensor.of("nodes.feature", new int[] {2}, 1), "a feature must be a column of the row: 2");
        assertRefused(Tensor.of("nodes.threshold", new float[] {Float.NaN}, 1), "a threshold must be finite: NaN");
        assertRefused(Tensor.of("leaves", new float[] {1, Float.NaN}, 2), "a leaf must be finite: NaN");
        assertRefused(Tensor.of("base", new float[2], 2), "tensor 'base': shape must be [1]: [2]");
        assertRefused(Tensor.of("nodes.left", new float[1], 1), "tensor 'nodes.left': dtype must be I32: F32");
        assertRefused(Tensor.of("leaves", new float[2], 1, 2), "tensor 'leaves': shape must be one number");
        assertRefused(Tensor.of("more", new float[2], 2), "tensor 'more' is not expected here");
    }

    @Test
    void refusesFileThatIsNoForest() throws IOException {
        writer.publish(folder, config, mixture, PROVENANCE);
        publish(List.of(), Map.of("format", "witan.ffn.v1"));
        assertThatThrownBy(() -> loader.load(folder)).hasMessageContaining("__metadata__ must be as configured");
    }

    @Test
    void refusesMixtureOfAnotherKindThanConfigured() {
        MixtureConfig swapped = new MixtureConfig(
                "forest", "", config.spec().withExperts(config.spec().experts().reversed()));
        assertThatThrownBy(() -> writer.publish(folder, swapped, mixture, PROVENANCE))
                .isInstanceOf(IllegalArgumentException.class);
        ExpertConfig wood =
                new ExpertConfig.Trees("line", config.spec().experts().getLast().traits());
        MixtureConfig woods = new MixtureConfig(
                "forest",
                "",
                config.spec().withExperts(List.of(config.spec().experts().getFirst(), wood)));
        assertThatThrownBy(() -> writer.publish(folder, woods, mixture, PROVENANCE))
                .hasMessage("expert 'line' must be of kind trees: FfnExpert");
    }

    private void assertRefused(Tensor tensor, String message) throws IOException {
        writer.publish(folder, config, mixture, PROVENANCE);
        publish(List.of(tensor), ForestFormat.METADATA);
        assertThatThrownBy(() -> loader.load(folder))
                .isInstanceOf(WitanException.class)
                .hasMessageContaining("experts/wood/")
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(((WitanException) e).code()).isEqualTo(ErrorCode.CORRUPT_FILE));
    }

    /// Publishes the release in force anew, with digests that fit and these tensors in the forest's file.
    private void publish(List<Tensor> changed, Map<String, String> metadata) throws IOException {
        var manifest = folder.activeManifest();
        Map<ComponentName, ComponentContent> contents = new HashMap<>();
        for (var component : manifest.components()) {
            Map<String, Content> files = new HashMap<>();
            for (var file : component.files()) {
                files.put(file.name(), Content.of(folder.map(component, file.name(), arena)));
            }
            contents.put(component.name(), new ComponentContent(component.encoding(), files));
        }
        ComponentName wood = ComponentName.expert("wood");
        SafetensorsFile sound =
                SafetensorsFile.open(folder.file(manifest.component(wood), "expert.safetensors"), arena);
        List<Tensor> tensors = new ArrayList<>(changed);
        List<String> replaced = changed.stream().map(Tensor::name).toList();
        for (String name : sound.names()) {
            if (!replaced.contains(name)) {
                boolean isFloat = List.of("base", "nodes.threshold", "leaves").contains(name);
                tensors.add(sound.tensor(name, isFloat ? TensorType.F32 : TensorType.I32));
            }
        }
        contents.put(
                wood,
                new ComponentContent(
                        "f32", Map.of("expert.safetensors", new SafetensorsWriter(tensors, metadata)::writeTo)));
        new ReleasePublisher().publish(folder, config, contents, PROVENANCE);
    }
}
