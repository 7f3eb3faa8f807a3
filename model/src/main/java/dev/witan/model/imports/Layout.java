// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.imports;

import dev.witan.engine.error.Suggestion;
import dev.witan.engine.error.WitanException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The families of models whose layers can be imported: what their tensors are called, and how their routers choose.
public enum Layout {
    /// Softmax over the chosen.
    MIXTRAL("mixtral", 2),
    /// Softmax over all, and the weights of the chosen as they are.
    OLMOE("olmoe", 8),
    /// Softmax over all, and the weights of the chosen made to sum to one.
    QWEN3_MOE("qwen3_moe", 8),
    /// Sigmoids, a bias on selection, groups, and an expert that answers always.
    DEEPSEEK_V3("deepseek_v3", 8),
    /// A biased router, softmax over the chosen, and clamped experts.
    GPT_OSS("gpt_oss", 4);

    private final String modelType;
    private final int fanOut;

    Layout(String modelType, int fanOut) {
        this.modelType = modelType;
        this.fanOut = fanOut;
    }

    /// The layout of that name, as [#text] gives it.
    public static Layout named(String text) {
        List<String> known = names();
        return Arrays.stream(values())
                .filter(layout -> layout.text().equals(text))
                .findFirst()
                .orElseThrow(() -> WitanException.invalidInput("layout must be one of %s: %s%s"
                        .formatted(String.join(", ", known), text, Suggestion.hint(text, known))));
    }

    /// What people call them all.
    public static List<String> names() {
        return Stream.of(values()).map(Layout::text).toList();
    }

    /// What people call it: `qwen3-moe`.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The layout of models that call themselves so in `config.json`.
    static Optional<Layout> ofModelType(String type) {
        return Arrays.stream(values())
                .filter(layout -> layout.modelType.equals(type))
                .findFirst();
    }

    /// How many experts a token goes to in the family's first model.
    int fanOut() {
        return fanOut;
    }
}
