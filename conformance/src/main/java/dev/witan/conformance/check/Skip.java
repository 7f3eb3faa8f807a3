// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.check;

import java.io.Serial;

/// The rule does not apply, or could not be tried; the message says why.
public final class Skip extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final boolean isUntried;

    public Skip(String reason) {
        this(reason, false);
    }

    private Skip(String reason, boolean isUntried) {
        super(reason, null, false, false);
        this.reason = reason;
        this.isUntried = isUntried;
    }

    /// The rule may apply and could not be tried, so that nobody can say that the server conforms.
    public static Skip untried(String reason) {
        return new Skip(reason, true);
    }

    public boolean isUntried() {
        return isUntried;
    }

    public String reason() {
        return reason;
    }
}
