// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import dev.witan.engine.encode.TextGrams;
import dev.witan.kernels.Activation;
import java.util.List;
import java.util.Map;

/// Configurations that every rule holds for.
public final class Examples {
    private Examples() {}

    public static MixtureConfig reviews() {
        return new MixtureConfig(
                "reviews",
                "",
                new MixtureSpec(
                                new Signature(
                                        List.of(
                                                new InputColumn("text", Datatype.BYTES),
                                                new InputColumn("stars", Datatype.INT64),
                                                new InputColumn("price", Datatype.FP64)),
                                        "shelf"),
                                new EncoderConfig.Table(List.of(
                                        new EncodedColumn.Text("text", new TextGrams(50, 1, 4, 300), 6),
                                        new EncodedColumn.Categorical("stars", 2),
                                        new EncodedColumn.Numeric("price", 3))),
                                new GateConfig.Linear(),
                                List.of(
                                        new ExpertConfig.Ffn("a", "", List.of(4), Activation.GELU),
                                        new ExpertConfig.Ffn("b", "", List.of(), Activation.IDENTITY)),
                                2,
                                CombineConfig.WEIGHTED_SUM,
                                new HeadConfig.MultiClass(
                                        List.of("n", "p", "q"), List.of("Novels", "Poems: all", "Quizzes")))
                        .withExamples(List.of(
                                new ExampleConfig(
                                        "Short, \"quoted\"", Map.of("text", "Où?\n\"Là\" – \uD83D\uDE00 مرحبا")),
                                new ExampleConfig("Cheap", Map.of("stars", 5, "price", 2.5)),
                                new ExampleConfig("Dear", Map.of("price", 1e10)),
                                new ExampleConfig("Far", Map.of("stars", -9_000_000_000L)))));
    }

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
