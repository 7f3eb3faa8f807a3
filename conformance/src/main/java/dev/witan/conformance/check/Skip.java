// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.check;

import java.io.Serial;

/// The rule does not apply; the message says why.
public final class Skip extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String reason;

    public Skip(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
