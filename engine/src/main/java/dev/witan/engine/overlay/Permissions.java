// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.overlay;

import dev.witan.engine.request.RequestContext;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Which experts a release lets see whose requests; the overlay of a mixture over which nothing else was laid, and part
/// of every other: nothing that is laid lifts it. Immutable and thread-safe.
public final class Permissions implements Overlay {
    /// Every expert may see every request, tagged or not: what a mixture has that was made by hand.
    public static final Permissions OPEN = new Permissions(List.of());

    private final List<Permission> experts;
    private final Askers askers;

    private Permissions(List<Permission> experts) {
        this.experts = List.copyOf(experts);
        this.askers = new Askers(tenants(), tags(), this::resolve);
    }

    /// The permission of each expert, in the order of the mixture.
    public static Permissions of(List<Permission> experts) {
        return experts.isEmpty() ? OPEN : new Permissions(experts);
    }

    /// Of experts that serve every tenant and see no tagged data: what holds where nothing is configured.
    public static Permissions untagged(int experts) {
        return of(Collections.nCopies(experts, Permission.UNTAGGED));
    }

    /// The permission of one expert, as the only one of a mixture.
    public Permissions only(int expert) {
        return experts.isEmpty() ? OPEN : of(List.of(experts.get(expert)));
    }

    @Override
    public long epoch() {
        return 0;
    }

    @Override
    public Guidance guidance(RequestContext context) {
        return askers.guidance(context);
    }

    private Guidance resolve(Asker asker) {
        Guidance.Builder guidance = Guidance.builder(experts.size());
        addTo(guidance, asker);
        return guidance.build();
    }

    /// Forbids what may not be.
    void addTo(Guidance.Builder guidance, Asker asker) {
        for (int expert = 0; expert < experts.size(); expert++) {
            String reason = experts.get(expert).reasonAgainst(asker);
            if (!reason.isEmpty()) {
                guidance.forbid(expert, reason);
            }
        }
    }

    /// Every tenant that any expert names.
    public Set<String> tenants() {
        return experts.stream()
                .flatMap(permission -> permission.tenants().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Every data tag that any expert may see.
    public Set<String> tags() {
        return experts.stream()
                .flatMap(permission -> permission.tags().stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
