// SPDX-License-Identifier: Apache-2.0
package dev.witan.steering;

import dev.witan.engine.overlay.SteerAction.Spread;
import dev.witan.engine.overlay.SteerScope.Tenant;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// Lays steers until it is killed, and prints each once it is in force.
final class LayingProcess {
    private LayingProcess() {}

    public static void main(String[] args) {
        Steering steering = new Steering(
                "ads", new OverlayControl(), Path.of(args[0]), InstantSource.system(), SteerLimits.DEFAULTS);
        steering.control().attach(SmallMixture.engine(Arena.global(), -1));
        for (int i = 0; ; i++) {
            if (steering.inForce().size() >= 32) {
                steering.undo(steering.inForce().getFirst().id(), "a test", "");
            }
            SteerOrder order = new SteerOrder(
                    new Spread(), new Tenant("tenant-" + i), "a test", "to be killed", Duration.ofHours(1));
            System.out.println(steering.lay(order).id());
        }
    }
}
