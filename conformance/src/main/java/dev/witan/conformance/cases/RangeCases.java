// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.cases;

import static dev.witan.conformance.check.Source.DATATYPES;

import dev.witan.conformance.check.Case;
import dev.witan.conformance.check.Trial;
import dev.witan.conformance.tensor.Datatype;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/// The range of every datatype in JSON. What a datatype can hold may still be refused by a model that makes no sense
/// of it; what it cannot hold has to be.
final class RangeCases {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RangeCases() {}

    static List<Case> all() {
        Rules rules = new Rules("rest.range");
        for (Datatype type : Datatype.values()) {
            if (type.isJson()) {
                rules.must(
                                type.name() + "-within",
                                DATATYPES,
                                "The least and the greatest %s are answered, or refused with a status from 400 to 499."
                                        .formatted(type),
                                trial -> within(trial, type))
                        .should(
                                type.name() + "-beyond",
                                DATATYPES,
                                "What a %s cannot hold is refused, not cut to something else.".formatted(type),
                                trial -> beyond(trial, type));
            }
        }
        return rules.cases();
    }

    private static void within(Trial trial, Datatype type) {
        for (JsonNode element : extremes(type)) {
            Outcomes.answeredOrRefusedAsCallersFault(trial, trial.infer(requestWith(trial, type, element)));
        }
    }

    private static void beyond(Trial trial, Datatype type) {
        for (JsonNode element : strangers(type)) {
            trial.expectRefusal(trial.infer(requestWith(trial, type, element)));
        }
    }

    private static ObjectNode requestWith(Trial trial, Datatype type, JsonNode element) {
        int at = Inputs.first(trial, type);
        ObjectNode request = trial.request();
        ((ArrayNode) request.path("inputs").path(at).path("data")).set(0, element);
        return request;
    }

    private static List<JsonNode> extremes(Datatype type) {
        return switch (type) {
            case BOOL -> List.of(NODES.booleanNode(true), NODES.booleanNode(false));
            case UINT8 -> numbers("0", "255");
            case UINT16 -> numbers("0", "65535");
            case UINT32 -> numbers("0", "4294967295");
            case UINT64 -> numbers("0", "18446744073709551615");
            case INT8 -> numbers("-128", "127");
            case INT16 -> numbers("-32768", "32767");
            case INT32 -> numbers("-2147483648", "2147483647");
            case INT64 -> numbers("-9223372036854775808", "9223372036854775807");
            case FP16 -> numbers("-65504", "65504", "6e-8");
            case FP32, BF16 -> numbers("-3.4028235e38", "3.4028235e38", "1e-45", "-0.0");
            case FP64 -> numbers("-1.7976931348623157e308", "1.7976931348623157e308", "5e-324", "-0.0");
            case BYTES ->
                List.of(
                        NODES.stringNode(""),
                        NODES.stringNode("\u00e4 \u4e2d \ud83e\udd89 \u0000 \" \\ \n"),
                        NODES.stringNode("x".repeat(1000)));
        };
    }

    private static List<JsonNode> strangers(Datatype type) {
        return switch (type) {
            case BOOL -> List.of(NODES.stringNode("maybe"), NODES.numberNode(2));
            case UINT8 -> numbers("-1", "256", "1.5");
            case UINT16 -> numbers("-1", "65536", "1.5");
            case UINT32 -> numbers("-1", "4294967296", "1.5");
            case UINT64 -> numbers("-1", "18446744073709551616", "1.5");
            case INT8 -> numbers("-129", "128", "1.5");
            case INT16 -> numbers("-32769", "32768", "1.5");
            case INT32 -> numbers("-2147483649", "2147483648", "1.5");
            case INT64 -> numbers("-9223372036854775809", "9223372036854775808", "1.5");
            case FP16 -> numbers("70000", "-1e9");
            case FP32, BF16 -> numbers("1e39", "-1e300");
            case FP64 -> numbers("1e309", "-1e400");
            case BYTES -> List.of(NODES.objectNode());
        };
    }

    private static List<JsonNode> numbers(String... numbers) {
        return List.of(numbers).stream()
                .<JsonNode>map(number -> NODES.rawValueNode(new RawValue(number)))
                .toList();
    }
}
