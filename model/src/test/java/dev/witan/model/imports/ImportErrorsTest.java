// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.error.WitanException;
import dev.witan.model.safetensors.TensorType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What does not fit is named, with what would.
class ImportErrorsTest {
    private static final int LAYER = 3;

    @TempDir
    private Path root;

    private static void assertRefused(Path source, Layout layout, int layer, String message) {
        try (Arena arena = Arena.ofConfined()) {
            assertThatThrownBy(() -> LayerImport.open(source, layout, layer, OptionalInt.empty(), arena)
                            .configuration("x"))
                    .isInstanceOf(WitanException.class)
                    .hasMessage(source + message);
        }
    }

    private Path write(ModelFiles files) {
        return files.write(root.resolve("m.safetensors"));
    }

    @Test
    void namesTheLayoutThatTheLayerLooksLike() {
        Path file = write(Layers.files(Layout.OLMOE, LAYER, TensorType.F32));
        assertRefused(
                file,
                Layout.MIXTRAL,
                LAYER,
                ": tensor 'model.layers.3.block_sparse_moe.gate.weight' is missing, which layout mixtral has;"
                        + " layer 3 looks like --layout olmoe or qwen3-moe");
    }

    @Test
    void refusesATensorThatNobodyReads() {
        Path file = write(Layers.files(Layout.DEEPSEEK_V3, LAYER, TensorType.F32));
        assertRefused(
                file,
                Layout.OLMOE,
                LAYER,
                ": tensor 'model.layers.3.mlp.gate.e_score_correction_bias' is none of layout olmoe;"
                        + " layer 3 looks like --layout deepseek-v3");
    }

    @Test
    void namesTheLayersWithExperts() {
        Path file = write(Layers.files(Layout.MIXTRAL, LAYER, TensorType.F32));
        assertRefused(
                file,
                Layout.MIXTRAL,
                4,
                ": tensor 'model.layers.4.block_sparse_moe.gate.weight' is missing, which layout mixtral has;"
                        + " the layers with experts are 3");
    }

    @Test
    void namesTheTensorThatIsMissing() {
        ModelFiles files = Layers.files(Layout.MIXTRAL, LAYER, TensorType.F32);
        files.tensors.remove(files.name("block_sparse_moe.experts.5.w2.weight"));
        assertRefused(
                write(files),
                Layout.MIXTRAL,
                LAYER,
                ": tensor 'model.layers.3.block_sparse_moe.experts.5.w2.weight' is missing, which layout mixtral has");
    }

    @Test
    void namesTheTensorOfAnotherShape() {
        ModelFiles files = Layers.files(Layout.MIXTRAL, LAYER, TensorType.F32);
        files.add("block_sparse_moe.experts.1.w3.weight", 1, 23, Layers.WIDTH);
        assertRefused(
                write(files),
                Layout.MIXTRAL,
                LAYER,
                ": tensor 'model.layers.3.block_sparse_moe.experts.1.w3.weight' must have shape [24, 32]: [23, 32]");
    }

    @Test
    void namesTheTypeThatCannotBeRead() {
        ModelFiles files = Layers.files(Layout.MIXTRAL, LAYER, TensorType.F32);
        String part = "block_sparse_moe.experts.0.w1.weight";
        byte[] bytes = new byte[24 * Layers.WIDTH];
        files.put(part, ModelFiles.bytes(files.name(part), TensorType.I8, bytes, 24, Layers.WIDTH));
        assertRefused(
                write(files),
                Layout.MIXTRAL,
                LAYER,
                ": tensor 'model.layers.3.block_sparse_moe.experts.0.w1.weight' must hold F32, F16 or BF16: I8");
    }

    @Test
    void believesTheModelItself() throws IOException {
        Path file = write(Layers.files(Layout.OLMOE, LAYER, TensorType.F32));
        Files.writeString(root.resolve("config.json"), Layers.config(Layout.OLMOE));
        assertRefused(
                file,
                Layout.QWEN3_MOE,
                LAYER,
                ": layout must be that of its config.json, model_type 'olmoe': qwen3-moe; try --layout olmoe");
    }

    @Test
    void refusesAnotherActivation() throws IOException {
        Path file = write(Layers.files(Layout.MIXTRAL, LAYER, TensorType.F32));
        Files.writeString(root.resolve("config.json"), "{\"hidden_act\":\"gelu\"}");
        assertRefused(
                file,
                Layout.MIXTRAL,
                LAYER,
                ": hidden_act in config.json must be silu, nothing else can be imported: \"gelu\"");
    }

    @Test
    void asksForTheFanOutWhereTheFamilysDoesNotFit() throws IOException {
        Path file = write(Layers.files(Layout.MIXTRAL, LAYER, TensorType.F32));
        Files.writeString(root.resolve("config.json"), "{\"num_experts_per_tok\":9}");
        assertRefused(
                file,
                Layout.MIXTRAL,
                LAYER,
                ": a token must go to between 1 and 8 experts: 9;"
                        + " give --fan-out, or put config.json beside the file");
    }

    @Test
    void refusesAnIndexThatLeadsElsewhere() throws IOException {
        Path index = root.resolve("model.safetensors.index.json");
        Files.writeString(index, "{\"weight_map\":{\"a\":\"../a.safetensors\"}}");
        try (Arena arena = Arena.ofConfined()) {
            assertThatThrownBy(() -> LayerImport.open(root, Layout.OLMOE, 0, OptionalInt.empty(), arena))
                    .hasMessage(index + ": the file of tensor 'a' must be a name in the same folder:"
                            + " \"../a.safetensors\"");
        }
    }

    @Test
    void refusesAFolderWithoutAModel() {
        assertRefused(
                root,
                Layout.OLMOE,
                0,
                ": must be a safetensors file, or a folder with model.safetensors.index.json or model.safetensors");
    }

    @Test
    void suggestsTheLayoutThatWasMeant() {
        assertThatThrownBy(() -> Layout.named("qwen3moe"))
                .hasMessage("layout must be one of mixtral, olmoe, qwen3-moe, deepseek-v3, gpt-oss: qwen3moe;"
                        + " did you mean 'qwen3-moe'?");
        assertThat(Layout.named("gpt-oss")).isEqualTo(Layout.GPT_OSS);
    }

    @Test
    void refusesNumbersThatAreNone() {
        ModelFiles files = Layers.files(Layout.MIXTRAL, LAYER, TensorType.F32);
        String part = "block_sparse_moe.experts.7.w1.weight";
        float[] values = files.values(part);
        values[5] = Float.NaN;
        files.put(part, ModelFiles.tensor(files.name(part), TensorType.F32, values, 24, Layers.WIDTH));
        Path file = write(files);
        try (Arena arena = Arena.ofConfined()) {
            LayerImport imported = LayerImport.open(file, Layout.MIXTRAL, LAYER, OptionalInt.empty(), arena);
            assertThatThrownBy(() -> {
                        for (var content : imported.contents().entrySet()) {
                            content.getValue().digest(content.getKey());
                        }
                    })
                    .hasMessage(
                            file + ": tensor 'model.layers.3." + part + "' must hold finite numbers: NaN at index 5");
        }
    }
}
