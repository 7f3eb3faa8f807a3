// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// An ONNX graph that answers each row by its product with one column of weights.
final class TinyGraph {
    private static final int FLOAT = 1;
    private static final int IR_VERSION = 8;
    private static final int OPSET = 13;

    private TinyGraph() {}

    static byte[] of(float... weights) {
        ByteString graph = message(out -> {
            out.writeByteArray(
                    1,
                    message(node -> {
                                node.writeString(1, "rows");
                                node.writeString(1, "weights");
                                node.writeString(2, "output");
                                node.writeString(4, "MatMul");
                            })
                            .toByteArray());
            out.writeString(2, "tiny");
            out.writeBytes(5, tensor(weights));
            out.writeBytes(11, value("rows", weights.length));
            out.writeBytes(12, value("output", 1));
        });
        return message(out -> {
                    out.writeInt64(1, IR_VERSION);
                    out.writeBytes(7, graph);
                    out.writeBytes(8, message(opset -> opset.writeInt64(2, OPSET)));
                })
                .toByteArray();
    }

    private static ByteString tensor(float[] weights) {
        ByteBuffer raw = ByteBuffer.allocate(weights.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(weights);
        return message(out -> {
            out.writeInt64(1, weights.length);
            out.writeInt64(1, 1);
            out.writeInt32(2, FLOAT);
            out.writeString(8, "weights");
            out.writeByteArray(9, raw.array());
        });
    }

    /// Any number of rows of so many values.
    private static ByteString value(String name, int width) {
        ByteString shape = message(out -> {
            out.writeBytes(1, message(any -> any.writeString(2, "rows")));
            out.writeBytes(1, message(fixed -> fixed.writeInt64(1, width)));
        });
        ByteString tensor = message(out -> {
            out.writeInt32(1, FLOAT);
            out.writeBytes(2, shape);
        });
        return message(out -> {
            out.writeString(1, name);
            out.writeBytes(2, message(type -> type.writeBytes(1, tensor)));
        });
    }

    private interface Content {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    private static ByteString message(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            content.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteString.copyFrom(bytes.toByteArray());
    }
}
