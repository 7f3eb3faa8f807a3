// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import dev.witan.engine.overlay.SteerAction;
import dev.witan.engine.overlay.SteerScope;
import java.time.Duration;
import java.util.Objects;

/// What a person orders, before it is checked against a mixture.
///
/// @param holds for how long
public record SteerOrder(SteerAction action, SteerScope scope, String who, String why, Duration holds) {
    public SteerOrder {
        Objects.requireNonNull(action);
        Objects.requireNonNull(scope);
        Objects.requireNonNull(who);
        Objects.requireNonNull(why);
        Objects.requireNonNull(holds);
    }
}
