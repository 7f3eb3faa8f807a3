// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.overlay;

import dev.witan.engine.overlay.SteerAction.Exclude;
import dev.witan.engine.overlay.SteerAction.Fallback;
import dev.witan.engine.overlay.SteerAction.Pin;
import dev.witan.engine.overlay.SteerAction.Reweight;
import dev.witan.engine.overlay.SteerAction.Spread;
import dev.witan.engine.request.RequestContext;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Live state over the permissions of a release. What forbids wins: first the release's permissions, then
/// exclusions; none of the other steers brings an expert back that one of these took away. Of
/// several weights for one expert the newest holds. Immutable and thread-safe.
public final class LiveOverlay implements Overlay {
    private final long epoch;
    private final List<String> experts;
    private final Permissions permissions;
    private final LiveState state;
    private final Askers askers;

    /// An overlay for one release.
    ///
    /// @param experts the ids of the release's experts, in its order; what the state says of others waits for them
    public LiveOverlay(long epoch, List<String> experts, Permissions permissions, LiveState state) {
        this.epoch = epoch;
        this.experts = List.copyOf(experts);
        this.permissions = permissions;
        this.state = state;
        this.askers = new Askers(tenants(), tags(), this::resolve);
    }

    private Set<String> tenants() {
        Set<String> named = new HashSet<>(permissions.tenants());
        named.addAll(state.prices().keySet());
        for (Steer steer : state.steers()) {
            if (steer.scope() instanceof SteerScope.Tenant(String name)) {
                named.add(name);
            }
        }
        return named;
    }

    private Set<String> tags() {
        Set<String> named = new HashSet<>(permissions.tags());
        for (Steer steer : state.steers()) {
            if (steer.scope() instanceof SteerScope.Tag(String name)) {
                named.add(name);
            }
        }
        return named;
    }

    @Override
    public long epoch() {
        return epoch;
    }

    @Override
    public int steers() {
        return state.steers().size();
    }

    @Override
    public Guidance guidance(RequestContext context) {
        return askers.guidance(context);
    }

    private Guidance resolve(Asker asker) {
        Guidance.Builder guidance = Guidance.builder(experts.size());
        permissions.addTo(guidance, asker);
        List<Steer> inScope = state.steers().stream()
                .filter(steer -> steer.scope().holds(asker.tenant(), asker.tags()))
                .filter(steer -> steer.action().subject().map(experts::contains).orElse(true))
                .toList();
        addExclusions(guidance, inScope);
        addOtherSteers(guidance, inScope);
        addBiases(guidance, asker);
        return guidance.build();
    }

    private void addExclusions(Guidance.Builder guidance, List<Steer> inScope) {
        for (Steer steer : inScope) {
            if (steer.action() instanceof Exclude(String id)) {
                guidance.forbid(experts.indexOf(id), "excluded " + steer.provenance())
                        .steered(steer.sentence());
            }
        }
    }

    private void addOtherSteers(Guidance.Builder guidance, List<Steer> inScope) {
        Map<String, Float> factors = new LinkedHashMap<>();
        for (Steer steer : inScope) {
            switch (steer.action()) {
                case Exclude _ -> {}
                case Pin(String id) -> pin(guidance, steer, experts.indexOf(id));
                case Reweight(String id, float factor) -> {
                    factors.put(id, factor);
                    guidance.steered(steer.sentence());
                }
                case Spread _ -> guidance.spread().steered(steer.sentence());
                case Fallback _ -> guidance.fallBack().steered(steer.sentence());
            }
        }
        factors.forEach((id, factor) -> guidance.multiply(experts.indexOf(id), factor));
    }

    private static void pin(Guidance.Builder guidance, Steer steer, int expert) {
        if (guidance.permits(expert)) {
            guidance.pin(expert).steered(steer.sentence());
        }
    }

    private void addBiases(Guidance.Builder guidance, Asker asker) {
        for (int expert = 0; expert < experts.size(); expert++) {
            float bias = state.bias(experts.get(expert), asker.tenant());
            if (bias != 0) {
                guidance.addBias(expert, bias).live();
            }
        }
    }
}
