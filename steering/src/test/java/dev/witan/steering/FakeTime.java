// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Time that a test moves.
final class FakeTime implements InstantSource {
    private Instant now = Instant.parse("2026-11-22T03:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration duration) {
        now = now.plus(duration);
    }
}
