// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.fuzz;

import java.nio.ByteBuffer;

/// Any bytes as JSON, a separator that no UTF-8 text has, and binary tensors: so a change of length on either side
/// leaves the other one readable.
public final class BinaryBody {
    private static final byte SEPARATOR = (byte) 0xff;

    private BinaryBody() {}

    /// What the fuzzer calls.
    public static void fuzzerTestOneInput(byte[] bytes) {
        int jsonLength = 0;
        while (jsonLength < bytes.length && bytes[jsonLength] != SEPARATOR) {
            jsonLength++;
        }
        byte[] body = new byte[Math.max(jsonLength, bytes.length - 1)];
        System.arraycopy(bytes, 0, body, 0, jsonLength);
        if (jsonLength < bytes.length) {
            System.arraycopy(bytes, jsonLength + 1, body, jsonLength, bytes.length - jsonLength - 1);
        }
        int length = jsonLength;
        Reading.check(bytes, () -> Reading.READER.read(ByteBuffer.wrap(body), length));
    }
}
