// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.layer;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/// How the peers' sessions and tensors are made.
final class Ort {
    private static final long ALIGNMENT = 64;

    private Ort() {}

    static OrtSession session(byte[] model, int threads) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            return OrtEnvironment.getEnvironment().createSession(model, options);
        }
    }

    static MemorySegment allocate(Arena arena, long values) {
        return arena.allocate(values * Float.BYTES, ALIGNMENT);
    }

    /// A tensor over memory from the value `from` on.
    static OnnxTensor tensor(MemorySegment memory, long from, long... shape) throws OrtException {
        long values = 1;
        for (long size : shape) {
            values *= size;
        }
        return OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(),
                memory.asSlice(from * Float.BYTES, values * Float.BYTES)
                        .asByteBuffer()
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer(),
                shape);
    }
}
