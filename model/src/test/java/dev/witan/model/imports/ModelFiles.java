// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.imports;

import dev.witan.model.safetensors.SafetensorsWriter;
import dev.witan.model.safetensors.Tensor;
import dev.witan.model.safetensors.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// A model under construction: random tensors under the names of a layout, as the files hold them.
final class ModelFiles {
    final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final SplittableRandom random;
    private final int layer;
    private final TensorType type;

    ModelFiles(long seed, int layer, TensorType type) {
        this.random = new SplittableRandom(seed);
        this.layer = layer;
        this.type = type;
    }

    /// Adds a tensor of normal numbers of that scale, rounded to the type of the files.
    void add(String part, double scale, long... shape) {
        int count = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * scale);
        }
        put(part, tensor(name(part), type, values, shape));
    }

    void put(String part, Tensor tensor) {
        tensors.put(name(part), tensor);
    }

    String name(String part) {
        return "model.layers.%d.%s".formatted(layer, part);
    }

    /// The numbers that the files hold.
    float[] values(String part) {
        return tensors.get(name(part)).toFloats();
    }

    static Tensor tensor(String name, TensorType type, float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            switch (type) {
                case F32 -> bytes.putFloat(value);
                case F16 -> bytes.putShort(Float.floatToFloat16(value));
                default -> bytes.putShort((short) (Float.floatToIntBits(value) >> 16));
            }
        }
        List<Long> sizes = Arrays.stream(shape).boxed().toList();
        return new Tensor(name, type, sizes, MemorySegment.ofArray(bytes.array()));
    }

    static Tensor bytes(String name, TensorType type, byte[] bytes, long... shape) {
        return new Tensor(name, type, Arrays.stream(shape).boxed().toList(), MemorySegment.ofArray(bytes));
    }

    /// Writes all of them into one file.
    Path write(Path file) {
        return write(file, tensors.values().stream().toList());
    }

    /// Spreads them over files with an index.
    Path writeShards(Path folder, int shards) throws IOException {
        Files.createDirectories(folder);
        List<Tensor> all = List.copyOf(tensors.values());
        StringBuilder map = new StringBuilder();
        for (int shard = 0; shard < shards; shard++) {
            String file = "model-%05d-of-%05d.safetensors".formatted(shard + 1, shards);
            int number = shard;
            List<Tensor> own = all.stream()
                    .filter(each -> all.indexOf(each) % shards == number)
                    .toList();
            own.forEach(
                    each -> map.append(map.isEmpty() ? "" : ",").append("\"%s\":\"%s\"".formatted(each.name(), file)));
            write(folder.resolve(file), own);
        }
        Files.writeString(
                folder.resolve("model.safetensors.index.json"), "{\"metadata\":{},\"weight_map\":{%s}}".formatted(map));
        return folder;
    }

    private static Path write(Path file, List<Tensor> tensors) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            new SafetensorsWriter(tensors, Map.of("format", "pt")).writeTo(channel);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
