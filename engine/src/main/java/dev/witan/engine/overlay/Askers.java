// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.overlay;

import dev.witan.engine.request.RequestContext;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Works out the guidance for each kind of asker once, and remembers it. A request of no named tenant and without tags,
/// which is most of them, costs a look at a set and no memory. Thread-safe.
final class Askers {
    /// Askers that are remembered; further ones are worked out each time.
    private static final int REMEMBERED_MAX = 1024;

    private final Set<String> tenants;
    private final Set<String> tags;
    private final Function<Asker, Guidance> resolve;
    private final Guidance ofAnybody;
    private final Map<Asker, Guidance> remembered = new ConcurrentHashMap<>();

    /// @param tenants every tenant that anything names
    /// @param tags every data tag that anything names
    /// @param resolve pure, so that it does not matter who asks first
    Askers(Set<String> tenants, Set<String> tags, Function<Asker, Guidance> resolve) {
        this.tenants = Set.copyOf(tenants);
        this.tags = Set.copyOf(tags);
        this.resolve = resolve;
        this.ofAnybody = resolve.apply(Asker.ANYBODY);
    }

    Guidance guidance(RequestContext context) {
        boolean isNamed = tenants.contains(context.tenant());
        if (!isNamed && context.tags().isEmpty()) {
            return ofAnybody;
        }
        return guidance(asker(isNamed ? context.tenant() : "", context.tags()));
    }

    private Asker asker(String tenant, Set<String> requestTags) {
        Set<String> known = requestTags.stream().filter(tags::contains).collect(Collectors.toUnmodifiableSet());
        return new Asker(tenant, known, known.size() < requestTags.size());
    }

    private Guidance guidance(Asker asker) {
        Guidance known = remembered.get(asker);
        if (known != null) {
            return known;
        }
        Guidance made = resolve.apply(asker);
        if (remembered.size() < REMEMBERED_MAX) {
            remembered.putIfAbsent(asker, made);
        }
        return made;
    }
}
