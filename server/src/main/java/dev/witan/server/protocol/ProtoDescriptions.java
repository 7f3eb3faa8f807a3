// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import dev.witan.engine.Limits;
import dev.witan.engine.Mixture;
import dev.witan.engine.encode.ColumnSpec;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.response.OutputSpec;
import dev.witan.observability.Elapsed;
import dev.witan.observability.MixtureStatistics;
import inference.DataType;
import inference.ExpertStatistics;
import inference.InferBatchStatistics;
import inference.InferStatistics;
import inference.ModelConfig;
import inference.ModelDynamicBatching;
import inference.ModelInput;
import inference.ModelInstanceGroup;
import inference.ModelMetadataResponse;
import inference.ModelMetadataResponse.TensorMetadata;
import inference.ModelOutput;
import inference.ModelParameter;
import inference.ModelStatistics;
import inference.ModelVersionPolicy;
import inference.StatisticDuration;
import java.util.List;

/// What mixtures say about themselves over gRPC: the same as over REST.
public final class ProtoDescriptions {
    private ProtoDescriptions() {}

    /// What goes into a mixture and what comes out.
    public static ModelMetadataResponse metadata(Mixture mixture) {
        ModelMetadataResponse.Builder metadata = ModelMetadataResponse.newBuilder()
                .setName(mixture.name())
                .addVersions(Integer.toString(mixture.release()))
                .setPlatform(Metadata.PLATFORM);
        for (ColumnSpec column : mixture.encoder().columns()) {
            metadata.addInputs(tensor(column.name(), Metadata.datatype(column), Metadata.shape(column)));
        }
        for (OutputSpec output : mixture.head().outputs()) {
            metadata.addOutputs(tensor(output.name(), Metadata.datatype(output), Metadata.shape(mixture, output)));
        }
        return metadata.build();
    }

    private static TensorMetadata tensor(String name, String datatype, List<Integer> shape) {
        return TensorMetadata.newBuilder()
                .setName(name)
                .setDatatype(datatype)
                .addAllShape(longs(shape))
                .build();
    }

    private static List<Long> longs(List<Integer> extents) {
        return extents.stream().map(Integer::longValue).toList();
    }

    /// How a mixture is set up.
    public static ModelConfig configuration(Mixture mixture, Limits limits) {
        ModelConfig.Builder config = ModelConfig.newBuilder()
                .setName(mixture.name())
                .setPlatform(Metadata.PLATFORM)
                .setBackend(Metadata.PLATFORM)
                .setVersionPolicy(ModelVersionPolicy.newBuilder()
                        .setLatest(ModelVersionPolicy.Latest.newBuilder().setNumVersions(1)))
                .setMaxBatchSize(limits.requestRowsMax() / mixture.rowsEach())
                .setDynamicBatching(ModelDynamicBatching.getDefaultInstance())
                .addInstanceGroup(ModelInstanceGroup.newBuilder()
                        .setName(mixture.name())
                        .setKind(ModelInstanceGroup.Kind.KIND_CPU)
                        .setCount(limits.lanes()));
        for (ColumnSpec column : mixture.encoder().columns()) {
            config.addInput(ModelInput.newBuilder()
                    .setName(column.name())
                    .setDataType(type(Metadata.datatype(column)))
                    .addAllDims(longs(ConfigurationWriter.dims(Metadata.shape(column))))
                    .setOptional(true));
        }
        for (OutputSpec output : mixture.head().outputs()) {
            config.addOutput(ModelOutput.newBuilder()
                    .setName(output.name())
                    .setDataType(type(Metadata.datatype(output)))
                    .addAllDims(longs(ConfigurationWriter.dims(Metadata.shape(mixture, output)))));
        }
        ConfigurationWriter.parameters(mixture)
                .forEach((name, value) -> config.putParameters(
                        name, ModelParameter.newBuilder().setStringValue(value).build()));
        return config.build();
    }

    private static DataType type(String datatype) {
        return DataType.valueOf(ConfigurationWriter.type(datatype));
    }

    /// What a release has done since it was loaded.
    public static ModelStatistics statistics(Mixture mixture, MixtureStatistics statistics) {
        ModelStatistics.Builder all = ModelStatistics.newBuilder()
                .setName(mixture.name())
                .setVersion(Integer.toString(mixture.release()))
                .setLastInference(statistics.lastEndedMillis())
                .setInferenceCount(statistics.rows() / mixture.rowsEach())
                .setExecutionCount(statistics.batches())
                .setInferenceStats(InferStatistics.newBuilder()
                        .setSuccess(elapsed(statistics.success()))
                        .setFail(elapsed(statistics.fail()))
                        .setQueue(elapsed(statistics.queue()))
                        .setComputeInput(elapsed(statistics.encode()))
                        .setComputeInfer(elapsed(statistics.infer()))
                        .setComputeOutput(elapsed(statistics.combine())));
        for (MixtureStatistics.OfSize size : statistics.batchesBySize()) {
            all.addBatchStats(InferBatchStatistics.newBuilder()
                    .setBatchSize(size.rows() / mixture.rowsEach())
                    .setComputeInfer(elapsed(size.computed())));
        }
        statistics
                .experts()
                .forEach(expert -> all.addExpertStats(ExpertStatistics.newBuilder()
                        .setExpert(expert.expert())
                        .setRows(expert.rows())
                        .setBatches(expert.batches())
                        .setNs(expert.answered().nanos())
                        .setFailures(expert.failures())));
        return all.build();
    }

    private static StatisticDuration elapsed(Elapsed elapsed) {
        return StatisticDuration.newBuilder()
                .setCount(elapsed.count())
                .setNs(elapsed.nanos())
                .build();
    }

    /// What to throw for a parameter that nobody would heed.
    public static WitanException unknownParameter(String name, List<String> known) {
        return Json.unknownField("parameters", name, known);
    }
}
