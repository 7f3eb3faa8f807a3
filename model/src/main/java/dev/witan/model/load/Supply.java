// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.kernels.FeedForward;
import dev.witan.model.safetensors.SafetensorsWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// What somebody brings for a component of the next release: the bytes of its one file.
///
/// @param source appears in messages
public record Supply(String source, MemorySegment bytes) {

    /// A file, mapped for as long as the arena lives.
    public static Supply of(Path file, Arena arena) {
        if (!Files.isRegularFile(file)) {
            throw new WitanException(ErrorCode.INVALID_INPUT, file + ": must be a regular file");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new Supply(file.toString(), channel.map(MapMode.READ_ONLY, 0, channel.size(), arena));
        } catch (IOException e) {
            throw new WitanException(ErrorCode.INVALID_INPUT, "%s: must be readable: %s".formatted(file, e), e);
        }
    }

    /// A tier predictor that was trained: one linear layer from a row to one score.
    public static Supply ofTiers(FeedForward predictor) {
        NetworkShape shape = NetworkShape.tiers(predictor.inputs());
        shape.require("tier predictor", predictor);
        SafetensorsWriter writer = new SafetensorsWriter(
                NetworkFormat.tensors(predictor), NetworkFormat.metadata(PartNames.TIER_FORMAT, shape));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writer.writeTo(Channels.newChannel(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Supply("tier predictor", MemorySegment.ofArray(bytes.toByteArray()));
    }
}
