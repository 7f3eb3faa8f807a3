// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.check;

import com.google.protobuf.ByteString;
import dev.witan.conformance.tensor.JsonTensors;
import dev.witan.conformance.tensor.Tensor;
import dev.witan.conformance.tensor.Unreadable;
import dev.witan.conformance.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A readable answer to an inference request, JSON or binary.
///
/// @param json the JSON part
/// @param outputs every output with its elements
public record Answer(JsonNode json, List<Tensor> outputs) {
    public Answer {
        outputs = List.copyOf(outputs);
    }

    /// Reads an answer.
    ///
    /// @throws Unreadable when it is not what the protocol says
    public static Answer of(Reply reply) {
        int jsonLength = reply.jsonLength().orElse(reply.body().size());
        JsonNode json = Reply.json(reply.body().substring(0, jsonLength));
        if (!json.path("outputs").isArray()) {
            throw new Unreadable("outputs must be an array: " + json.path("outputs"));
        }
        List<Tensor> outputs = new ArrayList<>();
        int at = jsonLength;
        for (JsonNode output : json.path("outputs")) {
            JsonNode size = output.path("parameters").path("binary_data_size");
            if (size.isMissingNode()) {
                outputs.add(JsonTensors.read(output));
            } else {
                ByteString raw = part(reply.body(), at, size);
                outputs.add(JsonTensors.head(output).withRaw(raw));
                at += raw.size();
            }
        }
        if (at != reply.body().size()) {
            throw new Unreadable("the outputs' binary sizes must add up to the body's %d bytes: they end at %d"
                    .formatted(reply.body().size(), at));
        }
        return new Answer(json, outputs);
    }

    private static ByteString part(ByteString body, int at, JsonNode size) {
        if (!size.isIntegralNumber() || size.asLong() < 0 || size.asLong() > body.size() - at) {
            throw new Unreadable("binary_data_size must be at most the %d bytes that are left: %s"
                    .formatted(body.size() - at, size));
        }
        return body.substring(at, at + size.asInt());
    }

    /// The names of the outputs, in order.
    public List<String> names() {
        return outputs.stream().map(Tensor::name).toList();
    }
}
