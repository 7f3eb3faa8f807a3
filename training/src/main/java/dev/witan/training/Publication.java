// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.engine.encode.CategoricalEncoder;
import dev.witan.engine.encode.ColumnEncoder;
import dev.witan.engine.encode.NumericEncoder;
import dev.witan.engine.response.BinaryHead;
import dev.witan.engine.response.Head;
import dev.witan.engine.response.MultiClassHead;
import dev.witan.engine.response.RegressionHead;
import dev.witan.kernels.Activation;
import dev.witan.kernels.Kernels;
import dev.witan.model.config.CombineConfig;
import dev.witan.model.config.Datatype;
import dev.witan.model.config.EncodedColumn;
import dev.witan.model.config.EncoderConfig;
import dev.witan.model.config.ExpertConfig;
import dev.witan.model.config.GateConfig;
import dev.witan.model.config.HeadConfig;
import dev.witan.model.config.InputColumn;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.config.Signature;
import dev.witan.model.load.ReleaseWriter;
import dev.witan.model.repository.MixtureFolder;
import dev.witan.model.repository.Provenance;
import dev.witan.model.repository.ReleaseManifest;
import dev.witan.model.repository.ReleasePublisher;
import java.lang.foreign.Arena;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Turns a trained mixture into the next release of a mixture's folder: its `mixture.yaml`, its components and the
/// manifest, with the facts that let somebody train it again.
public final class Publication {
    private final ReleasePublisher publisher = new ReleasePublisher();
    private final Kernels kernels;

    public Publication(Kernels kernels) {
        this.kernels = kernels;
    }

    /// Writes `mixture.yaml`, publishes the release and puts it in force.
    ///
    /// @param description what a person should know of the mixture
    /// @param expertDescriptions by expert id; experts that it leaves out have none
    /// @param created when, on the publisher's clock
    public ReleaseManifest publish(
            TrainedMixture trained,
            MixtureFolder folder,
            String description,
            Map<String, String> expertDescriptions,
            Instant created) {
        MixtureConfig configuration = new MixtureConfig(folder.name(), description, spec(trained, expertDescriptions));
        Provenance provenance = new Provenance(
                created, "witan train", trained.report().quality().toString(), facts(trained));
        try (Arena arena = Arena.ofShared()) {
            ReleaseManifest manifest = new ReleaseWriter(publisher)
                    .publish(folder, configuration, trained.mixture(folder.name(), 1, "", kernels, arena), provenance);
            publisher.writeConfiguration(folder, configuration);
            return manifest;
        }
    }

    private static Map<String, String> facts(TrainedMixture trained) {
        return Map.of(
                "corpus.sha256", trained.report().corpusDigest(),
                "corpus.rows", Integer.toString(trained.report().rows()),
                "seed", Long.toString(trained.report().seed()));
    }

    private static MixtureSpec spec(TrainedMixture trained, Map<String, String> descriptions) {
        List<ColumnEncoder> columns = trained.encoder().encoders();
        return new MixtureSpec(
                new Signature(columns.stream().map(Publication::input).toList(), trained.target()),
                new EncoderConfig.Table(
                        columns.stream().map(Publication::encoded).toList()),
                gate(trained.gate()),
                trained.experts().stream()
                        .map(expert -> expert(expert, descriptions.getOrDefault(expert.id(), "")))
                        .toList(),
                trained.router().fanOut(),
                CombineConfig.WEIGHTED_SUM,
                head(trained.head()));
    }

    private static InputColumn input(ColumnEncoder column) {
        Datatype datatype = column instanceof NumericEncoder ? Datatype.FP64 : Datatype.BYTES;
        return new InputColumn(column.spec().name(), datatype);
    }

    private static EncodedColumn encoded(ColumnEncoder column) {
        return switch (column) {
            case NumericEncoder numeric ->
                new EncodedColumn.Numeric(numeric.spec().name(), Math.max(0, numeric.edges().length - 1));
            case CategoricalEncoder categorical ->
                new EncodedColumn.Categorical(
                        categorical.spec().name(), categorical.spec().width());
        };
    }

    private static GateConfig gate(TrainedNetwork gate) {
        List<Integer> hidden = hidden(gate);
        return hidden.isEmpty() ? new GateConfig.Linear() : new GateConfig.Mlp(hidden, activation(gate));
    }

    private static ExpertConfig expert(TrainedNetwork expert, String description) {
        return new ExpertConfig.Ffn(expert.id(), description, hidden(expert), activation(expert));
    }

    private static List<Integer> hidden(TrainedNetwork network) {
        return network.layers().stream()
                .limit(network.layers().size() - 1L)
                .map(layer -> layer.weights().rows())
                .toList();
    }

    /// The activation of the hidden layers; a network without any has the usual one in its configuration.
    private static Activation activation(TrainedNetwork network) {
        return network.layers().size() == 1
                ? Activation.RELU
                : network.layers().getFirst().activation();
    }

    private static HeadConfig head(Head head) {
        return switch (head) {
            case BinaryHead binary -> new HeadConfig.Binary(binary.classes());
            case MultiClassHead multiClass -> new HeadConfig.MultiClass(multiClass.classes());
            case RegressionHead _ -> new HeadConfig.Regression();
        };
    }
}
