// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.cases;

import static dev.witan.conformance.check.Source.CASE_SENSITIVE;
import static dev.witan.conformance.check.Source.DATATYPES;
import static dev.witan.conformance.check.Source.ERROR_STATUS;
import static dev.witan.conformance.check.Source.HTTP_CLIENT_ERROR;
import static dev.witan.conformance.check.Source.HTTP_CONTENT_TYPE;
import static dev.witan.conformance.check.Source.REST_ERROR;
import static dev.witan.conformance.check.Source.REST_INPUT;
import static dev.witan.conformance.check.Source.REST_OUTPUT;
import static dev.witan.conformance.check.Source.REST_REQUEST;
import static dev.witan.conformance.check.Source.TENSOR_DATA;

import dev.witan.conformance.check.Case;
import dev.witan.conformance.check.Skip;
import dev.witan.conformance.check.Source;
import dev.witan.conformance.check.Trial;
import dev.witan.conformance.tensor.Datatype;
import dev.witan.conformance.tensor.Tensor;
import dev.witan.conformance.wire.Call;
import dev.witan.conformance.wire.Reply;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Requests over REST that break a rule. Each has to be refused with an error status and a JSON object that says why,
/// and none may hurt the server.
final class RefusalCases {
    private static final String REFUSED = " is refused with an error status and {\"error\": text}.";

    private RefusalCases() {}

    static List<Case> all() {
        return new Rules("rest.refuse")
                .must(
                        "malformed-json",
                        REST_ERROR,
                        "A body that is not JSON" + REFUSED,
                        trial -> refuses(trial, "{\"inputs\": [}"))
                .must("truncated-json", REST_ERROR, "A body that ends in the middle" + REFUSED, RefusalCases::truncated)
                .must("empty-body", REST_REQUEST, "An empty body" + REFUSED, trial -> refuses(trial, ""))
                .must(
                        "not-an-object",
                        REST_REQUEST,
                        "A body that is JSON and no object" + REFUSED,
                        trial -> refuses(trial, "[1, 2]"))
                .must("no-inputs", REST_REQUEST, "A request without inputs" + REFUSED, trial -> refuses(trial, "{}"))
                .must(
                        "inputs-not-array",
                        REST_REQUEST,
                        "A request whose inputs are no array" + REFUSED,
                        trial -> refuses(trial, "{\"inputs\": {\"name\": \"x\"}}"))
                .should(
                        "unknown-input",
                        REST_INPUT,
                        "An input that the model does not have" + REFUSED,
                        RefusalCases::unknownInput)
                .should(
                        "duplicate-input",
                        REST_INPUT,
                        "A request with one input twice" + REFUSED,
                        RefusalCases::duplicateInput)
                .must("no-name", REST_INPUT, "An input without name" + REFUSED, without("name"))
                .must("no-shape", REST_INPUT, "An input without shape" + REFUSED, without("shape"))
                .must("no-datatype", REST_INPUT, "An input without datatype" + REFUSED, without("datatype"))
                .must("no-data", REST_INPUT, "An input without data" + REFUSED, without("data"))
                .must(
                        "unknown-datatype",
                        DATATYPES,
                        "A datatype that the protocol does not have" + REFUSED,
                        with(input -> input.put("datatype", "FP31")))
                .must(
                        "lower-case-datatype",
                        CASE_SENSITIVE,
                        "A datatype in lower case" + REFUSED,
                        with(input -> input.put(
                                "datatype", input.path("datatype").asString().toLowerCase(Locale.ROOT))))
                .must(
                        "too-little-data",
                        TENSOR_DATA,
                        "Fewer elements than the shape says" + REFUSED,
                        with(input -> ((ArrayNode) input.path("data")).remove(0)))
                .must(
                        "too-much-data",
                        TENSOR_DATA,
                        "More elements than the shape says" + REFUSED,
                        with(input -> ((ArrayNode) input.path("data"))
                                .add(input.path("data").path(0))))
                .must(
                        "negative-extent",
                        REST_INPUT,
                        "A negative extent in a request's shape" + REFUSED,
                        with(input -> setFirstExtent(input, -1)))
                .must(
                        "overflowing-shape",
                        REST_INPUT,
                        "A shape with more elements than can be counted" + REFUSED,
                        with(input -> input.putArray("shape").add(1L << 62).add(8)))
                .must(
                        "fractional-extent",
                        REST_INPUT,
                        "An extent that is no whole number" + REFUSED,
                        with(input -> input.putArray("shape").add(1.5)))
                .should(
                        "wrong-rank",
                        REST_INPUT,
                        "A shape with dimensions that the metadata does not have" + REFUSED,
                        RefusalCases::wrongRank)
                .must(
                        "object-as-element",
                        TENSOR_DATA,
                        "An object among the elements" + REFUSED,
                        with(input ->
                                ((ArrayNode) input.path("data")).removeAll().addObject()))
                .must(
                        "text-as-number",
                        TENSOR_DATA,
                        "A text that is no number among the elements of a number tensor" + REFUSED,
                        RefusalCases::textAsNumber)
                .must(
                        "jagged-data",
                        TENSOR_DATA,
                        "Nested data with rows of different lengths" + REFUSED,
                        RefusalCases::jagged)
                .must(
                        "unknown-output",
                        REST_OUTPUT,
                        "A request for an output that the model does not have" + REFUSED,
                        trial -> refuses(trial, requesting(trial, Unknown.TENSOR)))
                .must(
                        "outputs-not-array",
                        REST_REQUEST,
                        "A request whose outputs are no array" + REFUSED,
                        trial -> refuses(trial, trial.request().put("outputs", 7)))
                .should(
                        "id-not-text",
                        REST_REQUEST,
                        "A request whose id is no string" + REFUSED,
                        trial -> refuses(trial, trial.request().put("id", 42)))
                .should(
                        "parameters-not-object",
                        Source.PARAMETERS,
                        "A request whose parameters are no object" + REFUSED,
                        trial -> refuses(trial, trial.request().put("parameters", "x")))
                .must(
                        "unknown-model",
                        REST_ERROR,
                        "A request to a model that does not exist" + REFUSED,
                        trial -> trial.expectRefusal(unknownModel(trial)))
                .must(
                        "unknown-version",
                        REST_ERROR,
                        "A request to a version that does not exist" + REFUSED,
                        trial -> trial.expectRefusal(unknownVersion(trial)))
                .should(
                        "unknown-model-404",
                        ERROR_STATUS,
                        "A request to a model that does not exist gets status 404.",
                        trial -> trial.expectStatus(unknownModel(trial), 404))
                .should(
                        "unknown-version-404",
                        ERROR_STATUS,
                        "A request to a version that does not exist gets status 404.",
                        trial -> trial.expectStatus(unknownVersion(trial), 404))
                .should(
                        "blames-caller",
                        HTTP_CLIENT_ERROR,
                        "What only the caller can mend gets a status from 400 to 499, not from 500.",
                        RefusalCases::blamesCaller)
                .should(
                        "content-type",
                        HTTP_CONTENT_TYPE,
                        "An error says that it is application/json.",
                        RefusalCases::saysJson)
                .should(
                        "nothing-but-error",
                        REST_ERROR,
                        "An error's object has the one member error.",
                        RefusalCases::saysNothingElse)
                .should(
                        "deep-json",
                        HTTP_CLIENT_ERROR,
                        "A body nested ten thousand arrays deep is refused, with a status from 400 to 499.",
                        trial -> blamed(
                                trial, trial.send(Call.post(trial.inferPath(), "{\"inputs\": " + "[".repeat(10_000)))))
                .must(
                        "still-well",
                        REST_ERROR,
                        "After all of these a valid request is answered as before.",
                        RefusalCases::staysWell)
                .cases();
    }

    private static Reply infer(Trial trial, String body) {
        return trial.send(Call.post(trial.inferPath(), body));
    }

    private static void refuses(Trial trial, String body) {
        trial.expectRefusal(infer(trial, body));
    }

    private static void refuses(Trial trial, JsonNode body) {
        trial.expectRefusal(trial.infer(body));
    }

    /// A request that works but for its first input.
    private static Case.Check with(Consumer<ObjectNode> change) {
        return trial -> {
            ObjectNode request = trial.request();
            if (request.path("inputs").isEmpty()) {
                throw new Skip("the model has no inputs");
            }
            change.accept((ObjectNode) request.path("inputs").path(0));
            refuses(trial, request);
        };
    }

    private static Case.Check without(String field) {
        return with(input -> input.remove(field));
    }

    private static void setFirstExtent(ObjectNode input, long extent) {
        ArrayNode shape = (ArrayNode) input.path("shape");
        if (shape.isEmpty()) {
            shape.add(extent);
        } else {
            shape.set(0, extent);
        }
    }

    private static void truncated(Trial trial) {
        String json = trial.request().toString();
        refuses(trial, json.substring(0, json.length() - 2));
    }

    private static void unknownInput(Trial trial) {
        ObjectNode request = trial.request();
        ObjectNode further = ((ObjectNode) request.path("inputs").path(0)).deepCopy();
        ((ArrayNode) request.path("inputs")).add(further.put("name", Unknown.TENSOR));
        refuses(trial, request);
    }

    private static void duplicateInput(Trial trial) {
        ObjectNode request = trial.request();
        ((ArrayNode) request.path("inputs")).add(request.path("inputs").path(0).deepCopy());
        refuses(trial, request);
    }

    private static void wrongRank(Trial trial) {
        ObjectNode request = trial.request();
        ObjectNode input = (ObjectNode) request.path("inputs").path(0);
        ((ArrayNode) input.path("shape")).add(2).add(3);
        ArrayNode data = (ArrayNode) input.path("data");
        List<JsonNode> once = data.valueStream().toList();
        for (int i = 1; i < 6; i++) {
            data.addAll(once);
        }
        refuses(trial, request);
    }

    private static void textAsNumber(Trial trial) {
        ObjectNode request = trial.request();
        int at = Inputs.first(trial, type -> type.family() != Datatype.Family.TEXT);
        ((ArrayNode) request.path("inputs").path(at).path("data")).set(0, "seven and a half");
        refuses(trial, request);
    }

    private static void jagged(Trial trial) {
        List<Tensor> inputs = trial.sample();
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i).shape().size() > 1) {
                ObjectNode request = trial.request();
                ObjectNode input = (ObjectNode) request.path("inputs").path(i);
                ArrayNode flat = (ArrayNode) input.path("data");
                ArrayNode jagged = input.putArray("data");
                jagged.addArray().addAll(flat.valueStream().toList());
                jagged.addArray().add(flat.path(0)).add(flat.path(0));
                refuses(trial, request);
                return;
            }
        }
        throw new Skip("the model has no input of more than one dimension");
    }

    private static ObjectNode requesting(Trial trial, String output) {
        ObjectNode request = trial.request();
        request.putArray("outputs").addObject().put("name", output);
        return request;
    }

    private static Reply unknownModel(Trial trial) {
        return trial.send(Call.post(Trial.modelPath(Unknown.MODEL) + "/infer", trial.request()));
    }

    private static Reply unknownVersion(Trial trial) {
        return trial.send(Call.post(trial.modelPath() + "/versions/" + Unknown.VERSION + "/infer", trial.request()));
    }

    private static void blamed(Trial trial, Reply reply) {
        trial.expect(reply.status() >= 400 && reply.status() < 500, "a status from 400 to 499", reply);
    }

    private static void blamesCaller(Trial trial) {
        blamed(trial, infer(trial, "{\"inputs\": [}"));
        blamed(trial, infer(trial, "{}"));
        blamed(trial, trial.infer(requesting(trial, Unknown.TENSOR)));
        ObjectNode request = trial.request();
        ((ArrayNode) request.path("inputs").path(0).path("data")).removeAll().addObject();
        blamed(trial, trial.infer(request));
    }

    private static void saysJson(Trial trial) {
        Reply reply = infer(trial, "{\"inputs\": [}");
        trial.expect(
                reply.isOfType(Call.JSON),
                "content type " + Call.JSON,
                reply.header("content-type").orElse("none"));
    }

    private static void saysNothingElse(Trial trial) {
        Reply reply = infer(trial, "{\"inputs\": [}");
        trial.expectRefusal(reply);
        trial.expect(reply.json().size() == 1, "the one member error", reply);
    }

    private static void staysWell(Trial trial) {
        infer(trial, "{\"inputs\": [}");
        infer(trial, "");
        if (trial.subject().isRepeatable()) {
            trial.expectSame(trial.expected(), trial.answer(trial.request()).outputs());
        } else {
            trial.answer(trial.request());
        }
    }
}
