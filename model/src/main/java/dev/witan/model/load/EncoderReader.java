// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.encode.Encoder;
import dev.witan.engine.encode.VectorEncoder;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.response.BinaryHead;
import dev.witan.engine.response.ChatHead;
import dev.witan.engine.response.Head;
import dev.witan.engine.response.MultiClassHead;
import dev.witan.engine.response.MultiLabelHead;
import dev.witan.engine.response.QuantileHead;
import dev.witan.engine.response.RegressionHead;
import dev.witan.engine.response.VectorHead;
import dev.witan.model.config.EncodedColumn;
import dev.witan.model.config.EncoderConfig;
import dev.witan.model.config.HeadConfig;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.repository.ComponentName;
import dev.witan.model.safetensors.SafetensorsFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;

/// Builds a release's encoder and head.
final class EncoderReader {
    private final ComponentFiles files;
    private final MixtureSpec spec;
    private final Arena weights;

    /// @param weights where those of towers live
    EncoderReader(ComponentFiles files, MixtureSpec spec, Arena weights) {
        this.files = files;
        this.spec = spec;
        this.weights = weights;
    }

    /// What a record goes in by and an answer comes out by.
    record Ends(Encoder encoder, Head head) {}

    Ends read() {
        return switch (spec.encoder()) {
            case EncoderConfig.Table(var columns) -> table(columns);
            case EncoderConfig.Vector(var name, int dimensions, boolean tokens) ->
                new Ends(
                        tokens ? VectorEncoder.ofTokens(name, dimensions) : VectorEncoder.ofRows(name, dimensions),
                        head(Optional.empty()));
        };
    }

    private Ends table(List<EncodedColumn> columns) {
        EncoderFormat format = format();
        Encoder encoder = format.encoder(columns);
        Head head = head(Optional.of(format));
        format.requireAllRead(columns);
        return new Ends(encoder, head);
    }

    private EncoderFormat format() {
        ComponentName component = ComponentName.ENCODER;
        SafetensorsFile file = files.tensors(component, PartNames.ENCODER_TENSORS);
        String source = files.source(component, PartNames.ENCODER_TENSORS);
        NetworkFormat.requireMetadata(source, file, EncoderFormat.METADATA);
        String vocabularies = files.source(component, PartNames.VOCABULARIES);
        byte[] json = bytes(vocabularies, files.map(component, PartNames.VOCABULARIES));
        return new EncoderFormat(source, file, VocabularyFormat.read(vocabularies, json));
    }

    /// A target that was not learned together with an encoder is taken as the experts put it out.
    private Head head(Optional<EncoderFormat> format) {
        return switch (spec.head()) {
            case HeadConfig.Tasks tasks ->
                TaskFormat.head(
                        files.source(ComponentName.TOWERS, PartNames.TOWER_TENSORS),
                        files.tensors(ComponentName.TOWERS, PartNames.TOWER_TENSORS),
                        tasks,
                        weights);
            case HeadConfig.Vector(var name, int dimensions) ->
                new VectorHead(
                        name, LayerAssembly.combiner(spec.combine()).width(dimensions, LayerAssembly.width(spec)));
            case HeadConfig.Chat(double confidence, var fallback) -> new ChatHead(confidence, fallback);
            case HeadConfig one -> {
                boolean hasScale = one.hasScale();
                double mean = format.filter(_ -> hasScale)
                        .map(file -> file.number(PartNames.TARGET_MEAN))
                        .orElse(0.0);
                double deviation = format.filter(_ -> hasScale)
                        .map(file -> file.number(PartNames.TARGET_DEVIATION))
                        .orElse(1.0);
                yield head(one, mean, deviation);
            }
        };
    }

    /// A head that predicts one thing.
    ///
    /// @param mean of the target, where it is a number
    /// @param deviation of the target, where it is a number
    static Head head(HeadConfig config, double mean, double deviation) {
        return switch (config) {
            case HeadConfig.Binary(var classes) -> new BinaryHead(classes);
            case HeadConfig.MultiClass(var classes, var titles) -> new MultiClassHead(classes, titles);
            case HeadConfig.MultiLabel(var labels, var separator) -> new MultiLabelHead(labels, separator);
            case HeadConfig.Quantile(var levels) -> new QuantileHead(levels, mean, deviation);
            case HeadConfig.Regression _ -> new RegressionHead(mean, deviation);
            case HeadConfig.Vector _, HeadConfig.Chat _, HeadConfig.Tasks _ ->
                throw new IllegalArgumentException("head must predict one thing: " + config);
        };
    }

    private static byte[] bytes(String source, MemorySegment segment) {
        if (segment.byteSize() > VocabularyFormat.BYTES_MAX) {
            throw new WitanException(
                    ErrorCode.CORRUPT_FILE,
                    "%s: must be at most %d bytes: %d"
                            .formatted(source, VocabularyFormat.BYTES_MAX, segment.byteSize()));
        }
        return segment.toArray(ValueLayout.JAVA_BYTE);
    }
}
