// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.layer;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.witan.experts.onnx.graph.OnnxGraph;
import dev.witan.kernels.FloatMatrix;
import dev.witan.kernels.Kernels;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// ONNX Runtime with one session per expert, each on one thread with its input and output pinned. Gathering and
/// combining are ours, and with two threads they take experts in turn, so that skew leaves neither idle.
final class SessionLayer implements LayerEngine {
    private final Shape shape;
    private final Kernels kernels;
    private final List<OrtSession> sessions;
    private final TwoThreads threads;

    SessionLayer(Kernels kernels, Shape shape) throws OrtException {
        this.kernels = kernels;
        this.shape = shape;
        this.threads = new TwoThreads(1);
        this.sessions = new ArrayList<>();
        for (int expert = 0; expert < shape.experts(); expert++) {
            sessions.add(Ort.session(model(new ExpertWeights(shape, expert)), 1));
        }
    }

    /// The same sessions on another number of threads.
    SessionLayer(SessionLayer same, int threads) {
        this.kernels = same.kernels;
        this.shape = same.shape;
        this.sessions = List.copyOf(same.sessions);
        this.threads = new TwoThreads(threads);
    }

    private byte[] model(ExpertWeights weights) {
        int width = shape.width();
        int hidden = shape.hidden();
        OnnxGraph file =
                new OnnxGraph("layer").input("in", OnnxGraph.ANY, width).output("out", OnnxGraph.ANY, width);
        if (shape.isGated()) {
            return file.tensor("gate", weights.in(), width, hidden)
                    .tensor("up", weights.up(), width, hidden)
                    .tensor("down", weights.down(), hidden, width)
                    .node("MatMul", "gated", "in", "gate")
                    .node("Sigmoid", "sigmoid", "gated")
                    .node("Mul", "silu", "gated", "sigmoid")
                    .node("MatMul", "raised", "in", "up")
                    .node("Mul", "product", "silu", "raised")
                    .node("MatMul", "out", "product", "down")
                    .bytes();
        }
        return file.tensor("first", weights.in(), width, hidden)
                .tensor("firstBias", weights.inBias(), hidden)
                .tensor("second", weights.down(), hidden, width)
                .tensor("secondBias", weights.downBias(), width)
                .node("Gemm", "sums", "in", "first", "firstBias")
                .node("Relu", "positive", "sums")
                .node("Gemm", "out", "positive", "second", "secondBias")
                .bytes();
    }

    @Override
    public String name() {
        return "ORT sessions";
    }

    @Override
    public Prepared prepare(Batch batch) throws OrtException {
        return new Run(batch);
    }

    @Override
    public void close() throws OrtException {
        threads.close();
    }

    private final class Run implements Prepared {
        private final Arena arena = Arena.ofShared();
        private final Batch batch;
        private final FloatMatrix rows;
        private final MemorySegment gathered;
        private final FloatMatrix answers;
        private final FloatMatrix combined;
        private final int[] positions;
        private final List<Call> calls = new ArrayList<>();

        Run(Batch batch) throws OrtException {
            int routed = batch.rows() * shape.fanOut();
            this.batch = batch;
            this.rows = FloatMatrix.allocate(arena, batch.rows(), shape.width());
            this.gathered = Ort.allocate(arena, (long) routed * shape.width());
            // Rows are a multiple of 16 long, so that a matrix has no gaps and a tensor can lie over it.
            this.answers = FloatMatrix.allocate(arena, routed, shape.width());
            this.combined = FloatMatrix.allocate(arena, batch.rows(), shape.width());
            this.positions = new int[routed];
            for (int row = 0; row < batch.rows(); row++) {
                rows.copyRowFrom(row, batch.values(), row * shape.width());
            }
            int from = 0;
            for (int expert = 0; expert < shape.experts(); expert++) {
                from = place(expert, from);
            }
        }

        /// Gives an expert's rows their places, and it the tensors over them.
        private int place(int expert, int from) throws OrtException {
            int to = from;
            for (int row = 0; row < batch.rows(); row++) {
                for (int rank = 0; rank < shape.fanOut(); rank++) {
                    if (batch.chosen(row, rank) == expert) {
                        positions[row * shape.fanOut() + rank] = to++;
                    }
                }
            }
            if (to > from) {
                long first = (long) from * shape.width();
                OnnxTensor in = Ort.tensor(gathered, first, to - from, shape.width());
                OnnxTensor out = Ort.tensor(answers.segment(), first, to - from, shape.width());
                calls.add(new Call(sessions.get(expert), in, out, Map.of("in", in), Map.of("out", out)));
            }
            return to;
        }

        @Override
        public void run() {
            long bytes = (long) shape.width() * Float.BYTES;
            for (int row = 0; row < batch.rows(); row++) {
                for (int rank = 0; rank < shape.fanOut(); rank++) {
                    long to = positions[row * shape.fanOut() + rank] * bytes;
                    MemorySegment.copy(rows.segment(), row * bytes, gathered, to, bytes);
                }
            }
            threads.run(calls.size(), index -> calls.get(index).run());
            for (int row = 0; row < batch.rows(); row++) {
                combine(row);
            }
        }

        private void combine(int row) {
            for (int column = 0; column < shape.width(); column++) {
                combined.set(row, column, 0);
            }
            for (int rank = 0; rank < shape.fanOut(); rank++) {
                int from = positions[row * shape.fanOut() + rank];
                kernels.addScaled(answers, from, batch.weight(row, rank), combined, row);
            }
        }

        @Override
        public float output(int row, int column) {
            return combined.get(row, column);
        }

        @Override
        public void close() {
            for (Call call : calls) {
                call.in.close();
                call.out.close();
            }
            arena.close();
        }
    }

    private record Call(
            OrtSession session,
            OnnxTensor in,
            OnnxTensor out,
            Map<String, OnnxTensor> inputs,
            Map<String, OnnxTensor> outputs) {
        void run() {
            try {
                session.run(inputs, outputs).close();
            } catch (OrtException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
