// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.witan.kernels.Activation;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ConfigLimitsTest {
    @Test
    void areTheSameInTheSchema() throws IOException {
        assertSchema("/properties/spec/properties/experts/maxItems", ConfigLimits.EXPERTS_MAX);
        assertSchema("/$defs/routing/properties/fanOut/maximum", ConfigLimits.FAN_OUT_MAX);
        assertSchema("/$defs/signature/properties/inputs/maxItems", ConfigLimits.INPUTS_MAX);
        assertSchema("/$defs/encoder/allOf/0/then/properties/columns/maxItems", ConfigLimits.INPUTS_MAX);
        assertSchema("/$defs/column/allOf/0/then/properties/bins/maximum", ConfigLimits.BINS_MAX);
        assertSchema("/$defs/column/allOf/1/then/properties/bins/maximum", ConfigLimits.BINS_MAX);
        assertSchema("/$defs/column/allOf/2/then/properties/dimensions/maximum", ConfigLimits.DIMENSIONS_MAX);
        assertSchema("/$defs/hidden/maxItems", ConfigLimits.HIDDEN_LAYERS_MAX);
        assertSchema("/$defs/hidden/items/maximum", ConfigLimits.HIDDEN_WIDTH_MAX);
        assertSchema("/$defs/classes/maxItems", ConfigLimits.CLASSES_MAX);
        assertSchema("/$defs/classes/items/maxLength", ConfigLimits.NAME_CHARACTERS_MAX);
        assertSchema("/$defs/columnName/maxLength", ConfigLimits.NAME_CHARACTERS_MAX);
        assertSchema("/$defs/description/maxLength", ConfigLimits.DESCRIPTION_CHARACTERS_MAX);
        assertThat(schema().at("/$defs/identifier/pattern").stringValue()).isEqualTo(ConfigLimits.IDENTIFIER);
    }

    @Test
    void everyKindOfHeadHasRulesOnItsFields() throws IOException {
        JsonNode head = schema().at("/$defs/head");
        List<String> kinds = new ArrayList<>();
        head.at("/properties/kind/enum").forEach(kind -> kinds.add(kind.stringValue()));
        List<String> ruled = new ArrayList<>();
        head.at("/allOf").forEach(rule -> {
            ruled.add(rule.at("/if/properties/kind/const").stringValue());
            assertThat(rule.at("/then/additionalProperties").asBoolean(true)).isFalse();
        });
        assertThat(ruled).containsExactlyInAnyOrderElementsOf(kinds);
    }

    @Test
    void holdForConfigurationsMadeByCode() {
        assertRefused(() -> new EncodedColumn.Numeric("a", -1), "bins must be between 0 and 1024: -1");
        assertRefused(() -> new EncodedColumn.Categorical("a", 0), "dimensions must be between 1 and 1024: 0");
        assertRefused(() -> new EncodedColumn.Numeric("", 1), "characters of column must be between 1 and 10000: 0");
        assertRefused(
                () -> new GateConfig.Mlp(List.of(), Activation.RELU),
                "number of hidden layers must be between 1 and 16: 0");
        assertRefused(
                () -> new ExpertConfig.Ffn("a", "", List.of(0), Activation.RELU),
                "width of a hidden layer must be between 1 and 65536: 0");
        assertRefused(
                () -> new ExpertConfig.Ffn("../a", "", List.of(), Activation.RELU),
                "id must match ^[a-z0-9][a-z0-9._-]{0,63}$: ../a");
        assertRefused(() -> new InputColumn("\ud800", Datatype.FP32), "input must not hold half a surrogate pair");
        assertRefused(() -> new HeadConfig.Binary(List.of("a")), "number of classes must be between 2 and 2: 1");
        assertRefused(() -> new Signature(List.of(), "t"), "number of inputs must be between 1 and 65536: 0");
    }

    private static void assertSchema(String pointer, int expected) throws IOException {
        assertThat(schema().at(pointer).asInt(-1)).as(pointer).isEqualTo(expected);
    }

    private static JsonNode schema() throws IOException {
        try (InputStream stream = ConfigLimits.class.getResourceAsStream("/dev/witan/model/mixture.schema.json")) {
            return new JsonMapper().readTree(stream);
        }
    }

    private static void assertRefused(ThrowingCallable action, String message) {
        assertThatThrownBy(action).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
