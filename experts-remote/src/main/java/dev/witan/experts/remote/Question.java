// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import java.util.Optional;

/// Rows on their way to the other end.
final class Question {
    /// What an answer may have beside its values: names, shapes, parameters.
    private static final int ANSWER_BESIDE = 64 * 1024;

    /// A float of an answer takes so many bytes at most, be it as text.
    private static final int ANSWER_BYTES_PER_VALUE = 32;

    private final byte[] values;
    private final int rows;
    private final int inputs;
    private final int outputs;
    private final Optional<String> traceparent;

    /// Of `rows` rows of `inputs` floats, to be answered by rows of `outputs` floats.
    ///
    /// @param values little-endian floats, row after row; not to be changed any more
    Question(byte[] values, int rows, int inputs, int outputs, Optional<String> traceparent) {
        this.values = values;
        this.rows = rows;
        this.inputs = inputs;
        this.outputs = outputs;
        this.traceparent = traceparent;
    }

    /// Rows of zeros, to have the other end awake.
    static Question ofZeros(int inputs, int outputs) {
        return new Question(new byte[inputs * Float.BYTES], 1, inputs, outputs, Optional.empty());
    }

    byte[] values() {
        return values;
    }

    int rows() {
        return rows;
    }

    int inputs() {
        return inputs;
    }

    int outputs() {
        return outputs;
    }

    Optional<String> traceparent() {
        return traceparent;
    }

    /// More bytes than this are no answer.
    int answerBytesMax() {
        long most = (long) rows * outputs * ANSWER_BYTES_PER_VALUE + ANSWER_BESIDE;
        return (int) Math.min(most, Integer.MAX_VALUE - Long.BYTES);
    }
}
