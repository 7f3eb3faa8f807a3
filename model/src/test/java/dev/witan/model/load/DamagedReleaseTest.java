// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.kernels.Kernels;
import dev.witan.model.config.Examples;
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
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedReleaseTest {
    private static final MixtureConfig CONFIG = Examples.adult();
    private static final Provenance PROVENANCE =
            new Provenance(Instant.parse("2026-11-22T07:00:00Z"), "ann", "", Map.of());
    private static final Path EXPERT = Path.of("experts/premium/1/f32/expert.safetensors");

    private final ReleaseLoader loader = new ReleaseLoader(Kernels.choose());
    private final ReleasePublisher publisher = new ReleasePublisher();

    @TempDir
    private Path root;

    private MixtureFolder folder;

    @BeforeEach
    void publishMixture() {
        folder = new MixtureRepository(root).locate("adult");
        try (Arena arena = Arena.ofConfined()) {
            new ReleaseWriter(publisher).publish(folder, CONFIG, Mixtures.random(arena, CONFIG.spec(), 1), PROVENANCE);
        }
    }

    @Test
    void refusesFileWithOneBitChanged() throws IOException {
        Path file = folder.path().resolve(EXPERT);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        assertCorrupt(file + ": SHA-256 must be ");
    }

    @Test
    void refusesTruncatedFile() throws IOException {
        Path file = folder.path().resolve(EXPERT);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 4));
        assertCorrupt("%s: must be %d bytes, as published: %d".formatted(file, bytes.length, bytes.length - 4));
    }

    @Test
    void refusesMissingFile() throws IOException {
        Path file = folder.path().resolve("encoder/1/encoder.json");
        Files.delete(file);
        assertCorrupt(file + ": must exist, as published");
    }

    @Test
    void refusesFolderInPlaceOfFile() throws IOException {
        Path file = folder.path().resolve("gate/1/gate.safetensors");
        Files.delete(file);
        Files.createDirectory(file);
        assertCorrupt(file + ": must be a regular file");
    }

    @Test
    void refusesActiveReleaseThatIsNotThere() throws IOException {
        Files.writeString(folder.activeFile(), "7\n");
        assertCorrupt(folder.manifestFile(7) + ": must exist");
    }

    @Test
    void refusesManifestUnderAnotherNumber() throws IOException {
        Files.copy(folder.manifestFile(1), folder.manifestFile(2));
        Files.writeString(folder.activeFile(), "2\n");
        assertCorrupt(folder.manifestFile(2) + ": release must be 2: 1");
    }

    @Test
    void refusesWeightsOfAnotherShape() throws IOException {
        republish(ComponentName.expert("premium"), "expert.safetensors", tensors -> {
            tensors.removeIf(tensor -> tensor.name().equals("layers.0.bias"));
            tensors.add(Tensor.of("layers.0.bias", new float[15], 15));
            return tensors;
        });
        assertCorrupt(path("experts/premium/2/f32/expert.safetensors")
                + ": tensor 'layers.0.bias': shape must be [16]: [15]");
    }

    @Test
    void refusesWeightsThatAreNoNumbers() throws IOException {
        republish(ComponentName.GATE, "gate.safetensors", tensors -> {
            tensors.removeIf(tensor -> tensor.name().equals("selection_bias"));
            tensors.add(Tensor.of("selection_bias", new float[] {0, Float.NaN, 0}, 3));
            return tensors;
        });
        assertCorrupt(
                path("gate/2/gate.safetensors") + ": tensor 'selection_bias': values must be finite: NaN at index 1");
    }

    @Test
    void refusesTensorsThatNobodyReads() throws IOException {
        republish(ComponentName.ENCODER, "encoder.safetensors", tensors -> {
            tensors.add(Tensor.of("input.shoe size.mean", new double[] {43}, 1));
            return tensors;
        });
        assertCorrupt(path("encoder/2/encoder.safetensors") + ": tensor 'input.shoe size.mean' is not expected here");
    }

    @Test
    void refusesStatisticsThatBreakARule() throws IOException {
        republish(ComponentName.ENCODER, "encoder.safetensors", tensors -> {
            tensors.removeIf(tensor -> tensor.name().equals("input.age.deviation"));
            tensors.add(Tensor.of("input.age.deviation", new double[] {0}, 1));
            return tensors;
        });
        assertCorrupt(folder.manifestFile(2) + ": column 'age': mean must be finite and deviation positive: ");
    }

    @Test
    void refusesEncoderWithoutVocabulary() throws IOException {
        Map<ComponentName, ComponentContent> contents = contents();
        Map<String, Content> files =
                new HashMap<>(contents.get(ComponentName.ENCODER).files());
        files.put("encoder.json", Content.text("{\"format\":\"witan.vocabularies.v1\",\"vocabularies\":{}}"));
        contents.put(ComponentName.ENCODER, new ComponentContent("", files));
        publisher.publish(folder, CONFIG, contents, PROVENANCE);
        assertCorrupt(path("encoder/2/encoder.safetensors") + ": must have a vocabulary of column 'work class'");
    }

    /// Publishes the mixture anew, with digests that fit, after changing the tensors of one file.
    private void republish(ComponentName name, String file, UnaryOperator<List<Tensor>> change) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            ReleaseManifest manifest = folder.activeManifest();
            Path source = folder.file(manifest.component(name), file);
            SafetensorsFile sound = SafetensorsFile.open(source, arena);
            List<Tensor> tensors = new ArrayList<>();
            for (String tensor : sound.names()) {
                boolean isDouble = tensor.matches("input\\..*\\.(mean|deviation|edges)");
                tensors.add(sound.tensor(tensor, isDouble ? TensorType.F64 : TensorType.F32));
            }
            Map<ComponentName, ComponentContent> contents = contents();
            Map<String, Content> files = new HashMap<>(contents.get(name).files());
            files.put(file, new SafetensorsWriter(change.apply(tensors), sound.metadata())::writeTo);
            contents.put(name, new ComponentContent(contents.get(name).encoding(), files));
            publisher.publish(folder, CONFIG, contents, PROVENANCE);
        }
    }

    private Map<ComponentName, ComponentContent> contents() throws IOException {
        Map<ComponentName, ComponentContent> contents = new HashMap<>();
        for (var component : folder.activeManifest().components()) {
            Map<String, Content> files = new HashMap<>();
            for (var file : component.files()) {
                byte[] bytes = Files.readAllBytes(folder.file(component, file.name()));
                files.put(file.name(), channel -> channel.write(ByteBuffer.wrap(bytes)));
            }
            contents.put(component.name(), new ComponentContent(component.encoding(), files));
        }
        return contents;
    }

    private Path path(String relative) {
        return folder.path().resolve(relative);
    }

    private void assertCorrupt(String message) {
        assertThatThrownBy(() -> loader.load(folder))
                .isInstanceOf(WitanException.class)
                .hasMessageStartingWith(message)
                .satisfies(e -> assertThat(((WitanException) e).code()).isEqualTo(ErrorCode.CORRUPT_FILE));
    }
}
