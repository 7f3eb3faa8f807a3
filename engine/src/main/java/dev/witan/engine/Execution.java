// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine;

import java.util.Objects;

/// How a mixture's experts are run. Immutable.
public record Execution(Strategy strategy) {
    /// Where nothing else is said.
    public static final Execution DEFAULTS = new Execution(Strategy.PARALLEL);

    public Execution {
        Objects.requireNonNull(strategy);
    }
}
