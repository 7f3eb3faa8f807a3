// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance;

import com.google.protobuf.ByteString;
import dev.witan.conformance.tensor.Datatype;
import dev.witan.conformance.tensor.JsonTensors;
import dev.witan.conformance.tensor.RawBytes;
import dev.witan.conformance.tensor.Tensor;
import dev.witan.conformance.tensor.Unreadable;
import dev.witan.conformance.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Inference over REST of the test's server: JSON and binary tensors.
final class EchoInfer {
    private final EchoState state;
    private final EchoModel model;

    EchoInfer(EchoState state, EchoModel model) {
        this.state = state;
        this.model = model;
    }

    /// An answer: the JSON, and the binary tensors behind it.
    record Body(ByteString json, ByteString binary) {}

    Body answer(ByteString body, int jsonLength) {
        try {
            JsonNode request = Reply.json(body.substring(0, jsonLength));
            require(!state.has(Defect.REFUSES_EVERYTHING), "nothing is answered");
            require(request.isObject() && request.path("inputs").isArray(), "inputs must be an array");
            require(request.path("id").isMissingNode() || request.path("id").isString(), "id must be a string");
            require(
                    request.path("parameters").isMissingNode()
                            || request.path("parameters").isObject(),
                    "parameters must be an object");
            List<Tensor> inputs = inputs(request, body.substring(jsonLength));
            List<Tensor> outputs = model.infer(inputs, wanted(request), state.defects);
            state.count(model);
            return write(request, outputs);
        } catch (Unreadable e) {
            throw EchoModel.asRefusal(e);
        } catch (ArithmeticException e) {
            throw new Refusal(400, "a shape that cannot be counted");
        }
    }

    /// The answer to the sample, whatever was asked.
    Body anyAnswer() {
        return write(JsonNodeFactory.instance.objectNode(), model.infer(model.sample(), List.of(), state.defects));
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new Refusal(400, rule);
        }
    }

    private List<Tensor> inputs(JsonNode request, ByteString binary) {
        List<Tensor> inputs = new ArrayList<>();
        int at = 0;
        for (JsonNode each : request.path("inputs")) {
            JsonNode input = state.has(Defect.TAKES_LOWER_CASE) ? upperCase(each) : each;
            JsonNode size = input.path("parameters").path("binary_data_size");
            if (size.isMissingNode()) {
                inputs.add(read(input));
            } else {
                require(input.path("data").isMissingNode(), "data beside binary_data_size");
                require(
                        size.isIntegralNumber() && size.asLong() >= 0 && size.asLong() <= binary.size() - at,
                        "binary_data_size beyond the body");
                inputs.add(JsonTensors.head(input).withRaw(binary.substring(at, at + size.asInt())));
                at += size.asInt();
            }
        }
        require(at == binary.size() || state.has(Defect.TAKES_TRAILING_BYTES), "bytes that are no input's");
        return inputs;
    }

    private Tensor read(JsonNode input) {
        Tensor head = JsonTensors.head(input);
        boolean isNested = input.path("data").path(0).isArray();
        require(!(isNested && state.has(Defect.FLAT_ONLY)), "nested data");
        if (isNested) {
            for (JsonNode row : input.path("data")) {
                require(row.size() == head.shape().getLast(), "rows of different lengths");
            }
        }
        if (state.has(Defect.WRAPS_NUMBERS) && head.type().bytes() == 1 && head.type() != Datatype.BOOL) {
            return head.withRaw(wrapped(input.path("data")));
        }
        return JsonTensors.read(input);
    }

    private static ByteString wrapped(JsonNode data) {
        ByteString raw = ByteString.EMPTY;
        for (JsonNode element : data) {
            require(element.isNumber(), "a number");
            raw = raw.concat(RawBytes.ofBits(element.asLong(0), 1));
        }
        return raw;
    }

    private static JsonNode upperCase(JsonNode input) {
        ObjectNode copy = input.deepCopy().asObject();
        return copy.put("datatype", copy.path("datatype").asString("").toUpperCase(Locale.ROOT));
    }

    private static List<String> wanted(JsonNode request) {
        JsonNode outputs = request.path("outputs");
        require(outputs.isMissingNode() || outputs.isArray(), "outputs must be an array");
        List<String> names = new ArrayList<>();
        outputs.forEach(output -> names.add(output.path("name").asString("")));
        return names;
    }

    private Body write(JsonNode request, List<Tensor> outputs) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("model_name", model.name());
        json.put("model_version", state.has(Defect.OTHER_VERSION) ? "4" : EchoModel.VERSION);
        writeId(request, json);
        ArrayNode array = json.putArray("outputs");
        ByteString binary = ByteString.EMPTY;
        for (Tensor output : outputs) {
            if (isBinary(request, output.name())) {
                ObjectNode written = JsonTensors.binaryInput(output);
                if (state.has(Defect.DATA_BESIDE_BINARY)) {
                    written.set("data", JsonTensors.flat(output));
                }
                array.add(written);
                binary = binary.concat(
                        state.has(Defect.BIG_ENDIAN) ? EchoModel.turned(output).raw() : output.raw());
            } else {
                array.add(JsonTensors.input(output));
            }
        }
        if (state.has(Defect.WRONG_OUTPUT_SHAPE)) {
            ((ArrayNode) array.path(array.size() - 1).path("shape")).add(2);
        }
        return new Body(ByteString.copyFromUtf8(json.toString()), binary);
    }

    private void writeId(JsonNode request, ObjectNode json) {
        JsonNode id = request.path("id");
        if (state.has(Defect.NULL_ID) && id.isMissingNode()) {
            json.putNull("id");
        } else if (id.isString() && !state.has(Defect.NO_ID)) {
            json.put("id", state.has(Defect.ASCII_ID) ? id.asString().replaceAll("[^ -~]", "?") : id.asString());
        }
    }

    private boolean isBinary(JsonNode request, String output) {
        boolean isUsual = request.path("parameters").path("binary_data_output").asBoolean(false);
        return state.has(Defect.IGNORES_OVERRIDE) && isUsual || isAsked(request, output, isUsual);
    }

    private static boolean isAsked(JsonNode request, String output, boolean isUsual) {
        for (JsonNode wanted : request.path("outputs")) {
            if (wanted.path("name").asString("").equals(output)) {
                return wanted.path("parameters").path("binary_data").asBoolean(isUsual);
            }
        }
        return isUsual;
    }
}
