// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.check;

import java.io.Serial;

/// The server breaks the rule.
public final class Unmet extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String expected;
    private final String found;

    /// A breach.
    ///
    /// @param expected by the rule
    /// @param found instead
    public Unmet(String expected, String found) {
        super("expected " + expected + ": " + found, null, false, false);
        this.expected = expected;
        this.found = found;
    }

    public String expected() {
        return expected;
    }

    public String found() {
        return found;
    }
}
