// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.safetensors;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A safetensors file mapped into memory and checked as a whole: eight bytes of header length, a JSON header, then the
/// data. Its tensors are views of the mapping and end with the arena that it was opened in. Nothing is copied; whoever
/// computes with the numbers copies them first, because the file may be replaced or truncated under the mapping.
public final class SafetensorsFile {
    private static final ValueLayout.OfLong LENGTH = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final String name;
    private final Map<String, String> metadata;
    private final Map<String, Tensor> tensors;

    private SafetensorsFile(String name, Map<String, String> metadata, Map<String, Tensor> tensors) {
        this.name = name;
        this.metadata = metadata;
        this.tensors = tensors;
    }

    /// Maps and checks a file; what the format does not allow is refused with the file, the tensor, the rule and the
    /// value.
    public static SafetensorsFile open(Path path, Arena arena) {
        if (!Files.isRegularFile(path)) {
            throw new WitanException(ErrorCode.CORRUPT_FILE, path + ": must be a regular file");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return parse(path.toString(), channel.map(MapMode.READ_ONLY, 0, channel.size(), arena));
        } catch (IOException e) {
            throw new WitanException(ErrorCode.CORRUPT_FILE, path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /// Checks bytes that are in memory already; the name appears in messages.
    public static SafetensorsFile parse(String name, MemorySegment bytes) {
        long headerBytes = headerBytes(name, bytes);
        byte[] header = bytes.asSlice(Long.BYTES, headerBytes).toArray(ValueLayout.JAVA_BYTE);
        MemorySegment data = bytes.asSlice(Long.BYTES + headerBytes).asReadOnly();
        Header parsed = HeaderReader.read(name, header, data.byteSize());
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Header.Entry entry : parsed.entries()) {
            MemorySegment slice = data.asSlice(entry.begin(), entry.end() - entry.begin());
            tensors.put(entry.name(), new Tensor(entry.name(), entry.type(), entry.shape(), slice));
        }
        return new SafetensorsFile(name, parsed.metadata(), tensors);
    }

    /// What the file says of itself.
    public Map<String, String> metadata() {
        return metadata;
    }

    /// The tensors' names, in the order of the header.
    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    /// The tensor of that name with exactly that type and shape, or a refusal that says what is there instead.
    public Tensor tensor(String tensor, TensorType type, long... shape) {
        Tensor found = tensor(tensor, type);
        if (!found.shape().equals(Arrays.stream(shape).boxed().toList())) {
            throw new WitanException(
                    ErrorCode.CORRUPT_FILE,
                    "%s: tensor '%s': shape must be %s: %s"
                            .formatted(name, tensor, Arrays.toString(shape), found.shape()));
        }
        return found;
    }

    /// The tensor of that name and type, of any shape.
    public Tensor tensor(String tensor, TensorType type) {
        Tensor found = tensors.get(tensor);
        if (found == null) {
            throw new WitanException(
                    ErrorCode.CORRUPT_FILE,
                    "%s: tensor '%s' is missing; the file holds %s".formatted(name, tensor, tensors.keySet()));
        }
        if (found.type() != type) {
            throw new WitanException(
                    ErrorCode.CORRUPT_FILE,
                    "%s: tensor '%s': dtype must be %s: %s".formatted(name, tensor, type, found.type()));
        }
        return found;
    }

    /// The tensor of that name, of any type and shape.
    public Optional<Tensor> find(String tensor) {
        return Optional.ofNullable(tensors.get(tensor));
    }

    /// Refuses any tensor beyond those that the reader knows: an unread tensor is a misunderstanding.
    public void requireOnly(Set<String> known) {
        for (String tensor : tensors.keySet()) {
            if (!known.contains(tensor)) {
                throw new WitanException(
                        ErrorCode.CORRUPT_FILE,
                        "%s: tensor '%s' is not expected here; expected are %s".formatted(name, tensor, known));
            }
        }
    }

    private static long headerBytes(String name, MemorySegment bytes) {
        if (bytes.byteSize() < Long.BYTES) {
            throw new WitanException(
                    ErrorCode.CORRUPT_FILE,
                    "%s: must start with 8 bytes of header length: the file has %d bytes"
                            .formatted(name, bytes.byteSize()));
        }
        long headerBytes = bytes.get(LENGTH, 0);
        if (headerBytes < 0 || headerBytes > Header.BYTES_MAX) {
            throw new WitanException(
                    ErrorCode.CORRUPT_FILE,
                    "%s: header must be at most %d bytes: %s"
                            .formatted(name, Header.BYTES_MAX, Long.toUnsignedString(headerBytes)));
        }
        if (headerBytes > bytes.byteSize() - Long.BYTES) {
            throw new WitanException(
                    ErrorCode.CORRUPT_FILE,
                    "%s: header of %d bytes must fit the file: %d bytes follow its length"
                            .formatted(name, headerBytes, bytes.byteSize() - Long.BYTES));
        }
        return headerBytes;
    }
}
