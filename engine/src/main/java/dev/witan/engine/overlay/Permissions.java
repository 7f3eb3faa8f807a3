// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.overlay;

import dev.witan.engine.request.RequestContext;

/// Which experts a release lets see whose requests; the overlay of a mixture over which nothing else was laid.
/// Immutable and thread-safe.
public final class Permissions implements Overlay {
    /// Every expert may see every request.
    public static final Permissions OPEN = new Permissions();

    private Permissions() {}

    @Override
    public long epoch() {
        return 0;
    }

    @Override
    public Guidance guidance(RequestContext context) {
        return Guidance.NONE;
    }
}
