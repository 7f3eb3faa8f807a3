// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.tensor;

import com.google.protobuf.ByteString;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Tensors in the protocol's JSON form. Floats are printed in the shortest form that parses back to the same bits, and
/// each is parsed as a float of its own datatype.
public final class JsonTensors {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonTensors() {}

    /// An entry of `inputs` with flat data.
    public static ObjectNode input(Tensor tensor) {
        ObjectNode input = head(tensor);
        input.set("data", flat(tensor));
        return input;
    }

    /// An entry of `inputs` whose data stands in the binary part of the body.
    public static ObjectNode binaryInput(Tensor tensor) {
        ObjectNode input = head(tensor);
        input.putObject("parameters").put("binary_data_size", tensor.raw().size());
        return input;
    }

    private static ObjectNode head(Tensor tensor) {
        ObjectNode input = NODES.objectNode();
        input.put("name", tensor.name());
        ArrayNode shape = input.putArray("shape");
        tensor.shape().forEach(shape::add);
        input.put("datatype", tensor.type().name());
        return input;
    }

    /// The elements in one array.
    public static ArrayNode flat(Tensor tensor) {
        ArrayNode data = NODES.arrayNode();
        if (tensor.type() == Datatype.BYTES) {
            RawBytes.texts(tensor.raw()).forEach(text -> data.add(text.toString(StandardCharsets.UTF_8)));
        } else {
            RawBytes.bits(tensor.raw(), tensor.type().bytes()).forEach(bits -> data.add(node(tensor.type(), bits)));
        }
        return data;
    }

    /// The elements in arrays of arrays, as the shape says.
    public static ArrayNode nested(Tensor tensor) {
        List<JsonNode> level = new ArrayList<>();
        flat(tensor).forEach(level::add);
        for (int axis = tensor.shape().size() - 1; axis > 0; axis--) {
            int extent = Math.toIntExact(tensor.shape().get(axis));
            List<JsonNode> outer = new ArrayList<>();
            for (int at = 0; at + extent <= level.size(); at += extent) {
                outer.add(NODES.arrayNode().addAll(level.subList(at, at + extent)));
            }
            level = outer;
        }
        return NODES.arrayNode().addAll(level);
    }

    private static JsonNode node(Datatype type, long bits) {
        return switch (type.family()) {
            case TRUTH -> NODES.booleanNode(bits != 0);
            case SIGNED -> NODES.numberNode(signed(bits, type.bytes()));
            case UNSIGNED -> NODES.numberNode(new BigInteger(Long.toUnsignedString(bits)));
            case FLOAT -> decimal(type, bits);
            case TEXT -> throw new IllegalArgumentException("texts have no bits");
        };
    }

    private static JsonNode decimal(Datatype type, long bits) {
        double value = RawBytes.value(type, bits);
        return NODES.numberNode(
                type == Datatype.FP64
                        ? new BigDecimal(Double.toString(value))
                        : new BigDecimal(Float.toString((float) value)));
    }

    private static long signed(long bits, int bytes) {
        int unused = Long.SIZE - Byte.SIZE * bytes;
        return bits << unused >> unused;
    }

    /// Reads a tensor with `name`, `datatype`, `shape` and `data`.
    ///
    /// @throws Unreadable when a field is missing or of a wrong type, or an element is not one of the datatype
    public static Tensor read(JsonNode json) {
        return head(json).withRaw(elements(head(json).type(), json.path("data")));
    }

    /// Reads a tensor without its elements.
    ///
    /// @throws Unreadable when a field is missing or of a wrong type
    public static Tensor head(JsonNode json) {
        String name = text(json, "name");
        String datatype = text(json, "datatype");
        Datatype type = Datatype.named(datatype)
                .orElseThrow(() ->
                        new Unreadable("tensor '%s': '%s' is no datatype of the protocol".formatted(name, datatype)));
        return new Tensor(name, type, shape(json, name), ByteString.EMPTY);
    }

    private static List<Long> shape(JsonNode json, String name) {
        JsonNode shape = json.path("shape");
        if (!shape.isArray()) {
            throw new Unreadable("tensor '%s': shape must be an array: %s".formatted(name, shape));
        }
        List<Long> extents = new ArrayList<>();
        for (JsonNode extent : shape) {
            if (!extent.isIntegralNumber() || extent.asLong() < 0) {
                throw new Unreadable("tensor '%s': an extent must be a whole number: %s".formatted(name, extent));
            }
            extents.add(extent.asLong());
        }
        return extents;
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isString()) {
            throw new Unreadable("a tensor's %s must be a string: %s".formatted(field, json));
        }
        return value.asString();
    }

    private static ByteString elements(Datatype type, JsonNode data) {
        if (!data.isArray()) {
            throw new Unreadable("data must be an array: " + data);
        }
        ByteString.Output raw = ByteString.newOutput();
        append(type, data, raw);
        return raw.toByteString();
    }

    private static void append(Datatype type, JsonNode data, ByteString.Output raw) {
        for (JsonNode element : data) {
            if (element.isArray()) {
                append(type, element, raw);
            } else {
                RawBytes.put(raw, element(type, element));
            }
        }
    }

    private static ByteString element(Datatype type, JsonNode element) {
        return switch (type.family()) {
            case TRUTH ->
                RawBytes.ofBits(require(element.isBoolean(), type, element).asBoolean() ? 1 : 0, 1);
            case SIGNED, UNSIGNED -> whole(type, element);
            case FLOAT -> decimal(type, require(element.isNumber(), type, element));
            case TEXT ->
                RawBytes.ofText(ByteString.copyFromUtf8(
                        require(element.isString(), type, element).asString()));
        };
    }

    private static ByteString whole(Datatype type, JsonNode element) {
        BigInteger value = require(element.isIntegralNumber(), type, element).bigIntegerValue();
        int bits = Byte.SIZE * type.bytes();
        boolean isHeld = type.family() == Datatype.Family.UNSIGNED
                ? value.signum() >= 0 && value.bitLength() <= bits
                : value.bitLength() < bits;
        require(isHeld, type, element);
        return RawBytes.ofBits(value.longValue(), type.bytes());
    }

    private static ByteString decimal(Datatype type, JsonNode element) {
        String digits = element.decimalValue().toString();
        double value = type == Datatype.FP64 ? Double.parseDouble(digits) : Float.parseFloat(digits);
        ByteString raw = RawBytes.ofFloat(type, value);
        long bits = RawBytes.bits(raw, type.bytes()).getFirst();
        require(Double.isFinite(RawBytes.value(type, bits)), type, element);
        return raw;
    }

    private static JsonNode require(boolean isOne, Datatype type, JsonNode element) {
        if (!isOne) {
            throw new Unreadable("an element must be a value of %s: %s".formatted(type, element));
        }
        return element;
    }
}
