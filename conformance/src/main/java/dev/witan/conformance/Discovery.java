// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance;

import com.google.protobuf.ByteString;
import dev.witan.conformance.check.Answer;
import dev.witan.conformance.check.Subject;
import dev.witan.conformance.check.Target;
import dev.witan.conformance.check.Trial;
import dev.witan.conformance.tensor.JsonTensors;
import dev.witan.conformance.tensor.Synthesis;
import dev.witan.conformance.tensor.Tensor;
import dev.witan.conformance.tensor.TensorSpec;
import dev.witan.conformance.tensor.Unreadable;
import dev.witan.conformance.wire.Call;
import dev.witan.conformance.wire.HttpWire;
import dev.witan.conformance.wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Finds out what there is to ask: the extensions, a model, and a request that works. A server that says nothing
/// sensible yields an empty subject with a note; what is wrong with it is for the cases to tell.
final class Discovery {
    static final Subject NOTHING =
            new Subject(Set.of(), "", List.of(), List.of(), List.of(), List.of(), List.of(), false, List.of());

    private static final JsonNode NONE = Reply.json(ByteString.EMPTY);

    /// The extensions that there are cases for.
    private static final Set<String> CHECKED = Set.of(
            "binary_tensor_data",
            "model_repository",
            "statistics",
            "model_configuration",
            "parameters",
            "schedule_policy");

    private final Target target;
    private final HttpWire http;
    private final List<String> notes = new ArrayList<>();

    Discovery(Target target, HttpWire http) {
        this.target = target;
        this.http = http;
    }

    /// Asks the server.
    ///
    /// @throws dev.witan.conformance.wire.WireException when it does not answer
    Subject find() {
        Set<String> extensions = new TreeSet<>(texts(json(Call.get("v2")).path("extensions")));
        noteWhatIsNotChecked(extensions);
        String model = target.model().isEmpty() ? firstReady() : target.model();
        JsonNode metadata = model.isEmpty() ? NONE : json(Call.get(Trial.modelPath(model)));
        Subject subject = new Subject(
                extensions,
                model,
                texts(metadata.path("versions")),
                specs(metadata.path("inputs")),
                specs(metadata.path("outputs")),
                List.of(),
                List.of(),
                false,
                notes);
        return metadata.isMissingNode() ? subject : withSample(subject);
    }

    private void noteWhatIsNotChecked(Set<String> extensions) {
        Set<String> others = new TreeSet<>(extensions);
        others.removeAll(CHECKED);
        if (!others.isEmpty()) {
            notes.add("there are no cases for these extensions: " + String.join(", ", others));
        }
    }

    private String firstReady() {
        for (JsonNode entry : json(Call.post("v2/repository/index", "{}"))) {
            if (entry.path("name").isString()
                    && entry.path("state").asString("READY").equals("READY")) {
                return entry.path("name").asString();
            }
        }
        notes.add("no model was found in the repository index: name one with --model");
        return "";
    }

    private Subject withSample(Subject subject) {
        List<List<Tensor>> candidates = candidates(subject.inputs());
        for (List<Tensor> inputs : candidates) {
            Optional<List<Tensor>> answer = ask(subject, inputs);
            if (answer.isPresent()) {
                return subject.withSample(inputs, answer.get(), answer.equals(ask(subject, inputs)), notes);
            }
        }
        if (!candidates.isEmpty()) {
            notes.add("the model refused "
                    + (target.request().isEmpty()
                            ? "every request that the kit made up: give one that works with --request"
                            : "the given request"));
        }
        return subject.withSample(List.of(), List.of(), false, notes);
    }

    private List<List<Tensor>> candidates(List<TensorSpec> inputs) {
        try {
            return target.request().isEmpty() ? madeUp(inputs) : given();
        } catch (Unreadable e) {
            notes.add("no request could be made: " + e.reason());
            return List.of();
        }
    }

    private List<List<Tensor>> madeUp(List<TensorSpec> inputs) {
        notes.add("the inputs are made up from the metadata");
        return Synthesis.candidates(inputs);
    }

    private List<List<Tensor>> given() {
        notes.add("the inputs are those of the given request");
        List<Tensor> inputs = new ArrayList<>();
        Reply.json(ByteString.copyFromUtf8(target.request()))
                .path("inputs")
                .forEach(input -> inputs.add(JsonTensors.read(input)));
        return List.of(inputs);
    }

    /// The outputs for some inputs; no outputs when they are unreadable, nothing when the request is refused.
    private Optional<List<Tensor>> ask(Subject subject, List<Tensor> inputs) {
        Reply reply = new Trial(target, http, Optional.empty(), subject).infer(Trial.request(inputs));
        if (reply.status() != 200) {
            return Optional.empty();
        }
        try {
            return Optional.of(Answer.of(reply).outputs());
        } catch (Unreadable e) {
            return Optional.of(List.of());
        }
    }

    private JsonNode json(Call call) {
        Reply reply = new Trial(target, http, Optional.empty(), NOTHING).send(call);
        try {
            return reply.status() == 200 ? reply.json() : NONE;
        } catch (Unreadable e) {
            return NONE;
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        for (JsonNode text : array) {
            if (text.isString()) {
                texts.add(text.asString());
            }
        }
        return texts;
    }

    private static List<TensorSpec> specs(JsonNode array) {
        List<TensorSpec> specs = new ArrayList<>();
        for (JsonNode tensor : array) {
            List<Long> shape = new ArrayList<>();
            tensor.path("shape").forEach(extent -> shape.add(extent.asLong(-1)));
            specs.add(new TensorSpec(
                    tensor.path("name").asString(""), tensor.path("datatype").asString(""), shape));
        }
        return specs;
    }
}
