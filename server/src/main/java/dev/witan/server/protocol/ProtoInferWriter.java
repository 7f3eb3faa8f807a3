// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.witan.engine.Mixture;
import dev.witan.engine.response.InferenceResponse;
import dev.witan.engine.response.OutputColumn;
import inference.InferParameter;
import inference.InferTensorContents;
import inference.ModelInferResponse;
import inference.ModelInferResponse.InferOutputTensor;

/// Writes the answers of one mixture in the Open Inference Protocol's gRPC form. Immutable and thread-safe.
public final class ProtoInferWriter {
    private final Signature signature;

    public ProtoInferWriter(Mixture mixture) {
        this.signature = new Signature(mixture);
    }

    /// Writes a response. Its outputs are raw, all of them, when the selection says binary, else typed.
    ///
    /// @param id the caller's name for the request
    public ModelInferResponse write(InferenceResponse response, String id, OutputSelection selection) {
        ModelInferResponse.Builder message = ModelInferResponse.newBuilder()
                .setModelName(response.mixture())
                .setModelVersion(Integer.toString(response.release()))
                .setId(id);
        if (response.degraded()) {
            message.putParameters(
                    "degraded", InferParameter.newBuilder().setBoolParam(true).build());
        }
        if (!response.decisions().isEmpty()) {
            message.putParameters(
                    "decision",
                    InferParameter.newBuilder()
                            .setStringParam(DecisionWriter.json(response))
                            .build());
        }
        if (selection.wanted().isEmpty()) {
            for (OutputColumn column : response.outputs()) {
                add(message, column, response, selection.binaryByDefault());
            }
        }
        for (OutputSelection.Wanted wanted : selection.wanted()) {
            OutputColumn column = response.outputs().get(signature.output(wanted.name()));
            add(message, column, response, selection.binaryByDefault());
        }
        return message.build();
    }

    private static void add(
            ModelInferResponse.Builder message, OutputColumn column, InferenceResponse response, boolean isRaw) {
        InferOutputTensor.Builder output = InferOutputTensor.newBuilder()
                .setName(column.name())
                .setDatatype(column instanceof OutputColumn.Floats ? "FP32" : "BYTES")
                .addAllShape(
                        response.shape(column).stream().map(Integer::longValue).toList());
        if (isRaw) {
            message.addRawOutputContents(UnsafeByteOperations.unsafeWrap(BinaryOutput.bytes(column)));
        } else {
            output.setContents(contents(column));
        }
        message.addOutputs(output);
    }

    private static InferTensorContents contents(OutputColumn column) {
        InferTensorContents.Builder contents = InferTensorContents.newBuilder();
        switch (column) {
            case OutputColumn.Floats floats -> {
                for (float value : floats.values()) {
                    contents.addFp32Contents(value);
                }
            }
            case OutputColumn.Texts texts -> {
                for (String value : texts.values()) {
                    contents.addBytesContents(ByteString.copyFromUtf8(value));
                }
            }
        }
        return contents.build();
    }
}
