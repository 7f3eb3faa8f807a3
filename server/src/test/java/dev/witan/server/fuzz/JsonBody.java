// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.fuzz;

import java.nio.ByteBuffer;

/// Any bytes as the JSON body of an inference request.
public final class JsonBody {
    private JsonBody() {}

    /// What the fuzzer calls.
    public static void fuzzerTestOneInput(byte[] bytes) {
        Reading.check(bytes, () -> Reading.READER.read(ByteBuffer.wrap(bytes)));
    }
}
