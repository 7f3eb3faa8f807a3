// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import dev.witan.engine.Engine;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The engines that a server hosts, by the name of their mixture. Immutable.
public final class Mixtures implements Iterable<Engine> {
    private final Map<String, Engine> engines = new TreeMap<>();

    public Mixtures(Collection<Engine> engines) {
        for (Engine engine : engines) {
            String name = engine.mixture().name();
            if (this.engines.putIfAbsent(name, engine) != null) {
                throw new WitanException(
                        ErrorCode.INVALID_CONFIGURATION, "a mixture may be served only once: '" + name + "'");
            }
        }
    }

    public static Mixtures of(Engine... engines) {
        return new Mixtures(List.of(engines));
    }

    @Override
    public Iterator<Engine> iterator() {
        return engines.values().iterator();
    }

    Stream<Engine> stream() {
        return engines.values().stream();
    }

    Collection<String> names() {
        return engines.keySet();
    }

    /// The longest time that any of the engines wants for draining.
    Duration drainMax() {
        return engines.values().stream()
                .map(engine -> engine.limits().drainMax())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
