// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The categories of each categorical column, in the order of the rows of its table: `encoder.json`.
final class VocabularyFormat {
    /// The longest file that is read.
    static final int BYTES_MAX = 64 * 1024 * 1024;

    private static final String FORMAT = "witan.vocabularies.v1";
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(4).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private VocabularyFormat() {}

    static String write(Map<String, List<String>> vocabularies) {
        ObjectNode tree = JSON.createObjectNode().put("format", FORMAT);
        ObjectNode columns = tree.putObject("vocabularies");
        vocabularies.forEach((name, values) -> {
            ArrayNode list = columns.putArray(name);
            values.forEach(list::add);
        });
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n";
    }

    static Map<String, List<String>> read(String source, byte[] bytes) {
        try {
            JsonNode tree = JSON.readTree(bytes);
            require(source, tree.path("format").stringValue("").equals(FORMAT), "format must be " + FORMAT);
            require(source, tree.path("vocabularies").isObject(), "must have vocabularies");
            Map<String, List<String>> vocabularies = new LinkedHashMap<>();
            tree.path("vocabularies")
                    .forEachEntry((name, values) -> vocabularies.put(name, texts(source, name, values)));
            return vocabularies;
        } catch (JacksonException e) {
            throw new WitanException(
                    ErrorCode.CORRUPT_FILE, "%s: must be valid JSON: %s".formatted(source, e.getOriginalMessage()), e);
        }
    }

    private static List<String> texts(String source, String name, JsonNode values) {
        require(source, values.isArray(), "vocabulary of '%s' must be a list: %s".formatted(name, values));
        List<String> texts = new ArrayList<>();
        for (JsonNode value : values) {
            require(source, value.isString(), "vocabulary of '%s' must hold text only: %s".formatted(name, value));
            texts.add(value.stringValue());
        }
        return texts;
    }

    private static void require(String source, boolean holds, String rule) {
        if (!holds) {
            throw new WitanException(ErrorCode.CORRUPT_FILE, source + ": " + rule);
        }
    }
}
