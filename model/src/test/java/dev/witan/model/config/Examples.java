// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import dev.witan.kernels.Activation;
import java.util.List;

/// Configurations that every rule holds for.
public final class Examples {
    private Examples() {}

    public static MixtureConfig adult() {
        return new MixtureConfig(
                "adult",
                "Who earns more than 50,000 dollars a year?",
                new MixtureSpec(
                        new Signature(
                                List.of(
                                        new InputColumn("age", Datatype.FP32),
                                        new InputColumn("work class", Datatype.BYTES)),
                                "income"),
                        new EncoderConfig.Table(List.of(
                                new EncodedColumn.Numeric("age", 4), new EncodedColumn.Categorical("work class", 3))),
                        new GateConfig.Mlp(List.of(8), Activation.RELU),
                        List.of(
                                new ExpertConfig.Ffn("cheap-0", "", List.of(4), Activation.RELU),
                                new ExpertConfig.Ffn("cheap-1", "Small: \"quick\"", List.of(), Activation.GELU),
                                new ExpertConfig.Ffn("premium", "", List.of(16, 8), Activation.SILU)),
                        2,
                        CombineConfig.WEIGHTED_SUM,
                        new HeadConfig.Binary(List.of("<=50K", "yes"))));
    }
}
