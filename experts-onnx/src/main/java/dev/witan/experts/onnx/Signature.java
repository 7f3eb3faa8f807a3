// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.util.Arrays;
import java.util.Map;

/// What a graph takes and gives: one FP32 tensor of `[rows, inputs]`, one of `[rows, outputs]`.
///
/// @param rowsMax the most rows of one call: 1 where the graph has a fixed number
record Signature(String input, int inputs, String output, int outputs, int rowsMax) {
    /// A bound on the memory of one call; more rows make more calls.
    static final int CALL_ROWS_MAX = 256;

    private static final long ANY = -1;

    static Signature of(String source, OrtSession session, int inputs, int outputs) throws OrtException {
        NodeInfo in = only(source, "input", session.getInputInfo());
        NodeInfo out = only(source, "output", session.getOutputInfo());
        long[] inShape = shape(source, "input", in, inputs);
        long[] outShape = shape(source, "output", out, outputs);
        boolean isFixed = inShape[0] == 1 || outShape[0] == 1;
        return new Signature(in.getName(), inputs, out.getName(), outputs, isFixed ? 1 : CALL_ROWS_MAX);
    }

    private static NodeInfo only(String source, String what, Map<String, NodeInfo> found) {
        if (found.size() != 1) {
            throw unfit("%s: the graph must have one %s: %s".formatted(source, what, found.keySet()));
        }
        return found.values().iterator().next();
    }

    private static long[] shape(String source, String what, NodeInfo node, int columns) {
        if (!(node.getInfo() instanceof TensorInfo tensor) || tensor.type != OnnxJavaType.FLOAT) {
            throw unfit(
                    "%s: %s '%s' must be a FP32 tensor: %s".formatted(source, what, node.getName(), node.getInfo()));
        }
        long[] shape = tensor.getShape();
        boolean fits =
                shape.length == 2 && (shape[0] == ANY || shape[0] == 1) && (shape[1] == ANY || shape[1] == columns);
        if (!fits) {
            throw unfit("%s: %s '%s' must have shape [rows, %d], with any number of rows or 1: %s"
                    .formatted(source, what, node.getName(), columns, Arrays.toString(shape)));
        }
        return shape;
    }

    private static WitanException unfit(String message) {
        return new WitanException(ErrorCode.INVALID_CONFIGURATION, message);
    }
}
