// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.network;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Arrays as bytes, bit for bit.
public final class Numbers {
    private static final int CHUNK = 4096;

    private Numbers() {}

    /// Writes the length and the numbers.
    public static void write(DataOutput out, float[] values) throws IOException {
        out.writeInt(values.length);
        byte[] bytes = new byte[CHUNK * Float.BYTES];
        for (int from = 0; from < values.length; from += CHUNK) {
            int count = Math.min(CHUNK, values.length - from);
            ByteBuffer.wrap(bytes).asFloatBuffer().put(values, from, count);
            out.write(bytes, 0, count * Float.BYTES);
        }
    }

    /// Reads as many numbers as there are places, over what stands there.
    ///
    /// @throws IOException when another number of them was written
    public static void read(DataInput in, float[] values) throws IOException {
        requireLength(in.readInt(), values.length);
        byte[] bytes = new byte[CHUNK * Float.BYTES];
        for (int from = 0; from < values.length; from += CHUNK) {
            int count = Math.min(CHUNK, values.length - from);
            in.readFully(bytes, 0, count * Float.BYTES);
            ByteBuffer.wrap(bytes).asFloatBuffer().get(values, from, count);
        }
    }

    /// Writes the length and the numbers.
    public static void write(DataOutput out, int[] values) throws IOException {
        out.writeInt(values.length);
        for (int value : values) {
            out.writeInt(value);
        }
    }

    /// Reads as many numbers as there are places, over what stands there.
    ///
    /// @throws IOException when another number of them was written
    public static void read(DataInput in, int[] values) throws IOException {
        requireLength(in.readInt(), values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readInt();
        }
    }

    private static void requireLength(int written, int expected) throws IOException {
        if (written != expected) {
            throw new IOException("there must be %d numbers: %d".formatted(expected, written));
        }
    }
}
