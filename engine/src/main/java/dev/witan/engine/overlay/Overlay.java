// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.overlay;

import dev.witan.engine.request.RequestContext;

/// The live state that is laid over a release, as one immutable snapshot: lanes pick up a newer one between steps.
/// Thread-safe.
public interface Overlay {
    /// Nothing laid over anything.
    Overlay NONE = new Overlay() {
        @Override
        public long epoch() {
            return 0;
        }

        @Override
        public Guidance guidance(RequestContext context) {
            return Guidance.NONE;
        }
    };

    /// Its number; a later overlay of the same mixture has a higher one.
    long epoch();

    /// How many steers are in force.
    default int steers() {
        return 0;
    }

    /// What it says to the rows of that request. Asked once per request and batch, so that it must be quick.
    Guidance guidance(RequestContext context);
}
