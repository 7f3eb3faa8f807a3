// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The classes that a mixture tells apart, from its metadata.
///
/// @param labels as the mixture answers them; empty when its answer is a number
/// @param titles for people, one per label; empty when it has none
record ClassNames(List<String> labels, List<String> titles) {
    static final ClassNames NONE = new ClassNames(List.of(), List.of());

    static ClassNames of(JsonNode metadata) {
        for (JsonNode output : metadata.path("outputs")) {
            List<String> labels = texts(output.path("parameters").path("classes"));
            if (!labels.isEmpty()) {
                return new ClassNames(labels, texts(output.path("parameters").path("titles")));
            }
        }
        return NONE;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asString()));
        return List.copyOf(texts);
    }

    /// Whether an output of this width holds one value for each class.
    boolean areAsWideAs(int width) {
        return width > 1 && width == labels.size();
    }

    /// `de (German)`, or the label alone if it has no title or the title says the same.
    String named(String label) {
        int index = labels.indexOf(label);
        boolean hasTitle =
                index >= 0 && index < titles.size() && !titles.get(index).equals(label);
        return hasTitle ? "%s (%s)".formatted(label, titles.get(index)) : label;
    }
}
