// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.encode.TableEncoder;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.expert.FfnExpert;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.response.BinaryHead;
import dev.witan.engine.response.Head;
import dev.witan.engine.response.MultiClassHead;
import dev.witan.engine.response.RegressionHead;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.Kernels;
import dev.witan.model.config.EncodedColumn;
import dev.witan.model.config.EncoderConfig;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.HeadConfig;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.repository.Component;
import dev.witan.model.repository.ComponentName;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.ReleaseManifest;
import dev.witan.model.safetensors.SafetensorsFile;
import dev.witan.model.safetensors.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Builds one release's parts in order: encoder and head, gate and router, experts. Used once.
final class ReleaseReader {
    private final MixtureFolder folder;
    private final ReleaseManifest manifest;
    private final MixtureSpec spec;
    private final Arena files;
    private final Arena weights;

    ReleaseReader(MixtureFolder folder, ReleaseManifest manifest, Arena files, Arena weights) {
        this.folder = folder;
        this.manifest = manifest;
        this.spec = manifest.configuration().spec();
        this.files = files;
        this.weights = weights;
    }

    Mixture mixture(Kernels kernels) {
        EncoderFormat format = encoderFormat();
        List<EncodedColumn> columns = switch (spec.encoder()) {
            case EncoderConfig.Table table -> table.columns();
        };
        TableEncoder encoder = format.encoder(columns);
        Head head = head(format);
        format.requireAllRead(columns);
        MoeLayer layer = layer(kernels, encoder.dimensions());
        return new Mixture(folder.name(), manifest.release(), manifest.digest(), encoder, layer, head);
    }

    private EncoderFormat encoderFormat() {
        Component component = manifest.component(ComponentName.ENCODER);
        SafetensorsFile file = open(component, PartNames.ENCODER_TENSORS);
        String source = source(component, PartNames.ENCODER_TENSORS);
        NetworkFormat.requireMetadata(source, file, EncoderFormat.METADATA);
        String vocabularies = source(component, PartNames.VOCABULARIES);
        byte[] json = bytes(vocabularies, folder.map(component, PartNames.VOCABULARIES, files));
        return new EncoderFormat(source, file, VocabularyFormat.read(vocabularies, json));
    }

    private Head head(EncoderFormat format) {
        return switch (spec.head()) {
            case HeadConfig.Binary binary -> new BinaryHead(binary.classes());
            case HeadConfig.MultiClass multiClass -> new MultiClassHead(multiClass.classes(), multiClass.titles());
            case HeadConfig.Regression _ ->
                new RegressionHead(format.number(PartNames.TARGET_MEAN), format.number(PartNames.TARGET_DEVIATION));
        };
    }

    private MoeLayer layer(Kernels kernels, int dimensions) {
        Component component = manifest.component(ComponentName.GATE);
        String source = source(component, PartNames.GATE_TENSORS);
        SafetensorsFile file = open(component, PartNames.GATE_TENSORS);
        NetworkShape shape = NetworkShape.gate(spec, dimensions);
        NetworkFormat.requireMetadata(source, file, NetworkFormat.metadata(PartNames.GATE_FORMAT, shape));
        Set<String> names = NetworkFormat.names(shape);
        names.add(PartNames.SELECTION_BIAS);
        file.requireOnly(names);
        NetworkGate gate = new NetworkGate(NetworkFormat.read(source, file, shape, weights));
        float[] bias = NetworkFormat.finite(
                        source,
                        file.tensor(
                                PartNames.SELECTION_BIAS,
                                TensorType.F32,
                                spec.experts().size()))
                .toFloats();
        return new MoeLayer(kernels, gate, Router.topK(bias, spec.fanOut()), experts(dimensions), new WeightedSum());
    }

    private List<Expert> experts(int dimensions) {
        List<Expert> experts = new ArrayList<>();
        for (ExpertConfig expert : spec.experts()) {
            Component component = manifest.component(ComponentName.expert(expert.id()));
            String source = source(component, PartNames.EXPERT_TENSORS);
            SafetensorsFile file = open(component, PartNames.EXPERT_TENSORS);
            NetworkShape shape = NetworkShape.expert(spec, expert, dimensions);
            NetworkFormat.requireMetadata(source, file, NetworkFormat.metadata(PartNames.EXPERT_FORMAT, shape));
            file.requireOnly(NetworkFormat.names(shape));
            experts.add(
                    new FfnExpert(expert.id(), component.digest(), NetworkFormat.read(source, file, shape, weights)));
        }
        return experts;
    }

    private SafetensorsFile open(Component component, String file) {
        return SafetensorsFile.parse(source(component, file), folder.map(component, file, files));
    }

    private String source(Component component, String file) {
        return folder.file(component, file).toString();
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
