// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.soak;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// HTTP/2 as bytes (RFC 9113), as little of it as misusing a gRPC server takes.
final class Http2Bytes {
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int END_HEADERS = 4;
    private static final int CANCEL = 8;
    private static final int POST = 0x83;
    private static final int SCHEME_HTTP = 0x86;
    private static final int PATH = 0x04;
    private static final int AUTHORITY = 0x01;
    private static final String INFER = "/inference.GRPCInferenceService/ModelInfer";

    private Http2Bytes() {}

    /// What a connection starts with.
    static byte[] preface() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
        bytes.writeBytes(frame(SETTINGS, 0, 0, new byte[0]));
        return bytes.toByteArray();
    }

    /// Calls that begin and never say what they want.
    static byte[] calls(int count) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            bytes.writeBytes(call(2 * i + 1));
        }
        return bytes.toByteArray();
    }

    /// Calls that are cancelled as soon as they have begun.
    static byte[] cancelledCalls(int count) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] code = ByteBuffer.allocate(Integer.BYTES).putInt(CANCEL).array();
        for (int i = 0; i < count; i++) {
            bytes.writeBytes(call(2 * i + 1));
            bytes.writeBytes(frame(RESET, 0, 2 * i + 1, code));
        }
        return bytes.toByteArray();
    }

    private static byte[] call(int stream) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(POST);
        block.write(SCHEME_HTTP);
        writeText(block, PATH, INFER);
        writeText(block, AUTHORITY, "localhost");
        block.write(0);
        writeText(block, "content-type".length(), "content-type", "application/grpc");
        block.write(0);
        writeText(block, "te".length(), "te", "trailers");
        return frame(HEADERS, END_HEADERS, stream, block.toByteArray());
    }

    private static void writeText(ByteArrayOutputStream block, int name, String value) {
        block.write(name);
        block.write(value.length());
        block.writeBytes(value.getBytes(US_ASCII));
    }

    private static void writeText(ByteArrayOutputStream block, int nameLength, String name, String value) {
        block.write(nameLength);
        block.writeBytes(name.getBytes(US_ASCII));
        block.write(value.length());
        block.writeBytes(value.getBytes(US_ASCII));
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }
}
