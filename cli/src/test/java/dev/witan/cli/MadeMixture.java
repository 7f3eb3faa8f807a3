// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.Mixture;
import dev.witan.engine.MoeLayer;
import dev.witan.engine.combine.WeightedSum;
import dev.witan.engine.encode.VectorEncoder;
import dev.witan.engine.expert.Expert;
import dev.witan.engine.gate.NetworkGate;
import dev.witan.engine.response.VectorHead;
import dev.witan.engine.routing.Router;
import dev.witan.kernels.FeedForward;
import dev.witan.kernels.Kernels;
import dev.witan.model.config.MixtureConfigs;
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
import java.util.function.Function;

/// A mixture made by a test, whose rows are the scores of its experts: a row goes to those of its highest numbers.
///
/// @param experts makes them, with their memory in the arena
record MadeMixture(String name, int width, int fanOut, Function<Arena, List<Expert>> experts) implements MixtureSource {
    @Override
    public List<String> names() {
        return List.of(name);
    }

    @Override
    public LoadedMixture load(String any) {
        Arena arena = Arena.ofShared();
        List<Expert> made = experts.apply(arena);
        FeedForward identity = new FeedForward(
                List.of(SumExpert.linear(arena, width, made.size(), (input, output) -> input == output ? 1 : 0)));
        MoeLayer layer = new MoeLayer(
                Kernels.choose(),
                new NetworkGate(identity),
                Router.topK(new float[made.size()], fanOut),
                made,
                new WeightedSum());
        Mixture mixture =
                new Mixture(name, 1, "sha256:made", VectorEncoder.ofRows("x", width), layer, new VectorHead("y", 1));
        return new LoadedMixture(mixture, manifest(made), arena);
    }

    private ReleaseManifest manifest(List<Expert> made) {
        List<Component> components = new ArrayList<>();
        List<String> configured = new ArrayList<>();
        for (Expert expert : made) {
            configured.add("{\"id\": \"%s\", \"kind\": \"ffn\", \"hidden\": [8], \"activation\": \"silu\"}"
                    .formatted(expert.id()));
        }
        components.add(component(ComponentName.ENCODER));
        components.add(component(ComponentName.GATE));
        made.forEach(expert -> components.add(component(ComponentName.expert(expert.id()))));
        return new ReleaseManifest(
                name,
                1,
                new Provenance(Instant.EPOCH, "a test", "", Map.of()),
                components,
                MixtureConfigs.fromJson("""
                        {"apiVersion": "witan.dev/v1", "kind": "Mixture",
                         "metadata": {"name": "%s", "description": "Made by a test."},
                         "spec": {"signature": {"inputs": [{"name": "a", "datatype": "FP64"}], "target": "y"},
                          "encoder": {"kind": "table", "columns": [{"name": "a", "kind": "numeric", "bins": 4}]},
                          "gate": {"kind": "linear"}, "experts": [%s], "routing": {"fanOut": %d},
                          "combine": {"kind": "weightedSum"}, "head": {"kind": "regression"}}}""".formatted(name, String.join(",", configured), fanOut)));
    }

    private static Component component(ComponentName name) {
        return new Component(name, 1, "", List.of(new ComponentFile("any", 0, "0".repeat(64))));
    }
}
