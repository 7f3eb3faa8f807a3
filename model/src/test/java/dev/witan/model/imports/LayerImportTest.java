// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.witan.engine.Admission;
import dev.witan.engine.Engine;
import dev.witan.engine.EngineObserver;
import dev.witan.engine.Limits;
import dev.witan.engine.request.Column;
import dev.witan.engine.request.InferenceRequest;
import dev.witan.engine.request.RequestContext;
import dev.witan.engine.response.InferenceResponse;
import dev.witan.engine.response.Outcome;
import dev.witan.engine.response.OutputColumn;
import dev.witan.kernels.Kernels;
import dev.witan.model.config.RoutingConfig;
import dev.witan.model.load.LoadedMixture;
import dev.witan.model.load.ReleaseLoader;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.MixtureRepository;
import dev.witan.model.repository.Provenance;
import dev.witan.model.repository.ReleasePublisher;
import dev.witan.model.safetensors.TensorType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Layers as the families publish them, against their published formulas in plain loops of double precision.
class LayerImportTest {
    private static final int TOKENS = 40;
    private static final int LAYER = 3;
    private static final int WIDTH = Layers.WIDTH;

    @TempDir
    private Path root;

    private static double[] tokens() {
        SplittableRandom random = new SplittableRandom(77);
        double[] values = new double[TOKENS * WIDTH];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static float[] answer(LoadedMixture loaded, double[] tokens) {
        float[] values = new float[tokens.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) tokens[i];
        }
        try (Engine engine = new Engine(loaded.mixture(), Limits.defaults(), EngineObserver.NONE, System::nanoTime)) {
            Column column = Column.Vectors.ofTokens("tokens", 2, TOKENS / 2, WIDTH, values);
            RequestContext context = RequestContext.local("r", System.nanoTime() + 60_000_000_000L);
            Admission admission = engine.submit(new InferenceRequest(List.of(column)), context);
            Outcome outcome =
                    ((Admission.Admitted) admission).ticket().outcome().join();
            InferenceResponse response = ((Outcome.Answered) outcome).response();
            assertThat(response.shape(response.outputs().getFirst())).containsExactly(2, TOKENS / 2, WIDTH);
            return ((OutputColumn.Floats) response.outputs().getFirst()).values();
        }
    }

    private MixtureFolder publish(Path source, Layout layout, OptionalInt fanOut) {
        MixtureFolder folder = new MixtureRepository(root).locate("imported");
        try (Arena arena = Arena.ofConfined()) {
            LayerImport imported = LayerImport.open(source, layout, LAYER, fanOut, arena);
            Provenance provenance = new Provenance(Instant.EPOCH, "test", "", Map.of());
            new ReleasePublisher()
                    .publishWithSource(folder, imported.configuration(folder.name()), imported.contents(), provenance);
        }
        return folder;
    }

    private void assertComputes(Path source, Layout layout, double[] expected) {
        try (LoadedMixture loaded =
                new ReleaseLoader(Kernels.choose()).load(publish(source, layout, OptionalInt.empty()))) {
            float[] found = answer(loaded, tokens());
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) found[i]).as("%s, value %d", layout, i).isCloseTo(expected[i], within(1e-5));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Layout.class)
    void computesWhatTheFamilyPublished(Layout layout) throws IOException {
        ModelFiles files = Layers.files(layout, LAYER, TensorType.F32);
        Path folder = Files.createDirectories(root.resolve("model"));
        files.write(folder.resolve("model.safetensors"));
        Files.writeString(folder.resolve("config.json"), Layers.config(layout));
        assertComputes(folder, layout, Layers.reference(layout, files, tokens()));
    }

    @ParameterizedTest
    @EnumSource(
            value = TensorType.class,
            names = {"F16", "BF16"})
    void readsShorterNumbersFromSeveralFiles(TensorType type) throws IOException {
        ModelFiles files = Layers.files(Layout.QWEN3_MOE, LAYER, type);
        Path folder = files.writeShards(root.resolve("model"), 3);
        Files.writeString(folder.resolve("config.json"), Layers.config(Layout.QWEN3_MOE));
        assertComputes(folder, Layout.QWEN3_MOE, Layers.reference(Layout.QWEN3_MOE, files, tokens()));
    }

    @Test
    void readsExpertsOfFourBits() throws IOException {
        ModelFiles files = Layers.files(Layout.GPT_OSS, LAYER, TensorType.BF16);
        double[] expected = Layers.inFourBits(files, tokens());
        Path folder = Files.createDirectories(root.resolve("model"));
        files.write(folder.resolve("model.safetensors"));
        Files.writeString(folder.resolve("config.json"), Layers.config(Layout.GPT_OSS));
        assertComputes(folder, Layout.GPT_OSS, expected);
    }

    @Test
    void readsWeightsOfEightBitsWithScalesPerBlock() throws IOException {
        ModelFiles files = Layers.files(Layout.DEEPSEEK_V3, LAYER, TensorType.BF16);
        double[] expected = Layers.inEightBits(files, tokens());
        Path folder = Files.createDirectories(root.resolve("model"));
        files.write(folder.resolve("model.safetensors"));
        Files.writeString(
                folder.resolve("config.json"),
                Layers.config(Layout.DEEPSEEK_V3)
                        .replaceFirst("\\{", "{\"quantization_config\":{\"weight_block_size\":[16,16]},"));
        assertComputes(folder, Layout.DEEPSEEK_V3, expected);
    }

    /// The family's own number of experts per token, and the one that a person gives.
    @Test
    void takesWhatHoldsInTheFamilyWhereNothingIsSaid() {
        Path file = Layers.files(Layout.MIXTRAL, LAYER, TensorType.F32).write(root.resolve("layer.safetensors"));
        try (Arena arena = Arena.ofConfined()) {
            RoutingConfig usual = LayerImport.open(file, Layout.MIXTRAL, LAYER, OptionalInt.empty(), arena)
                    .configuration("x")
                    .spec()
                    .routing();
            assertThat(usual).isEqualTo(RoutingConfig.topK(2));
            RoutingConfig given = LayerImport.open(file, Layout.MIXTRAL, LAYER, OptionalInt.of(3), arena)
                    .configuration("x")
                    .spec()
                    .routing();
            assertThat(given).isEqualTo(RoutingConfig.topK(3));
        }
    }

    @Test
    void sameModelGivesSameRelease() {
        Path file = Layers.files(Layout.MIXTRAL, LAYER, TensorType.F32).write(root.resolve("layer.safetensors"));
        MixtureFolder folder = publish(file, Layout.MIXTRAL, OptionalInt.empty());
        String first = folder.activeManifest().digest();
        assertThat(publish(file, Layout.MIXTRAL, OptionalInt.empty())
                        .activeManifest()
                        .digest())
                .isEqualTo(first);
        assertThat(folder.activeRelease()).hasValue(2);
    }
}
