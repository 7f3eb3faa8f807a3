// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.cases;

import static dev.witan.conformance.check.Source.CASE_SENSITIVE;
import static dev.witan.conformance.check.Source.DATATYPES;
import static dev.witan.conformance.check.Source.ERROR_STATUS;
import static dev.witan.conformance.check.Source.REST_MODEL;
import static dev.witan.conformance.check.Source.REST_MODEL_ERROR;
import static dev.witan.conformance.check.Source.REST_PATHS;
import static dev.witan.conformance.check.Source.REST_SERVER;

import dev.witan.conformance.check.Case;
import dev.witan.conformance.check.Skip;
import dev.witan.conformance.check.Trial;
import dev.witan.conformance.tensor.Datatype;
import dev.witan.conformance.wire.Reply;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What a server and its models say of themselves over REST.
final class MetadataCases {
    private MetadataCases() {}

    static List<Case> server() {
        return new Rules("rest.server")
                .must(
                        "name",
                        REST_SERVER,
                        "The server's metadata has its name, a string.",
                        trial -> isText(trial, "v2", "name"))
                .must(
                        "version",
                        REST_SERVER,
                        "The server's metadata has its version, a string.",
                        trial -> isText(trial, "v2", "version"))
                .must(
                        "extensions",
                        REST_SERVER,
                        "The server's metadata has its extensions, an array of strings.",
                        trial -> isTexts(trial, metadata(trial, "v2").path("extensions"), "extensions"))
                .should(
                        "extensions-once",
                        REST_SERVER,
                        "The server's metadata names each extension once.",
                        MetadataCases::namesEachExtensionOnce)
                .cases();
    }

    static List<Case> model() {
        return new Rules("rest.model")
                .must(
                        "name",
                        REST_MODEL,
                        "A model's metadata has the name under which it was asked for.",
                        MetadataCases::hasItsName)
                .must(
                        "platform",
                        REST_MODEL,
                        "A model's metadata has its platform, a string.",
                        trial -> isText(trial, trial.modelPath(), "platform"))
                .must(
                        "inputs",
                        REST_MODEL,
                        "A model's metadata has its inputs, each with name, datatype and shape.",
                        trial -> areTensors(trial, "inputs"))
                .must(
                        "outputs",
                        REST_MODEL,
                        "A model's metadata has its outputs, each with name, datatype and shape.",
                        trial -> areTensors(trial, "outputs"))
                .must(
                        "datatypes",
                        DATATYPES,
                        "The datatypes in a model's metadata are those of the protocol (and BF16).",
                        MetadataCases::haveDatatypes)
                .must(
                        "shapes",
                        REST_MODEL,
                        "An extent in a model's metadata is a whole number, or -1 for any.",
                        MetadataCases::haveShapes)
                .should(
                        "tensor-names",
                        REST_MODEL,
                        "No two inputs, and no two outputs, of a model have one name.",
                        MetadataCases::haveNamesOfTheirOwn)
                .must(
                        "versions",
                        REST_MODEL,
                        "A model's versions, if it tells any, are an array of strings.",
                        MetadataCases::hasVersions)
                .must(
                        "version-metadata",
                        REST_PATHS,
                        "Each version that a model lists has metadata of its own path, with the model's name.",
                        MetadataCases::hasMetadataOfEachVersion)
                .must(
                        "unknown",
                        REST_MODEL_ERROR,
                        "The metadata of a model that does not exist is an error status with {\"error\": text}.",
                        trial -> trial.expectRefusal(trial.get(Trial.modelPath(Unknown.MODEL))))
                .must(
                        "unknown-version",
                        REST_MODEL_ERROR,
                        "The metadata of a version that does not exist is an error status with {\"error\": text}.",
                        trial -> trial.expectRefusal(trial.get(trial.modelPath() + "/versions/" + Unknown.VERSION)))
                .should(
                        "unknown-404",
                        ERROR_STATUS,
                        "The status for a model that does not exist is 404.",
                        trial -> trial.expectStatus(trial.get(Trial.modelPath(Unknown.MODEL)), 404))
                .should(
                        "unknown-version-404",
                        ERROR_STATUS,
                        "The status for a version that does not exist is 404.",
                        trial -> trial.expectStatus(trial.get(trial.modelPath() + "/versions/" + Unknown.VERSION), 404))
                .must(
                        "case-sensitive",
                        CASE_SENSITIVE,
                        "A model's name in other letter case is another name.",
                        MetadataCases::minds)
                .cases();
    }

    private static JsonNode metadata(Trial trial, String path) {
        Reply reply = trial.get(path);
        trial.expectStatus(reply, 200);
        return trial.json(reply);
    }

    private static void isText(Trial trial, String path, String field) {
        JsonNode value = metadata(trial, path).path(field);
        trial.expect(value.isString(), "a string as " + field, value);
    }

    private static void isTexts(Trial trial, JsonNode array, String what) {
        trial.expect(array.isArray(), "an array as " + what, array);
        array.forEach(element -> trial.expect(element.isString(), "strings as " + what, element));
    }

    private static void namesEachExtensionOnce(Trial trial) {
        JsonNode extensions = metadata(trial, "v2").path("extensions");
        Set<String> names = new HashSet<>();
        extensions.forEach(name -> trial.expect(names.add(name.asString("")), "each extension once", extensions));
    }

    private static void hasItsName(Trial trial) {
        JsonNode name = metadata(trial, trial.modelPath()).path("name");
        trial.expect(name.isString() && name.asString().equals(trial.model()), "name '" + trial.model() + "'", name);
    }

    private static void areTensors(Trial trial, String field) {
        JsonNode tensors = metadata(trial, trial.modelPath()).path(field);
        trial.expect(tensors.isArray(), "an array as " + field, tensors);
        for (JsonNode tensor : tensors) {
            trial.expect(
                    tensor.path("name").isString()
                            && !tensor.path("name").asString().isEmpty()
                            && tensor.path("datatype").isString()
                            && tensor.path("shape").isArray(),
                    "a tensor with name, datatype and shape",
                    tensor);
        }
    }

    private static List<JsonNode> tensors(Trial trial) {
        JsonNode metadata = metadata(trial, trial.modelPath());
        return List.of(metadata.path("inputs"), metadata.path("outputs"));
    }

    private static void haveDatatypes(Trial trial) {
        tensors(trial)
                .forEach(list -> list.forEach(tensor -> trial.expect(
                        Datatype.named(tensor.path("datatype").asString("")).isPresent(),
                        "a datatype of the protocol",
                        tensor)));
    }

    private static void haveShapes(Trial trial) {
        tensors(trial)
                .forEach(list -> list.forEach(tensor -> tensor.path("shape")
                        .forEach(extent -> trial.expect(
                                extent.isIntegralNumber() && extent.asLong() >= -1,
                                "whole numbers from -1 as shape",
                                tensor))));
    }

    private static void haveNamesOfTheirOwn(Trial trial) {
        for (JsonNode list : tensors(trial)) {
            Set<String> names = new HashSet<>();
            list.forEach(tensor ->
                    trial.expect(names.add(tensor.path("name").asString("")), "each tensor's name once", list));
        }
    }

    private static void hasVersions(Trial trial) {
        JsonNode versions = metadata(trial, trial.modelPath()).path("versions");
        if (versions.isMissingNode()) {
            throw new Skip("the model tells no versions, which it need not");
        }
        isTexts(trial, versions, "versions");
    }

    private static void hasMetadataOfEachVersion(Trial trial) {
        trial.version();
        for (String version : trial.subject().versions()) {
            JsonNode metadata = metadata(trial, trial.modelPath() + "/versions/" + Trial.segment(version));
            trial.expect(
                    metadata.path("name").asString("").equals(trial.model()), "name '" + trial.model() + "'", metadata);
        }
    }

    private static void minds(Trial trial) {
        String upper = trial.model().toUpperCase(Locale.ROOT);
        String other = upper.equals(trial.model()) ? trial.model().toLowerCase(Locale.ROOT) : upper;
        if (other.equals(trial.model())) {
            throw new Skip("the model's name has no letters");
        }
        trial.expectRefusal(trial.get(Trial.modelPath(other)));
    }
}
