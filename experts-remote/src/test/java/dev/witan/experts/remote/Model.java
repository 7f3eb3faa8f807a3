// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/// What a server of the tests serves: a model that answers two numbers by both of them and their sum, and what it is
/// to get wrong. What it was asked is kept.
final class Model {
    static final String NAME = "other.a";
    static final int INPUTS = 2;
    static final int OUTPUTS = 3;

    volatile long outputsSaid = OUTPUTS;
    volatile String datatype = "FP32";
    volatile float factor = 1;
    volatile int rowsTooMany;
    volatile boolean isReady = true;
    volatile boolean isBinary = true;
    volatile boolean isBusy;
    /// A question that comes while this is not zero waits for it.
    volatile CountDownLatch held = new CountDownLatch(0);
    /// Counted down when a caller is seen to have left.
    final CountDownLatch left = new CountDownLatch(1);
    final ConcurrentLinkedQueue<Asked> asked = new ConcurrentLinkedQueue<>();

    /// One question as it came.
    record Asked(String authorization, String traceparent, String encoding, boolean isBinary, long timeoutNanos) {}

    float[] answer(byte[] rows) {
        MemorySegment values = MemorySegment.ofArray(rows);
        int count = rows.length / (INPUTS * Float.BYTES);
        float[] answers = new float[(count + rowsTooMany) * OUTPUTS];
        for (int row = 0; row < count; row++) {
            float first = values.get(FloatBytes.LITTLE_ENDIAN, (long) row * INPUTS * Float.BYTES);
            float second = values.get(FloatBytes.LITTLE_ENDIAN, ((long) row * INPUTS + 1) * Float.BYTES);
            answers[row * OUTPUTS] = first * factor;
            answers[row * OUTPUTS + 1] = second;
            answers[row * OUTPUTS + 2] = first + second;
        }
        return answers;
    }

    static byte[] bytes(float[] values) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[values.length * Float.BYTES]);
        for (int i = 0; i < values.length; i++) {
            bytes.set(FloatBytes.LITTLE_ENDIAN, (long) i * Float.BYTES, values[i]);
        }
        return bytes.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
    }

    static List<Long> shape(long width) {
        return List.of(-1L, width);
    }
}
