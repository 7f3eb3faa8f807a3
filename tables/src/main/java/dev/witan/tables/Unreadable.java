// SPDX-License-Identifier: Apache-2.0
package dev.witan.tables;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.nio.charset.CharacterCodingException;

/// What to throw for a file that cannot be read on.
final class Unreadable {
    private Unreadable() {}

    /// A table that has fewer rows than were read of it before.
    static WitanException shrunk(String file, long wanted, long found) {
        return WitanException.invalidInput(
                "%s: the table must still have the %d rows that were read: it has %d".formatted(file, wanted, found));
    }

    static WitanException of(String file, Throwable cause) {
        if (cause instanceof CharacterCodingException || cause.getCause() instanceof CharacterCodingException) {
            return new WitanException(
                    ErrorCode.INVALID_INPUT, file + ": the file must be UTF-8: it has bytes that are not", cause);
        }
        StringBuilder reason = new StringBuilder(file).append(": the table cannot be read: ");
        reason.append(cause.getMessage() == null ? cause.toString() : cause.getMessage());
        Throwable root = cause.getCause();
        if (root != null && root.getMessage() != null) {
            reason.append(": ").append(root.getMessage());
        }
        return new WitanException(ErrorCode.INVALID_INPUT, reason.toString(), cause);
    }
}
