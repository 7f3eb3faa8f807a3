// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import com.google.protobuf.ByteString;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import inference.InferTensorContents;
import inference.ModelInferResponse;
import inference.ModelInferResponse.InferOutputTensor;
import java.lang.foreign.MemorySegment;

/// Reads the output of a gRPC answer, raw or typed.
final class GrpcAnswers {
    private GrpcAnswers() {}

    /// @throws WitanException EXPERT_FAILED when the message holds no such output
    static Answer of(ModelInferResponse response, Contract contract) {
        for (int i = 0; i < response.getOutputsCount(); i++) {
            InferOutputTensor output = response.getOutputs(i);
            if (output.getName().equals(contract.output())) {
                return response.getRawOutputContentsCount() == 0 ? typed(output) : raw(output, response, i);
            }
        }
        throw new WitanException(
                ErrorCode.EXPERT_FAILED, "the answer must have an output '%s'".formatted(contract.output()));
    }

    private static Answer raw(InferOutputTensor output, ModelInferResponse response, int index) {
        if (index >= response.getRawOutputContentsCount()) {
            throw new WitanException(
                    ErrorCode.EXPERT_FAILED,
                    "raw_output_contents must hold every output: it has " + response.getRawOutputContentsCount());
        }
        ByteString bytes = response.getRawOutputContents(index);
        return Answer.of(
                output.getName(),
                output.getDatatype(),
                output.getShapeList(),
                MemorySegment.ofBuffer(bytes.asReadOnlyByteBuffer()),
                FloatBytes.LITTLE_ENDIAN);
    }

    private static Answer typed(InferOutputTensor output) {
        InferTensorContents contents = output.getContents();
        float[] values = new float[contents.getFp32ContentsCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = contents.getFp32Contents(i);
        }
        return Answer.of(output.getName(), output.getDatatype(), output.getShapeList(), values);
    }
}
