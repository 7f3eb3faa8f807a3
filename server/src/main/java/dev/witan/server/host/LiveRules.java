// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.host;

import dev.witan.engine.Mixture;
import dev.witan.engine.time.NanoClock;
import dev.witan.model.config.CachesConfig;
import dev.witan.model.config.LoadConfig;
import dev.witan.observability.CacheReading;
import dev.witan.resilience.CacheBounds;
import dev.witan.resilience.CacheCounts;
import dev.witan.steering.LoadControl;
import dev.witan.steering.LoadPolicy;
import java.util.List;
import java.util.Optional;

/// What a release's configuration says of load and caches, as those take it.
final class LiveRules {
    private LiveRules() {}

    static Optional<LoadControl> load(LoadConfig load, Mixture mixture) {
        return load.isOn()
                ? Optional.of(new LoadControl(
                        mixture, new LoadPolicy((float) load.strength(), load.halfLife()), NanoClock.system()))
                : Optional.empty();
    }

    static CacheBounds bounds(CachesConfig caches) {
        return new CacheBounds(
                caches.routing().bytes(),
                caches.routing().similar(),
                caches.experts().bytes(),
                caches.answers().bytes(),
                caches.answers().timeToLive());
    }

    static List<CacheReading> readings(List<CacheCounts> counts) {
        return counts.stream().map(LiveRules::reading).toList();
    }

    private static CacheReading reading(CacheCounts counts) {
        return new CacheReading(
                counts.cache(),
                counts.hits(),
                counts.misses(),
                counts.bytes(),
                counts.savedMultiplyAdds(),
                counts.checked(),
                counts.disagreed());
    }
}
