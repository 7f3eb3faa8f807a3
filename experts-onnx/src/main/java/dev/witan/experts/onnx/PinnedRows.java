// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.witan.kernels.FloatMatrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Memory for the rows of one call, in and out, and the tensors over it, which are made once per number of rows.
/// Owned by one call at a time.
final class PinnedRows implements AutoCloseable {
    private static final long ALIGNMENT = 64;

    private final Arena arena = Arena.ofShared();
    private final OrtSession session;
    private final Signature signature;
    private final MemorySegment in;
    private final MemorySegment out;
    private final @Nullable Tensors[] byRows;

    PinnedRows(OrtSession session, Signature signature) {
        this.session = session;
        this.signature = signature;
        this.in = arena.allocate((long) signature.rowsMax() * signature.inputs() * Float.BYTES, ALIGNMENT);
        this.out = arena.allocate((long) signature.rowsMax() * signature.outputs() * Float.BYTES, ALIGNMENT);
        this.byRows = new Tensors[signature.rowsMax() + 1];
    }

    void run(FloatMatrix from, int fromRow, int rows, FloatMatrix to, int toRow) throws OrtException {
        Tensors tensors = byRows[rows];
        if (tensors == null) {
            tensors = Tensors.over(in, out, rows, signature);
            byRows[rows] = tensors;
        }
        copyIn(from, fromRow, rows);
        session.run(tensors.inputs, tensors.outputs).close();
        copyOut(to, toRow, rows);
    }

    private void copyIn(FloatMatrix from, int fromRow, int rows) {
        long bytes = (long) signature.inputs() * Float.BYTES;
        long stride = (long) from.stride() * Float.BYTES;
        for (int row = 0; row < rows; row++) {
            MemorySegment.copy(from.segment(), (fromRow + row) * stride, in, row * bytes, bytes);
        }
    }

    private void copyOut(FloatMatrix to, int toRow, int rows) {
        long bytes = (long) signature.outputs() * Float.BYTES;
        long stride = (long) to.stride() * Float.BYTES;
        for (int row = 0; row < rows; row++) {
            MemorySegment.copy(out, row * bytes, to.segment(), (toRow + row) * stride, bytes);
        }
    }

    @Override
    public void close() {
        for (Tensors tensors : byRows) {
            if (tensors != null) {
                tensors.close();
            }
        }
        arena.close();
    }

    /// What a call of so many rows is given.
    private record Tensors(
            OnnxTensor input, OnnxTensor output, Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {
        static Tensors over(MemorySegment in, MemorySegment out, int rows, Signature signature) throws OrtException {
            OnnxTensor input = OnnxSessions.tensor(in, rows, signature.inputs());
            OnnxTensor output = OnnxSessions.tensor(out, rows, signature.outputs());
            return new Tensors(input, output, Map.of(signature.input(), input), Map.of(signature.output(), output));
        }

        void close() {
            input.close();
            output.close();
        }
    }
}
