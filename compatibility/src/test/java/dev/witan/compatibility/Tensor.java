// SPDX-License-Identifier: Apache-2.0
package dev.witan.compatibility;

import com.google.protobuf.ByteString;
import inference.GrpcPredictV2.InferTensorContents;
import inference.GrpcPredictV2.ModelInferRequest.InferInputTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// A column of a request, and its four forms: typed and raw over gRPC, JSON and binary over REST.
///
/// @param elements texts, truth values, whole numbers as [Long], others as [Double]
record Tensor(String name, String datatype, List<?> elements) {
    Tensor {
        elements = List.copyOf(elements);
    }

    static Tensor ofTexts(String name, List<ByteString> texts) {
        return new Tensor(
                name, "BYTES", texts.stream().map(ByteString::toStringUtf8).toList());
    }

    /// The tensor as it stands in a gRPC request whose contents are raw.
    InferInputTensor.Builder header() {
        return InferInputTensor.newBuilder().setName(name).setDatatype(datatype).addShape(elements.size());
    }

    /// The tensor as it stands in a gRPC request with typed contents.
    InferInputTensor typed() {
        InferTensorContents.Builder contents = InferTensorContents.newBuilder();
        for (Object element : elements) {
            switch (datatype) {
                case "BOOL" -> contents.addBoolContents((Boolean) element);
                case "INT8", "INT16", "INT32" -> contents.addIntContents(((Long) element).intValue());
                case "INT64" -> contents.addInt64Contents((Long) element);
                case "UINT8", "UINT16", "UINT32" -> contents.addUintContents(((Long) element).intValue());
                case "UINT64" -> contents.addUint64Contents((Long) element);
                case "FP32" -> contents.addFp32Contents(((Double) element).floatValue());
                case "FP64" -> contents.addFp64Contents((Double) element);
                case "BYTES" -> contents.addBytesContents(ByteString.copyFromUtf8((String) element));
                default -> throw new IllegalArgumentException("datatype has no typed contents: " + datatype);
            }
        }
        return header().setContents(contents).build();
    }

    /// The elements in the protocol's binary form.
    byte[] bytes() {
        ByteBuffer buffer = ByteBuffer.allocate(
                        elements.stream().mapToInt(Tensor::sizeMax).sum())
                .order(ByteOrder.LITTLE_ENDIAN);
        elements.forEach(element -> put(buffer, element));
        byte[] bytes = new byte[buffer.position()];
        buffer.get(0, bytes);
        return bytes;
    }

    /// The tensor as it stands in a JSON request.
    Map<String, Object> json() {
        return Map.of("name", name, "datatype", datatype, "shape", List.of(elements.size()), "data", elements);
    }

    /// The tensor as it stands in the JSON before binary tensors.
    Map<String, Object> binaryHeader() {
        Map<String, Integer> parameters = Map.of("binary_data_size", bytes().length);
        return Map.of("name", name, "datatype", datatype, "shape", List.of(elements.size()), "parameters", parameters);
    }

    private static int sizeMax(Object element) {
        return element instanceof String text
                ? Integer.BYTES + text.getBytes(StandardCharsets.UTF_8).length
                : Long.BYTES;
    }

    private void put(ByteBuffer buffer, Object element) {
        switch (datatype) {
            case "BOOL" -> buffer.put((byte) ((Boolean) element ? 1 : 0));
            case "INT8", "UINT8" -> buffer.put(((Long) element).byteValue());
            case "INT16", "UINT16" -> buffer.putShort(((Long) element).shortValue());
            case "INT32", "UINT32" -> buffer.putInt(((Long) element).intValue());
            case "INT64", "UINT64" -> buffer.putLong((Long) element);
            case "FP16" -> buffer.putShort(Float.floatToFloat16(((Double) element).floatValue()));
            case "FP32" -> buffer.putFloat(((Double) element).floatValue());
            case "FP64" -> buffer.putDouble((Double) element);
            case "BYTES" -> putText(buffer, ((String) element).getBytes(StandardCharsets.UTF_8));
            default -> throw new IllegalArgumentException("unknown datatype: " + datatype);
        }
    }

    private static void putText(ByteBuffer buffer, byte[] text) {
        buffer.putInt(text.length).put(text);
    }
}
