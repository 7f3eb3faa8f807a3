// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.cases;

import static dev.witan.conformance.check.Source.BINARY_DATA;

import com.google.protobuf.ByteString;
import dev.witan.conformance.check.Answer;
import dev.witan.conformance.check.Case;
import dev.witan.conformance.check.Skip;
import dev.witan.conformance.check.Trial;
import dev.witan.conformance.tensor.Datatype;
import dev.witan.conformance.tensor.JsonTensors;
import dev.witan.conformance.tensor.RawBytes;
import dev.witan.conformance.tensor.Tensor;
import dev.witan.conformance.wire.Call;
import dev.witan.conformance.wire.RawConnection;
import dev.witan.conformance.wire.Reply;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Binary tensors behind the JSON: what works, and that it means the same as JSON.
final class BinaryCases {
    private static final String EXTENSION = "binary_tensor_data";

    private BinaryCases() {}

    static List<Case> data() {
        return new Rules("binary.data")
                .must(
                        "announced",
                        BINARY_DATA,
                        "A server that announces binary_tensor_data takes and gives binary tensors; another refuses them.",
                        BinaryCases::isAsAnnounced)
                .extension("request", BINARY_DATA, "Binary inputs mean the same as inputs in JSON.", binary(trial -> {
                    trial.expectSame(
                            trial.expected(),
                            trial.answer(trial.send(allBinary(trial))).outputs());
                }))
                .extension(
                        "response",
                        BINARY_DATA,
                        "With binary_data_output every output is binary, with the bits that JSON stands for.",
                        binary(trial -> isAllBinary(trial, trial.infer(wantingBinary(trial.request())))))
                .extension(
                        "request-and-response",
                        BINARY_DATA,
                        "Request and answer may both be binary.",
                        binary(trial -> isAllBinary(trial, trial.send(bothBinary(trial)))))
                .extension(
                        "mixed-inputs",
                        BINARY_DATA,
                        "Inputs in JSON and binary ones stand together in one request.",
                        binary(BinaryCases::takesMixedInputs))
                .extension(
                        "input-order",
                        BINARY_DATA,
                        "The binary parts stand in the order in which the JSON names their inputs.",
                        binary(BinaryCases::keepsTheOrderOfInputs))
                .extension(
                        "per-output",
                        BINARY_DATA,
                        "With binary_data one output is binary and the others are in JSON.",
                        binary(BinaryCases::givesOneOutputBinary))
                .extension(
                        "per-output-overrides",
                        BINARY_DATA,
                        "What binary_data says of one output goes before binary_data_output.",
                        binary(BinaryCases::letsOneOutputOverride))
                .extension(
                        "false-is-json",
                        BINARY_DATA,
                        "With binary_data_output false the outputs are in JSON.",
                        binary(BinaryCases::takesFalseForJson))
                .extension(
                        "sizes",
                        BINARY_DATA,
                        "binary_data_size of an output is what its shape and datatype need.",
                        binary(trial -> Outputs.haveTheirSizes(
                                trial,
                                trial.answer(trial.infer(wantingBinary(trial.request())))
                                        .outputs())))
                .extension(
                        "no-data-beside",
                        BINARY_DATA,
                        "A binary output has no data in the JSON.",
                        binary(BinaryCases::hasNoDataBeside))
                .extension(
                        "echoes-id",
                        BINARY_DATA,
                        "The id comes back in a binary answer too.",
                        binary(BinaryCases::echoesId))
                .extension(
                        "chunked",
                        BINARY_DATA,
                        "A binary request may come in chunks.",
                        binary(BinaryCases::takesChunks))
                .extension(
                        "json-only-body",
                        BINARY_DATA,
                        "A body that is JSON only may have the header too; it is then as long as the body.",
                        binary(BinaryCases::takesHeaderWithJsonOnly))
                .cases();
    }

    static List<Case> header() {
        return new Rules("binary.header")
                .extension(
                        "there-if-binary",
                        BINARY_DATA,
                        "An answer with a binary output has Inference-Header-Content-Length.",
                        binary(trial -> {
                            Reply reply = trial.infer(wantingBinary(trial.request()));
                            trial.expectStatus(reply, 200);
                            trial.expect(reply.header(Call.JSON_LENGTH).isPresent(), "the header", "none");
                        }))
                .extension(
                        "not-there-if-json",
                        BINARY_DATA,
                        "An answer that is JSON only has no Inference-Header-Content-Length, or one that covers it all.",
                        binary(trial -> {
                            Reply reply = trial.infer(trial.request());
                            trial.expectStatus(reply, 200);
                            int length = reply.jsonLength().orElse(reply.body().size());
                            trial.expect(length == reply.body().size(), "no header", length);
                        }))
                .extension(
                        "covers-json",
                        BINARY_DATA,
                        "Inference-Header-Content-Length covers the JSON and nothing else.",
                        binary(BinaryCases::coversTheJson))
                .should(
                        "content-type",
                        BINARY_DATA,
                        "A binary answer says that it is application/octet-stream.",
                        binary(trial -> {
                            Reply reply = trial.infer(wantingBinary(trial.request()));
                            trial.expectStatus(reply, 200);
                            trial.expect(
                                    reply.isOfType(Call.BINARY),
                                    "content type " + Call.BINARY,
                                    reply.header("content-type").orElse("none"));
                        }))
                .cases();
    }

    static List<Case> datatypes() {
        Rules rules = new Rules("binary.datatype");
        for (Datatype type : Datatype.values()) {
            rules.extension(
                    type.name(),
                    BINARY_DATA,
                    "A binary %s input means the same as one in JSON, and one byte more is refused.".formatted(type),
                    binary(trial -> takesDatatype(trial, type)));
        }
        return rules.cases();
    }

    /// A check that a server passes over which does not announce the extension.
    static Case.Check binary(Case.Check check) {
        return trial -> {
            trial.requireExtension(EXTENSION);
            check.run(trial);
        };
    }

    /// The JSON of a request whose inputs are all binary.
    static ObjectNode binaryRequest(List<Tensor> inputs) {
        ObjectNode request = Trial.request(List.of());
        ArrayNode array = (ArrayNode) request.path("inputs");
        inputs.forEach(input -> array.add(JsonTensors.binaryInput(input)));
        return request;
    }

    static ByteString raw(List<Tensor> tensors) {
        return tensors.stream().map(Tensor::raw).reduce(ByteString.EMPTY, ByteString::concat);
    }

    static Call allBinary(Trial trial) {
        return Call.binary(trial.inferPath(), binaryRequest(trial.sample()), raw(trial.sample()));
    }

    private static Call bothBinary(Trial trial) {
        return Call.binary(trial.inferPath(), wantingBinary(binaryRequest(trial.sample())), raw(trial.sample()));
    }

    private static ObjectNode wantingBinary(ObjectNode request) {
        request.putObject("parameters").put("binary_data_output", true);
        return request;
    }

    private static void isAsAnnounced(Trial trial) {
        if (trial.subject().extensions().contains(EXTENSION)) {
            isAllBinary(trial, trial.send(bothBinary(trial)));
        } else {
            Reply reply = trial.send(allBinary(trial));
            trial.expect(reply.status() >= 400, "a refusal, for the extension is not announced", reply);
        }
    }

    private static void isAllBinary(Trial trial, Reply reply) {
        Answer answer = trial.answer(reply);
        for (JsonNode output : answer.json().path("outputs")) {
            trial.expect(isBinary(output), "a binary output", output);
        }
        trial.expectSame(trial.expected(), answer.outputs());
    }

    private static boolean isBinary(JsonNode output) {
        return output.path("parameters").path("binary_data_size").isIntegralNumber();
    }

    private static void takesMixedInputs(Trial trial) {
        List<Tensor> inputs = trial.sample();
        if (inputs.size() < 2) {
            throw new Skip("the model has one input");
        }
        ObjectNode request = binaryRequest(inputs);
        ((ArrayNode) request.path("inputs")).set(0, JsonTensors.input(inputs.getFirst()));
        Call call = Call.binary(trial.inferPath(), request, raw(inputs.subList(1, inputs.size())));
        trial.expectSame(trial.expected(), trial.answer(trial.send(call)).outputs());
    }

    private static void keepsTheOrderOfInputs(Trial trial) {
        List<Tensor> backwards = trial.sample().reversed();
        if (backwards.size() < 2) {
            throw new Skip("the model has one input");
        }
        Call call = Call.binary(trial.inferPath(), binaryRequest(backwards), raw(backwards));
        trial.expectSame(trial.expected(), trial.answer(trial.send(call)).outputs());
    }

    private static ObjectNode firstOutput(Trial trial, ObjectNode request, boolean isBinary) {
        ArrayNode outputs = request.putArray("outputs");
        for (Tensor output : trial.expected()) {
            outputs.addObject().put("name", output.name());
        }
        if (outputs.size() < 2) {
            throw new Skip("the model has one output");
        }
        ((ObjectNode) outputs.path(0)).putObject("parameters").put("binary_data", isBinary);
        return request;
    }

    private static void givesOneOutputBinary(Trial trial) {
        isBinaryExactly(trial, trial.infer(firstOutput(trial, trial.request(), true)), true);
    }

    private static void letsOneOutputOverride(Trial trial) {
        isBinaryExactly(trial, trial.infer(firstOutput(trial, wantingBinary(trial.request()), false)), false);
    }

    private static void isBinaryExactly(Trial trial, Reply reply, boolean isFirst) {
        Answer answer = trial.answer(reply);
        String first = trial.expected().getFirst().name();
        for (JsonNode output : answer.json().path("outputs")) {
            boolean isWanted = output.path("name").asString("").equals(first) == isFirst;
            trial.expect(isBinary(output) == isWanted, isWanted ? "a binary output" : "an output in JSON", output);
        }
        trial.expectSame(trial.expected(), answer.outputs());
    }

    private static void takesFalseForJson(Trial trial) {
        ObjectNode request = trial.request();
        request.putObject("parameters").put("binary_data_output", false);
        Answer answer = trial.answer(request);
        answer.json().path("outputs").forEach(output -> trial.expect(!isBinary(output), "an output in JSON", output));
    }

    private static void hasNoDataBeside(Trial trial) {
        Answer answer = trial.answer(trial.infer(wantingBinary(trial.request())));
        for (JsonNode output : answer.json().path("outputs")) {
            trial.expect(output.path("data").isMissingNode(), "no data beside binary_data_size", output);
        }
    }

    private static void echoesId(Trial trial) {
        Answer answer = trial.answer(trial.infer(wantingBinary(trial.request()).put("id", "binary-1")));
        trial.expect(
                answer.json().path("id").asString("").equals("binary-1"),
                "id binary-1",
                answer.json().path("id"));
    }

    private static void takesChunks(Trial trial) {
        Call call = allBinary(trial);
        try (RawConnection connection = trial.connect()) {
            connection.write(trial.head(connection, "POST", call.path()) + "Content-Type: " + Call.BINARY + "\r\n"
                    + Call.JSON_LENGTH + ": " + call.headers().get(Call.JSON_LENGTH)
                    + "\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
            connection.write(Integer.toHexString(call.body().size()) + "\r\n");
            connection.write(call.body());
            Reply reply = trial.exchange(connection, "POST", "\r\n0\r\n\r\n");
            trial.expectSame(trial.expected(), trial.answer(reply).outputs());
        }
    }

    private static void takesHeaderWithJsonOnly(Trial trial) {
        Call call = Call.binary(trial.inferPath(), trial.request(), ByteString.EMPTY);
        trial.expectSame(trial.expected(), trial.answer(trial.send(call)).outputs());
    }

    private static void coversTheJson(Trial trial) {
        Reply reply = trial.infer(wantingBinary(trial.request()));
        trial.expectStatus(reply, 200);
        int length = reply.jsonLength().orElse(0);
        JsonNode json = Reply.json(reply.body().substring(0, length));
        trial.expect(json.isObject(), "an object of JSON in the first %d bytes".formatted(length), json);
        trial.answer(reply);
    }

    private static void takesDatatype(Trial trial, Datatype type) {
        int at = Inputs.first(trial, type);
        Tensor input = trial.sample().get(at);
        List<Tensor> expected = trial.expected();
        trial.expectSame(
                expected, trial.answer(trial.send(withBinary(trial, at, input))).outputs());
        Tensor longer = input.withRaw(input.raw().concat(RawBytes.ofBits(0, 1)));
        trial.expectRefusal(trial.send(withBinary(trial, at, longer)));
    }

    /// The sample with one input binary and the others in JSON.
    private static Call withBinary(Trial trial, int at, Tensor input) {
        ObjectNode request = trial.request();
        ((ArrayNode) request.path("inputs")).set(at, JsonTensors.binaryInput(input));
        return Call.binary(trial.inferPath(), request, input.raw());
    }
}
