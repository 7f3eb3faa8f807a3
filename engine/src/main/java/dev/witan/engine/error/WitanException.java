// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.error;

import java.io.Serial;
import java.util.Objects;

/// The one exception of Witan: bad input at a door, or a broken invariant inside.
///
/// The message states the rule and the value ("fanOut must be between 1 and 8: 9") and is written for the person who
/// has to act on it. Expected outcomes of a running request are values (`Outcome`, `Admission`), not this.
public class WitanException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public WitanException(ErrorCode code, String message) {
        super(message);
        this.code = Objects.requireNonNull(code);
    }

    public WitanException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code);
    }

    public static WitanException invalidInput(String message) {
        return new WitanException(ErrorCode.INVALID_INPUT, message);
    }

    public ErrorCode code() {
        return code;
    }

    /// The message, never null.
    public String reason() {
        return Objects.requireNonNullElse(getMessage(), code.name());
    }
}
