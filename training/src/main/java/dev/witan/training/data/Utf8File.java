// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.data;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A text file read whole, as strict UTF-8 without its byte order mark.
final class Utf8File {
    private Utf8File() {}

    static String read(Path file, TableLimits limits) {
        byte[] bytes = bytes(file, limits);
        String name = String.valueOf(file.getFileName());
        if (beginsWith(bytes, 0xFF, 0xFE) || beginsWith(bytes, 0xFE, 0xFF)) {
            throw WitanException.invalidInput(name + ": the file must be UTF-8: it begins like UTF-16");
        }
        int start = beginsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        return decode(name, ByteBuffer.wrap(bytes, start, bytes.length - start));
    }

    private static boolean beginsWith(byte[] bytes, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(Path file, TableLimits limits) {
        try {
            if (Files.isDirectory(file)) {
                throw WitanException.invalidInput(file + ": the table must be a file: it is a folder");
            }
            long size = Files.size(file);
            if (size > limits.fileBytesMax()) {
                throw new WitanException(
                        ErrorCode.PAYLOAD_TOO_LARGE,
                        "%s: a table must have at most %d bytes (fileBytesMax): %d"
                                .formatted(file, limits.fileBytesMax(), size));
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new WitanException(ErrorCode.INVALID_INPUT, file + ": there is no such file", e);
        } catch (IOException e) {
            throw new WitanException(ErrorCode.INVALID_INPUT, file + ": the file cannot be read: " + e.getMessage(), e);
        }
    }

    private static String decode(String name, ByteBuffer bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(bytes.remaining());
        CoderResult result = decoder.decode(bytes, text, true);
        if (result.isError()) {
            throw WitanException.invalidInput("%s line %d: the file must be UTF-8: byte 0x%02X"
                    .formatted(name, lineOf(bytes), bytes.get(bytes.position())));
        }
        return text.flip().toString();
    }

    private static int lineOf(ByteBuffer bytes) {
        int line = 1;
        for (int i = 0; i < bytes.position(); i++) {
            line += bytes.get(i) == '\n' ? 1 : 0;
        }
        return line;
    }
}
