// SPDX-License-Identifier: Apache-2.0
package dev.witan.server;

import dev.witan.engine.Mixture;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.response.Head;
import dev.witan.model.config.MixtureConfig;
import dev.witan.model.config.MixtureConfigs;
import dev.witan.model.config.MixtureSpec;
import dev.witan.model.load.LoadedMixture;
import dev.witan.model.repository.Component;
import dev.witan.model.repository.ComponentFile;
import dev.witan.model.repository.ComponentName;
import dev.witan.model.repository.Provenance;
import dev.witan.model.repository.ReleaseManifest;
import dev.witan.server.host.MixtureSource;
import java.lang.foreign.Arena;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// A repository in memory that holds the hand-made mixture, and what a test adds to it.
public final class HandMadeSource implements MixtureSource {
    private final Head head;
    private final List<Expert> further;
    private final UnaryOperator<MixtureSpec> settings;
    private final Map<String, Integer> releases = new ConcurrentHashMap<>();
    private final Map<String, String> damages = new ConcurrentHashMap<>();
    private final List<Arena> arenas = new ArrayList<>();

    public HandMadeSource(Head head, List<Expert> further) {
        this(head, further, spec -> spec);
    }

    /// @param settings makes the configuration of each release from the usual one
    HandMadeSource(Head head, List<Expert> further, UnaryOperator<MixtureSpec> settings) {
        this.head = head;
        this.further = further;
        this.settings = settings;
        publish(HandMadeMixture.NAME, HandMadeMixture.RELEASE);
    }

    public void publish(String name, int release) {
        releases.put(name, release);
        damages.remove(name);
    }

    /// Lets a mixture fail to load.
    void damage(String name, String reason) {
        releases.putIfAbsent(name, 1);
        damages.put(name, reason);
    }

    /// How many loaded releases have not been given back.
    synchronized long inMemory() {
        return arenas.stream().filter(arena -> arena.scope().isAlive()).count();
    }

    @Override
    public List<String> names() {
        return releases.keySet().stream().sorted().toList();
    }

    @Override
    public synchronized LoadedMixture load(String name) {
        String damage = damages.get(name);
        if (damage != null) {
            throw new WitanException(ErrorCode.CORRUPT_FILE, damage);
        }
        Arena arena = Arena.ofShared();
        arenas.add(arena);
        Mixture made = HandMadeMixture.in(arena, head, further);
        int release = releases.get(name);
        Mixture mixture = new Mixture(name, release, made.digest(), made.encoder(), made.layer(), head);
        return new LoadedMixture(mixture, manifest(mixture), arena);
    }

    private ReleaseManifest manifest(Mixture mixture) {
        List<String> experts =
                mixture.layer().experts().stream().map(Expert::id).toList();
        List<Component> components = new ArrayList<>();
        components.add(component(ComponentName.ENCODER));
        components.add(component(ComponentName.GATE));
        experts.forEach(id -> components.add(component(ComponentName.expert(id))));
        return new ReleaseManifest(
                mixture.name(),
                mixture.release(),
                new Provenance(Instant.EPOCH, "a test", "", Map.of()),
                components,
                configuration(mixture.name(), experts));
    }

    private static Component component(ComponentName name) {
        return new Component(name, 1, "", List.of(new ComponentFile("any", 0, "0".repeat(64))));
    }

    private MixtureConfig configuration(String name, List<String> experts) {
        String all = experts.stream()
                .map("{\"id\": \"%s\", \"kind\": \"ffn\", \"hidden\": [8], \"activation\": \"silu\"}"::formatted)
                .collect(Collectors.joining(", "));
        MixtureConfig usual = MixtureConfigs.fromJson("""
                {"apiVersion": "witan.dev/v1", "kind": "Mixture", "metadata": {"name": "%s", "description": "By hand."},
                 "spec": {
                  "signature": {"inputs": [{"name": "age", "datatype": "FP64"}, {"name": "bid", "datatype": "FP64"},
                    {"name": "city", "datatype": "BYTES"}, {"name": "slot", "datatype": "BYTES"}], "target": "clicked"},
                  "encoder": {"kind": "table", "columns": [
                    {"name": "age", "kind": "numeric", "bins": 4}, {"name": "bid", "kind": "numeric", "bins": 0},
                    {"name": "city", "kind": "categorical", "dimensions": 3},
                    {"name": "slot", "kind": "categorical", "dimensions": 2}]},
                  "gate": {"kind": "linear"}, "experts": [%s], "routing": {"fanOut": 1},
                  "combine": {"kind": "weightedSum"}, "head": {"kind": "binary", "classes": ["skip", "click"]}}}""".formatted(name, all));
        return new MixtureConfig(name, usual.description(), settings.apply(usual.spec()));
    }
}
