// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The names in one output of a mixture, from its metadata.
///
/// @param labels the classes that the mixture tells apart, as it answers them; empty when its answer is a number
/// @param titles for people, one per label; empty when it has none
/// @param parts what each of a row's values is called; empty when they have no names of their own
record ClassNames(List<String> labels, List<String> titles, List<String> parts) {
    static final ClassNames NONE = new ClassNames(List.of(), List.of(), List.of());

    /// Those of the output of that name.
    static ClassNames of(JsonNode metadata, String name) {
        for (JsonNode output : metadata.path("outputs")) {
            if (output.path("name").asString("").equals(name)) {
                JsonNode parameters = output.path("parameters");
                return new ClassNames(
                        texts(parameters.path("classes")),
                        texts(parameters.path("titles")),
                        texts(parameters.path("parts")));
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
