// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.kernels.FloatMatrix;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedDeque;

/// A graph with one input of rows and one output of as many rows, ready to run: one session that all threads share,
/// and memory that its calls use in turn. Calls run on the calling thread. Thread-safe, but for [#close].
final class OnnxModel implements AutoCloseable {
    private static final int WARM_CALLS = 8;
    private static final long FILE_BYTES_MAX = Integer.MAX_VALUE;

    private final String source;
    private final OrtSession session;
    private final Signature signature;
    private final long weights;

    /// Memory that no call uses at present; there is never more of it than there were calls at once.
    private final ConcurrentLinkedDeque<PinnedRows> idle = new ConcurrentLinkedDeque<>();

    private Repeatability.Finding finding;

    private OnnxModel(String source, OrtSession session, Signature signature, long weights) {
        this.source = source;
        this.session = session;
        this.signature = signature;
        this.weights = weights;
        this.finding = new Repeatability.Finding(false, signature.rowsMax());
    }

    /// Loads a graph, checks what it takes and gives, and runs it.
    ///
    /// @param source what it is for, as messages name it
    static OnnxModel open(String source, MemorySegment file, int inputs, int outputs) {
        OrtSession session = session(source, file);
        OnnxModel model;
        try {
            Signature signature = Signature.of(source, session, inputs, outputs);
            model = new OnnxModel(source, session, signature, file.byteSize() / Float.BYTES);
        } catch (RuntimeException | OrtException e) {
            close(session);
            throw e instanceof WitanException refused ? refused : broken(source, e);
        }
        try {
            model.finding = Repeatability.of(model, System::nanoTime);
            return model;
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    private static OrtSession session(String source, MemorySegment file) {
        if (file.byteSize() > FILE_BYTES_MAX) {
            throw new WitanException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "%s: an ONNX model in one file must be smaller than 2 GiB, the most that its format holds: %d bytes;"
                                    .formatted(source, file.byteSize())
                            + " split it into several experts, or serve it elsewhere as an expert of kind remote");
        }
        try {
            return OnnxSessions.open(file);
        } catch (OrtException e) {
            throw new WitanException(
                    ErrorCode.CORRUPT_FILE,
                    "%s: the file must be an ONNX model that ONNX Runtime %s can run: %s"
                            .formatted(source, OnnxSessions.version(), e.getMessage()),
                    e);
        }
    }

    /// Answers `rows` rows, in calls of as many rows as the graph takes at once.
    void run(FloatMatrix in, int inRow, int rows, FloatMatrix out, int outRow) {
        PinnedRows pinned = idle.poll();
        if (pinned == null) {
            pinned = new PinnedRows(session, signature);
        }
        try {
            for (int done = 0; done < rows; ) {
                int count = Math.min(rows - done, finding.rowsMax());
                pinned.run(in, inRow + done, count, out, outRow + done);
                done += count;
            }
        } catch (OrtException e) {
            throw broken(source, e);
        } finally {
            idle.push(pinned);
        }
    }

    private static WitanException broken(String source, Exception e) {
        return new WitanException(
                ErrorCode.EXPERT_FAILED, "%s: the graph must run: %s".formatted(source, e.getMessage()), e);
    }

    /// Runs single rows until the runtime has its memory laid out for them.
    void warm() {
        Repeatability.calls(this, WARM_CALLS);
    }

    String source() {
        return source;
    }

    int inputs() {
        return signature.inputs();
    }

    int outputs() {
        return signature.outputs();
    }

    /// The most rows that one call of the runtime takes.
    int rowsMax() {
        return finding.rowsMax();
    }

    /// How many FP32 weights there would be if the file held nothing else.
    long weights() {
        return weights;
    }

    boolean isRepeatable() {
        return finding.isRepeatable();
    }

    /// No call may be under way.
    @Override
    public void close() {
        for (PinnedRows pinned = idle.poll(); pinned != null; pinned = idle.poll()) {
            pinned.close();
        }
        close(session);
    }

    private static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("a session must close: " + e.getMessage(), e);
        }
    }
}
