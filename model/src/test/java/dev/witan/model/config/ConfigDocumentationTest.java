// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The page about `mixture.yaml` names every key and every word that the schema knows.
class ConfigDocumentationTest {
    private static final Pattern CODE = Pattern.compile("`[^`\n]+`");

    private final Set<String> words = new TreeSet<>();

    @Test
    void isWhole() throws IOException {
        try (InputStream schema = ConfigLimits.class.getResourceAsStream("/dev/witan/model/mixture.schema.json")) {
            collect(new JsonMapper().readTree(schema));
        }
        Set<String> documented = new TreeSet<>();
        Matcher code = CODE.matcher(Files.readString(Path.of("../docs/mixtures.md")));
        while (code.find()) {
            documented.addAll(List.of(code.group().split("[^A-Za-z0-9]+")));
        }
        assertThat(documented).containsAll(words);
    }

    private void collect(JsonNode node) {
        node.path("properties").propertyNames().forEach(words::add);
        if (node.path("enum").isArray() && node.path("enum").size() < 12) {
            node.path("enum").forEach(value -> words.add(value.stringValue()));
        }
        node.forEach(this::collect);
    }
}
