// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.cases;

import static dev.witan.conformance.cases.BinaryCases.allBinary;
import static dev.witan.conformance.cases.BinaryCases.binary;
import static dev.witan.conformance.cases.BinaryCases.binaryRequest;
import static dev.witan.conformance.cases.BinaryCases.raw;
import static dev.witan.conformance.check.Source.BINARY_DATA;

import com.google.protobuf.ByteString;
import dev.witan.conformance.check.Case;
import dev.witan.conformance.check.Trial;
import dev.witan.conformance.tensor.Datatype;
import dev.witan.conformance.tensor.JsonTensors;
import dev.witan.conformance.tensor.RawBytes;
import dev.witan.conformance.tensor.Tensor;
import dev.witan.conformance.wire.Call;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Binary requests whose lengths do not add up.
final class BinaryRefusalCases {
    private static final String REFUSED = " is refused with an error status and {\"error\": text}.";

    private BinaryRefusalCases() {}

    static List<Case> all() {
        return new Rules("binary.refuse")
                .extension(
                        "short-body",
                        BINARY_DATA,
                        "A body with fewer bytes than its inputs announce" + REFUSED,
                        binary(BinaryRefusalCases::shortBody))
                .extension(
                        "long-body",
                        BINARY_DATA,
                        "A body with more bytes than its inputs announce" + REFUSED,
                        binary(trial -> refuses(trial, plus(trial, ByteString.copyFromUtf8("xx")))))
                .extension(
                        "size-and-shape",
                        BINARY_DATA,
                        "A binary_data_size that does not fit shape and datatype" + REFUSED,
                        binary(BinaryRefusalCases::sizeBesideShape))
                .extension(
                        "negative-size",
                        BINARY_DATA,
                        "A negative binary_data_size" + REFUSED,
                        binary(trial -> refuses(trial, withSize(trial, -1))))
                .extension(
                        "huge-size",
                        BINARY_DATA,
                        "A binary_data_size beyond what any body has" + REFUSED,
                        binary(trial -> refuses(trial, withSize(trial, Long.MAX_VALUE))))
                .extension(
                        "header-beyond-body",
                        BINARY_DATA,
                        "An Inference-Header-Content-Length beyond the body" + REFUSED,
                        binary(trial -> refuses(
                                trial,
                                allBinary(trial)
                                        .with(
                                                Call.JSON_LENGTH,
                                                Integer.toString(
                                                        allBinary(trial).body().size() + 1)))))
                .extension(
                        "header-too-short",
                        BINARY_DATA,
                        "An Inference-Header-Content-Length that ends within the JSON" + REFUSED,
                        binary(trial -> refuses(trial, allBinary(trial).with(Call.JSON_LENGTH, "10"))))
                .extension(
                        "header-negative",
                        BINARY_DATA,
                        "A negative Inference-Header-Content-Length" + REFUSED,
                        binary(trial -> refuses(trial, allBinary(trial).with(Call.JSON_LENGTH, "-5"))))
                .extension(
                        "header-no-number",
                        BINARY_DATA,
                        "An Inference-Header-Content-Length that is no number" + REFUSED,
                        binary(trial -> refuses(trial, allBinary(trial).with(Call.JSON_LENGTH, "all"))))
                .extension(
                        "header-missing",
                        BINARY_DATA,
                        "Binary tensors without Inference-Header-Content-Length" + REFUSED,
                        binary(trial -> refuses(trial, allBinary(trial).without(Call.JSON_LENGTH))))
                .should(
                        "data-beside-size",
                        BINARY_DATA,
                        "An input with both data and binary_data_size" + REFUSED,
                        binary(BinaryRefusalCases::dataBesideSize))
                .extension(
                        "text-length-beyond",
                        BINARY_DATA,
                        "A text whose length prefix goes beyond the tensor" + REFUSED,
                        binary(trial -> refusesText(
                                trial, RawBytes.ofBits(1_000_000, 4).concat(ByteString.copyFromUtf8("abc")))))
                .extension(
                        "text-length-cut",
                        BINARY_DATA,
                        "A text whose length prefix has less than 4 bytes" + REFUSED,
                        binary(trial -> refusesText(trial, ByteString.copyFrom(new byte[] {1, 0}))))
                .extension(
                        "text-length-huge",
                        BINARY_DATA,
                        "A text whose length prefix is the greatest 32 bits hold" + REFUSED,
                        binary(trial ->
                                refusesText(trial, RawBytes.ofBits(-1, 4).concat(ByteString.copyFromUtf8("abc")))))
                .extension(
                        "still-well",
                        BINARY_DATA,
                        "After all of these a valid binary request is answered as before.",
                        binary(trial -> trial.expectSame(
                                trial.expected(),
                                trial.answer(trial.send(allBinary(trial))).outputs())))
                .cases();
    }

    private static void refuses(Trial trial, Call call) {
        trial.expectRefusal(trial.send(call));
    }

    private static Call plus(Trial trial, ByteString further) {
        Call call = allBinary(trial);
        return call.withBody(call.body().concat(further));
    }

    private static void shortBody(Trial trial) {
        Call call = allBinary(trial);
        refuses(trial, call.withBody(call.body().substring(0, call.body().size() - 1)));
    }

    /// One input with more bytes than its shape has room for, announced truthfully.
    private static void sizeBesideShape(Trial trial) {
        int at = Inputs.first(trial, type -> type != Datatype.BYTES);
        List<Tensor> inputs = new ArrayList<>(trial.sample());
        Tensor input = inputs.get(at);
        inputs.set(at, input.withRaw(input.raw().concat(input.raw())));
        refuses(trial, Call.binary(trial.inferPath(), binaryRequest(inputs), raw(inputs)));
    }

    private static Call withSize(Trial trial, long size) {
        ObjectNode request = binaryRequest(trial.sample());
        ((ObjectNode) request.path("inputs").path(0).path("parameters")).put("binary_data_size", size);
        return Call.binary(trial.inferPath(), request, raw(trial.sample()));
    }

    private static void dataBesideSize(Trial trial) {
        ObjectNode request = binaryRequest(trial.sample());
        ((ObjectNode) request.path("inputs").path(0))
                .set("data", JsonTensors.flat(trial.sample().getFirst()));
        refuses(trial, Call.binary(trial.inferPath(), request, raw(trial.sample())));
    }

    private static void refusesText(Trial trial, ByteString raw) {
        int at = Inputs.first(trial, Datatype.BYTES);
        ObjectNode request = trial.request();
        Tensor broken = trial.sample().get(at).withRaw(raw);
        ((ArrayNode) request.path("inputs")).set(at, JsonTensors.binaryInput(broken));
        refuses(trial, Call.binary(trial.inferPath(), request, raw));
    }
}
