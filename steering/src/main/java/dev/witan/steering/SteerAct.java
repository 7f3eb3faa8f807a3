// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import dev.witan.engine.overlay.Steer;
import java.time.Instant;

/// One line of a log of steers: what became of a steer. Immutable.
public sealed interface SteerAct {
    /// A person has laid it.
    record Laid(Steer steer) implements SteerAct {}

    /// A person has ended it.
    record Undone(Instant at, String id, String who, String why, long epoch) implements SteerAct {}

    /// It has ended by itself.
    record Expired(Instant at, String id, long epoch) implements SteerAct {}

    /// A process died while it wrote a line: what that began never took effect.
    record Torn(long bytes) implements SteerAct {}
}
