// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// Reads the output of an answer in the protocol's REST form, from the JSON or from the raw bytes after it.
final class HttpAnswers {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    private HttpAnswers() {}

    /// @param jsonLength how many of the bytes are JSON
    /// @throws WitanException EXPERT_FAILED when the bytes are no answer, or hold no such output
    static Answer of(byte[] body, int jsonLength, Contract contract) {
        if (jsonLength < 0 || jsonLength > body.length) {
            throw broken("announce no more JSON than it has bytes, %d: %d".formatted(body.length, jsonLength));
        }
        List<HttpTensor> outputs = read(body, jsonLength);
        long at = jsonLength;
        for (HttpTensor output : outputs) {
            if (contract.output().isEmpty() ? outputs.size() == 1 : output.name.equals(contract.output())) {
                return answer(output, body, at);
            }
            at += Math.max(0, output.binaryBytes);
        }
        throw broken(
                contract.output().isEmpty()
                        ? "have one output: it has " + outputs.size()
                        : "have an output '%s'".formatted(contract.output()));
    }

    private static Answer answer(HttpTensor output, byte[] body, long at) {
        if (output.binaryBytes < 0) {
            return Answer.of(output.name, output.datatype, output.shape, output.values());
        }
        if (output.binaryBytes > body.length - at) {
            throw broken("hold the bytes that binary_data_size announces, %d: %d are left"
                    .formatted(output.binaryBytes, body.length - at));
        }
        MemorySegment raw = MemorySegment.ofArray(body).asSlice(at, output.binaryBytes);
        return Answer.of(output.name, output.datatype, output.shape, raw, FloatBytes.LITTLE_ENDIAN);
    }

    private static List<HttpTensor> read(byte[] body, int jsonLength) {
        List<HttpTensor> outputs = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), body, 0, jsonLength)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw broken("be a JSON object");
            }
            for (String field = parser.nextName(); field != null; field = parser.nextName()) {
                JsonToken value = parser.nextToken();
                if (field.equals("outputs") && value == JsonToken.START_ARRAY) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        outputs.add(HttpTensor.read(parser));
                    }
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JacksonException e) {
            throw new WitanException(
                    ErrorCode.EXPERT_FAILED,
                    "the answer must be JSON: "
                            + Upstream.said(
                                    Optional.ofNullable(e.getOriginalMessage()).orElse("it is not")),
                    e);
        }
        return outputs;
    }

    static WitanException broken(String rule) {
        return new WitanException(ErrorCode.EXPERT_FAILED, "the answer must " + rule);
    }
}
