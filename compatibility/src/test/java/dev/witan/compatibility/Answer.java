// SPDX-License-Identifier: Apache-2.0
package dev.witan.compatibility;

import inference.GrpcPredictV2.InferTensorContents;
import inference.GrpcPredictV2.ModelInferResponse;
import inference.GrpcPredictV2.ModelInferResponse.InferOutputTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The outputs of a request in one form, whatever the way they came: datatype, shape and the bytes of the protocol's
/// binary form, by name. Equal answers have equal bits.
record Answer(String mixture, String release, String id, Map<String, String> outputs) {

    /// An answer over gRPC, with raw or typed contents.
    static Answer of(ModelInferResponse response) {
        Map<String, String> outputs = new LinkedHashMap<>();
        boolean isRaw = response.getRawOutputContentsCount() > 0;
        for (int i = 0; i < response.getOutputsCount(); i++) {
            InferOutputTensor output = response.getOutputs(i);
            byte[] bytes = isRaw
                    ? response.getRawOutputContents(i).toByteArray()
                    : typed(output.getName(), output).bytes();
            outputs.put(output.getName(), text(output.getDatatype(), output.getShapeList(), bytes));
        }
        return new Answer(response.getModelName(), response.getModelVersion(), response.getId(), outputs);
    }

    private static Tensor typed(String name, InferOutputTensor output) {
        InferTensorContents contents = output.getContents();
        return switch (output.getDatatype()) {
            case "FP32" ->
                new Tensor(
                        name,
                        "FP32",
                        contents.getFp32ContentsList().stream()
                                .map(Float::doubleValue)
                                .toList());
            case "BYTES" -> Tensor.ofTexts(name, contents.getBytesContentsList());
            default -> throw new IllegalArgumentException("unexpected output datatype: " + output.getDatatype());
        };
    }

    /// An answer over REST.
    ///
    /// @param binary what stands after the JSON, empty if nothing does
    static Answer of(JsonNode response, ByteBuffer binary) {
        Map<String, String> outputs = new LinkedHashMap<>();
        ByteBuffer rest = binary.slice().order(ByteOrder.LITTLE_ENDIAN);
        for (JsonNode output : response.get("outputs")) {
            String datatype = output.get("datatype").asString();
            JsonNode size = output.path("parameters").path("binary_data_size");
            byte[] bytes = size.isMissingNode() ? fromJson(output, datatype) : new byte[size.asInt()];
            if (!size.isMissingNode()) {
                rest.get(bytes);
            }
            List<Long> shape =
                    output.get("shape").valueStream().map(JsonNode::asLong).toList();
            outputs.put(output.get("name").asString(), text(datatype, shape, bytes));
        }
        return new Answer(
                response.get("model_name").asString(),
                response.get("model_version").asString(),
                response.path("id").asString(),
                outputs);
    }

    /// Numbers are taken by their spelling, so that nothing rounds twice.
    private static byte[] fromJson(JsonNode output, String datatype) {
        List<?> elements = output.get("data")
                .valueStream()
                .map(datatype.equals("BYTES") ? JsonNode::asString : node -> (double) Float.parseFloat(node.asString()))
                .toList();
        return new Tensor(output.get("name").asString(), datatype, elements).bytes();
    }

    private static String text(String datatype, List<Long> shape, byte[] bytes) {
        return datatype + shape + HexFormat.of().formatHex(bytes);
    }
}
