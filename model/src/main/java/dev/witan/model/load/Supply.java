// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.Network;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.GateConfig;
import dev.witan.model.safetensors.SafetensorsWriter;
import dev.witan.model.safetensors.Tensor;
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
import java.util.ArrayList;
import java.util.List;

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
        return of("tier predictor", PartNames.TIER_FORMAT, shape, NetworkFormat.tensors(predictor));
    }

    /// A gate of one network that was trained.
    ///
    /// @param gate its configuration, linear or mlp
    /// @param selectionBias one value per expert that it scores
    public static Supply ofGate(GateConfig gate, FeedForward network, float[] selectionBias) {
        NetworkShape shape = GateShapes.network(gate, network.inputs(), selectionBias.length);
        shape.require("gate", network);
        List<Tensor> tensors = new ArrayList<>(NetworkFormat.tensors(network));
        tensors.add(Tensor.of(PartNames.SELECTION_BIAS, selectionBias, selectionBias.length));
        return of("gate", PartNames.GATE_FORMAT, shape, tensors);
    }

    /// An expert that was trained.
    public static Supply ofExpert(ExpertConfig.Ffn expert, Network network) {
        NetworkShape shape = NetworkShape.expert(expert, network.inputs(), network.outputs());
        String source = "expert '" + expert.id() + "'";
        shape.require(source, network);
        return of(source, PartNames.EXPERT_FORMAT, shape, NetworkFormat.tensors(network));
    }

    private static Supply of(String source, String format, NetworkShape shape, List<Tensor> tensors) {
        SafetensorsWriter writer = new SafetensorsWriter(tensors, NetworkFormat.metadata(format, shape));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writer.writeTo(Channels.newChannel(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Supply(source, MemorySegment.ofArray(bytes.toByteArray()));
    }
}
