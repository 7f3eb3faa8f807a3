// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.tensor;

import java.io.Serial;

/// Bytes or JSON of a server that are not what they have to be; the message names rule and value.
public final class Unreadable extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String reason;

    public Unreadable(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
