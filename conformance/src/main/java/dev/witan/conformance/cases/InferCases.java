// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.cases;

import static dev.witan.conformance.check.Source.JSON;
import static dev.witan.conformance.check.Source.PARAMETERS;
import static dev.witan.conformance.check.Source.REST_INPUT;
import static dev.witan.conformance.check.Source.REST_OUTPUT;
import static dev.witan.conformance.check.Source.REST_PATHS;
import static dev.witan.conformance.check.Source.REST_REQUEST;
import static dev.witan.conformance.check.Source.REST_RESPONSE;
import static dev.witan.conformance.check.Source.REST_RESPONSE_OUTPUT;
import static dev.witan.conformance.check.Source.TENSOR_DATA;

import dev.witan.conformance.check.Answer;
import dev.witan.conformance.check.Case;
import dev.witan.conformance.check.Skip;
import dev.witan.conformance.check.Trial;
import dev.witan.conformance.tensor.JsonTensors;
import dev.witan.conformance.tensor.Tensor;
import dev.witan.conformance.tensor.TensorSpec;
import dev.witan.conformance.wire.Call;
import dev.witan.conformance.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What an answer to an inference request over REST holds, and which forms of a request are one and the same.
final class InferCases {
    private static final String STRANGE_ID = "id \"7\" \\ / \u00e4\u4e2d\ud83e\udd89 " + "x".repeat(100);

    private InferCases() {}

    static List<Case> answer() {
        return new Rules("rest.infer")
                .must(
                        "answers",
                        REST_RESPONSE,
                        "A valid request is answered with status 200 and an object with outputs.",
                        InferCases::answers)
                .must(
                        "model-name",
                        REST_RESPONSE,
                        "An answer has the name of the model that gave it.",
                        trial -> hasText(trial, trial.answer(trial.request()), "model_name", List.of(trial.model())))
                .must(
                        "model-version",
                        REST_RESPONSE,
                        "The version in an answer, if there is one, is among those that the model lists.",
                        InferCases::hasVersion)
                .must(
                        "version-path",
                        REST_PATHS,
                        "A request to a version's path is answered by that version.",
                        InferCases::answersAsVersion)
                .must(
                        "echoes-id",
                        REST_REQUEST,
                        "The id of a request comes back in its answer.",
                        trial -> echoes(trial, "conformance-1"))
                .must(
                        "echoes-strange-id",
                        REST_REQUEST,
                        "An id comes back as it was sent, whatever characters it has.",
                        trial -> echoes(trial, STRANGE_ID))
                .must(
                        "no-id",
                        REST_RESPONSE,
                        "The answer to a request without id has none, or a string.",
                        InferCases::hasTextOrNoId)
                .must(
                        "output-fields",
                        REST_RESPONSE_OUTPUT,
                        "Each output has name, datatype, shape and data.",
                        InferCases::hasOutputFields)
                .must(
                        "output-sizes",
                        TENSOR_DATA,
                        "Each output has as many elements as its shape says.",
                        InferCases::hasAsManyElements)
                .must(
                        "output-elements",
                        TENSOR_DATA,
                        "Each element of an output is a JSON value of the kind and range of its datatype.",
                        trial -> trial.answer(trial.request()))
                .must(
                        "all-outputs",
                        REST_REQUEST,
                        "A request that names no outputs is answered with all that the model declares.",
                        InferCases::hasAllOutputs)
                .must(
                        "selected-outputs",
                        REST_OUTPUT,
                        "A request that names outputs is answered with those and no others.",
                        InferCases::hasSelectedOutputs)
                .should(
                        "selected-order",
                        REST_OUTPUT,
                        "Outputs come in the order in which the request names them.",
                        InferCases::keepsOrder)
                .must(
                        "output-datatypes",
                        REST_RESPONSE_OUTPUT,
                        "Each output has the datatype that the metadata declares.",
                        InferCases::hasDeclaredDatatypes)
                .must(
                        "output-shapes",
                        REST_RESPONSE_OUTPUT,
                        "Each output has a shape that the metadata permits.",
                        InferCases::hasDeclaredShapes)
                .should(
                        "batch",
                        REST_RESPONSE_OUTPUT,
                        "When every input's first extent is variable, a batch of 3 gives outputs of 3 rows.",
                        InferCases::answersBatch)
                .cases();
    }

    static List<Case> forms() {
        return new Rules("rest.form")
                .must(
                        "nested-data",
                        TENSOR_DATA,
                        "Elements in arrays of arrays mean the same as in one array.",
                        InferCases::takesNested)
                .must(
                        "flat-data",
                        TENSOR_DATA,
                        "Elements in one array are taken for an input of more than one dimension.",
                        InferCases::takesFlat)
                .must(
                        "field-order",
                        JSON,
                        "The members of an object may come in any order, data before name and shape.",
                        InferCases::takesAnyFieldOrder)
                .must(
                        "white-space",
                        JSON,
                        "White space between tokens means nothing.",
                        trial -> isSame(trial, trial.request().toPrettyString().replace("\n", " \r\n\t")))
                .must("escapes", JSON, "A string with escapes is the string without them.", InferCases::takesEscapes)
                .must(
                        "input-order",
                        REST_REQUEST,
                        "Inputs are known by their names, not by their order.",
                        InferCases::takesAnyInputOrder)
                .must(
                        "empty-parameters",
                        PARAMETERS,
                        "Parameters may be an object without members.",
                        InferCases::takesEmptyParameters)
                .should(
                        "unknown-parameter",
                        PARAMETERS,
                        "A parameter that a server does not know is passed over or refused, and breaks nothing.",
                        InferCases::survivesUnknownParameter)
                .must(
                        "unasked-output-form",
                        REST_OUTPUT,
                        "Without the word of the caller outputs are in JSON.",
                        InferCases::answersInJson)
                .must(
                        "left-out-input",
                        REST_INPUT,
                        "A request that leaves out an input is refused, or answered in full by a model that needs it not.",
                        InferCases::survivesLeftOutInput)
                .cases();
    }

    /// Without a request that works every case of inference is skipped; this one is not, or a server that answers
    /// nothing would conform.
    private static void answers(Trial trial) {
        if (trial.subject().sample().isEmpty()) {
            throw Skip.untried("no inference request is known to work: name a model with --model, give a request with"
                    + " --request");
        }
        trial.answer(trial.request());
    }

    private static void hasText(Trial trial, Answer answer, String field, List<String> allowed) {
        JsonNode value = answer.json().path(field);
        trial.expect(
                value.isString() && allowed.contains(value.asString()), "%s among %s".formatted(field, allowed), value);
    }

    private static void hasVersion(Trial trial) {
        Answer answer = trial.answer(trial.request());
        if (answer.json().path("model_version").isMissingNode()) {
            throw new Skip("the answer has no model_version, which it need not");
        }
        trial.version();
        hasText(trial, answer, "model_version", trial.subject().versions());
    }

    private static void answersAsVersion(Trial trial) {
        String path = trial.modelPath() + "/versions/" + Trial.segment(trial.version()) + "/infer";
        Answer answer = trial.answer(trial.send(Call.post(path, trial.request())));
        hasText(trial, answer, "model_version", List.of(trial.version()));
    }

    private static void echoes(Trial trial, String id) {
        hasText(trial, trial.answer(trial.request().put("id", id)), "id", List.of(id));
    }

    private static void hasTextOrNoId(Trial trial) {
        JsonNode id = trial.answer(trial.request()).json().path("id");
        trial.expect(id.isMissingNode() || id.isString(), "no id, or a string", id);
    }

    private static void hasOutputFields(Trial trial) {
        for (JsonNode output : trial.answer(trial.request()).json().path("outputs")) {
            trial.expect(
                    output.path("name").isString()
                            && output.path("datatype").isString()
                            && output.path("shape").isArray()
                            && output.path("data").isArray(),
                    "an output with name, datatype, shape and data",
                    output);
        }
    }

    private static void hasAsManyElements(Trial trial) {
        Outputs.haveTheirSizes(trial, trial.answer(trial.request()).outputs());
    }

    private static List<String> declared(Trial trial) {
        trial.sample();
        return trial.subject().outputs().stream().map(TensorSpec::name).toList();
    }

    private static void hasAllOutputs(Trial trial) {
        List<String> names = trial.answer(trial.request()).names();
        trial.expect(
                names.stream()
                        .sorted()
                        .toList()
                        .equals(declared(trial).stream().sorted().toList()),
                "outputs " + declared(trial),
                names);
    }

    private static ObjectNode requesting(Trial trial, List<String> names) {
        ObjectNode request = trial.request();
        ArrayNode outputs = request.putArray("outputs");
        names.forEach(name -> outputs.addObject().put("name", name));
        return request;
    }

    private static void hasSelectedOutputs(Trial trial) {
        for (String name : declared(trial)) {
            List<String> names = trial.answer(requesting(trial, List.of(name))).names();
            trial.expect(names.equals(List.of(name)), "outputs [" + name + "]", names);
        }
    }

    private static void keepsOrder(Trial trial) {
        List<String> backwards = declared(trial).reversed();
        if (backwards.size() < 2) {
            throw new Skip("the model has one output");
        }
        List<String> names = trial.answer(requesting(trial, backwards)).names();
        trial.expect(names.equals(backwards), "outputs " + backwards, names);
    }

    private static void hasDeclaredDatatypes(Trial trial) {
        Outputs.haveDeclaredDatatypes(trial, trial.answer(trial.request()).outputs());
    }

    private static void hasDeclaredShapes(Trial trial) {
        Outputs.haveDeclaredShapes(trial, trial.answer(trial.request()).outputs());
    }

    private static void answersBatch(Trial trial) {
        List<Tensor> three = new ArrayList<>();
        for (Tensor input : trial.sample()) {
            three.add(Batch.of(trial, input, 3));
        }
        for (Tensor output : trial.answer(Trial.request(three)).outputs()) {
            boolean isBatched = trial.subject()
                    .output(output.name())
                    .map(spec -> !spec.shape().isEmpty() && spec.shape().getFirst() < 0)
                    .orElse(false);
            trial.expect(
                    !isBatched || output.shape().getFirst() == 3,
                    "output '%s' of 3 rows".formatted(output.name()),
                    output.shape());
        }
    }

    // Forms of a request.

    private static void isSame(Trial trial, String json) {
        List<Tensor> expected = trial.expected();
        trial.expectSame(
                expected,
                trial.answer(trial.send(Call.post(trial.inferPath(), json))).outputs());
    }

    private static void takesNested(Trial trial) {
        withDataOfDeepInputs(trial, JsonTensors::nested);
    }

    private static void takesFlat(Trial trial) {
        withDataOfDeepInputs(trial, JsonTensors::flat);
    }

    private static void withDataOfDeepInputs(Trial trial, Function<Tensor, ArrayNode> data) {
        if (trial.sample().stream().noneMatch(input -> input.shape().size() > 1)) {
            throw new Skip("the model has no input of more than one dimension");
        }
        ObjectNode request = trial.request();
        for (int i = 0; i < trial.sample().size(); i++) {
            ((ObjectNode) request.path("inputs").path(i))
                    .set("data", data.apply(trial.sample().get(i)));
        }
        isSame(trial, request.toString());
    }

    private static void takesAnyFieldOrder(Trial trial) {
        ObjectNode request = trial.request();
        ArrayNode inputs = request.putArray("inputs");
        for (Tensor tensor : trial.sample()) {
            ObjectNode input = JsonTensors.input(tensor);
            ObjectNode turned = inputs.addObject();
            List.of("data", "shape", "datatype", "name").forEach(field -> turned.set(field, input.path(field)));
        }
        isSame(trial, request.toString());
    }

    private static void takesEscapes(Trial trial) {
        String json = trial.request().toString();
        String escaped = json.replace("\"inputs\"", "\"\\u0069nputs\"").replace("\"name\"", "\"n\\u0061me\"");
        isSame(trial, escaped);
    }

    private static void takesAnyInputOrder(Trial trial) {
        if (trial.sample().size() < 2) {
            throw new Skip("the model has one input");
        }
        isSame(trial, Trial.request(trial.sample().reversed()).toString());
    }

    private static void takesEmptyParameters(Trial trial) {
        ObjectNode request = trial.request();
        request.putObject("parameters");
        request.path("inputs").forEach(input -> ((ObjectNode) input).putObject("parameters"));
        isSame(trial, request.toString());
    }

    private static void survivesUnknownParameter(Trial trial) {
        ObjectNode request = trial.request();
        request.putObject("parameters").put("conformance_unknown", 42);
        Outcomes.answeredOrRefusedAsCallersFault(trial, trial.infer(request));
    }

    private static void answersInJson(Trial trial) {
        for (JsonNode output : trial.answer(trial.request()).json().path("outputs")) {
            trial.expect(output.path("data").isArray(), "data in JSON", output);
        }
    }

    private static void survivesLeftOutInput(Trial trial) {
        List<Tensor> rest = trial.sample().subList(1, trial.sample().size());
        Reply reply = trial.infer(Trial.request(rest));
        if (reply.status() == 200) {
            List<String> names = trial.answer(reply).names();
            trial.expect(names.size() == declared(trial).size(), "outputs " + declared(trial), names);
        } else {
            trial.expectRefusal(reply);
        }
    }
}
