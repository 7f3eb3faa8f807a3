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
import java.util.ArrayList;
import java.util.List;

/// Writes the configuration that a trained mixture is published under.
final class TrainedConfiguration {
    private TrainedConfiguration() {}

    static MixtureConfig of(TrainedMixture trained, String name, String description) {
        List<InputColumn> inputs = new ArrayList<>();
        List<EncodedColumn> columns = new ArrayList<>();
        for (ColumnEncoder encoder : trained.encoder().encoders()) {
            String column = encoder.spec().name();
            switch (encoder) {
                case NumericEncoder numeric -> {
                    inputs.add(new InputColumn(column, Datatype.FP64));
                    columns.add(new EncodedColumn.Numeric(column, Math.max(0, numeric.edges().length - 1)));
                }
                case CategoricalEncoder category -> {
                    inputs.add(new InputColumn(column, Datatype.BYTES));
                    columns.add(new EncodedColumn.Categorical(
                            column, category.spec().width()));
                }
            }
        }
        List<ExpertConfig> experts = new ArrayList<>();
        for (TrainedNetwork expert : trained.experts()) {
            experts.add(new ExpertConfig.Ffn(expert.id(), "", hidden(expert), activation(expert)));
        }
        MixtureSpec spec = new MixtureSpec(
                new Signature(inputs, trained.target()),
                new EncoderConfig.Table(columns),
                gate(trained.gate()),
                experts,
                trained.router().fanOut(),
                CombineConfig.WEIGHTED_SUM,
                head(trained.head()));
        return new MixtureConfig(name, description, spec);
    }

    private static GateConfig gate(TrainedNetwork gate) {
        return gate.layers().size() == 1 ? new GateConfig.Linear() : new GateConfig.Mlp(hidden(gate), activation(gate));
    }

    private static List<Integer> hidden(TrainedNetwork network) {
        return network.layers().subList(0, network.layers().size() - 1).stream()
                .map(layer -> layer.weights().rows())
                .toList();
    }

    /// A network without hidden layers applies none; then any will do.
    private static Activation activation(TrainedNetwork network) {
        return network.layers().size() == 1
                ? Activation.GELU
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
