// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance;

import java.io.Serial;

/// A request that the test's server refuses with a status of HTTP.
final class Refusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;

    Refusal(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
