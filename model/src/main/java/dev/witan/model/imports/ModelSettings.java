// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.imports;

import dev.witan.engine.error.WitanException;
import tools.jackson.databind.JsonNode;

/// What `config.json` says of a model, or what holds in its family where nothing is said.
record ModelSettings(JsonNode config, String source) {
    private static final String MODEL_TYPE = "model_type";

    int number(String key, int usual) {
        JsonNode node = config.path(key);
        return node.isNumber() ? node.asInt() : usual;
    }

    double real(String key, double usual) {
        JsonNode node = config.path(key);
        return node.isNumber() ? node.asDouble() : usual;
    }

    boolean flag(String key, boolean usual) {
        JsonNode node = config.path(key);
        return node.isBoolean() ? node.asBoolean() : usual;
    }

    /// The side of the square blocks in which weights of eight bits share a scale.
    int scaleBlock() {
        JsonNode block =
                config.path("quantization_config").path("weight_block_size").path(0);
        return block.isNumber() ? Math.max(1, block.asInt()) : 128;
    }

    /// Refuses a layout that is another family's than the model says it belongs to.
    void requireFamily(Layout layout) {
        String type = config.path(MODEL_TYPE).stringValue("");
        Layout.ofModelType(type).filter(own -> own != layout).ifPresent(own -> {
            throw WitanException.invalidInput(
                    "%s: layout must be that of its config.json, model_type '%s': %s; try --layout %s"
                            .formatted(source, type, layout.text(), own.text()));
        });
    }

    /// Refuses what the family computes in no other way.
    void require(String key, Object only) {
        JsonNode node = config.path(key);
        boolean holds = node.isMissingNode()
                || node.isNull()
                || (only instanceof Number number
                        ? node.isNumber() && node.asDouble() == number.doubleValue()
                        : node.stringValue("").equals(only));
        if (!holds) {
            throw WitanException.invalidInput("%s: %s in config.json must be %s, nothing else can be imported: %s"
                    .formatted(source, key, only, node));
        }
    }
}
