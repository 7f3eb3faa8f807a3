// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.kernels.Activation;
import dev.witan.model.problem.Problem;
import dev.witan.model.storage.Fingerprint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Every key of `mixture.yaml` there and back.
class ConfigKeysTest {
    private static final String SHOP = """
            apiVersion: witan.dev/v1
            kind: Mixture
            metadata: {name: shop}
            spec:
              signature:
                inputs:
                  - {name: price, datatype: FP32}
                  - {name: picture, datatype: BYTES}
                target: bought
              encoder:
                kind: table
                columns:
                  - {name: price, kind: numeric, bins: 4}
                  - {name: picture, kind: image, width: 16, height: 8, colour: rgb}
              gate: {kind: mlp, hidden: [4], activation: relu}
              experts:
                - {id: a, kind: ffn, hidden: [8], activation: silu, form: swiglu, normalise: rms, tier: 1, site: edge}
                - {id: b, kind: onnx, cost: 2.5, tenants: [acme], tags: [pii, eu]}
                - {id: c, kind: remote, url: "grpc://127.0.0.1:9001", model: other.a, inFlightMax: 8, batchRowsMax: 32, timeout: 200ms, keyEnv: KEY, compression: gzip, compressAbove: 16KiB}
                - {id: d, kind: function, url: "http://localhost/f", timeout: 2s, warm: {every: 30s, instances: 2}, description: "Cold"}
                - {id: e, kind: ffn, hidden: [], activation: identity, normalise: layer, shared: true}
              routing:
                fanOut: 2
                fanOutMax: 3
                form: sigmoid
                renormalise: false
                scale: 2.5
                topP: 0.9
                groups: {count: 4, chosen: 3}
                capacity: {policy: overflow, factor: 1.5, least: 4}
                load: {strength: 0.5, halfLife: 5s}
                exploration: {share: 0.05, temperature: 2.0, seed: 7}
                tiers: {thresholds: [0.3], fanOuts: [1, 2]}
                budget: {perRow: 3.5, tenants: {acme: 3.0}, rate: 0.1}
                site: {prefer: edge}
              execution: {strategy: pipelined}
              combine: {kind: vote, quorum: 2, patience: 50ms, fallback: b}
              caches:
                routing: {bytes: 16MiB, similar: true}
                experts: {bytes: 512KiB}
              head: {kind: binary, classes: ["no", "yes"]}
            """;

    private static final String CHAT = """
            apiVersion: witan.dev/v1
            kind: Mixture
            metadata: {name: assistant}
            spec:
              signature: {inputs: [{name: text, datatype: BYTES}], target: expert}
              encoder:
                kind: table
                columns:
                  - {name: text, kind: text, buckets: 64, dimensions: 8, ngrams: [1, 3], characters: 100}
              gate: {kind: linear, precision: exact8}
              experts:
                - {id: small, kind: chat, url: "http://127.0.0.1:8080/v1", model: s, timeout: 30s, inFlightMax: 2}
                - {id: large, kind: chat, url: "https://example.org/v1", model: l, keyEnv: LARGE_KEY}
              routing: {fanOut: 1}
              head: {kind: chat, confidence: 0.5, default: large}
            """;

    private static final String LAYER = """
            apiVersion: witan.dev/v1
            kind: Mixture
            metadata: {name: layer}
            spec:
              signature: {inputs: [{name: x, datatype: FP32}], target: y}
              encoder: {kind: vector, name: x, dimensions: 64, tokens: true}
              gate: {kind: hierarchical, groups: 2, groupsChosen: 1}
              experts:
                - {id: a, kind: onnx}
                - {id: b, kind: onnx}
                - {id: c, kind: onnx}
                - {id: d, kind: onnx}
              routing: {fanOut: 2}
              combine: {kind: concatenate}
              caches:
                answers: {bytes: 1GiB, ttl: 30s}
              head: {kind: vector, name: y, dimensions: 8}
            """;

    private final MixtureConfigs configs = new MixtureConfigs();

    @Test
    void readsEveryKey() {
        MixtureSpec spec = parse(SHOP).spec();
        assertThat(spec.experts().get(0))
                .isEqualTo(new ExpertConfig.Ffn(
                        "a",
                        new ExpertTraits(1, 1, Site.EDGE, List.of(), List.of(), Role.SCORED, ""),
                        List.of(8),
                        Activation.SILU,
                        ExpertConfig.Form.SWIGLU,
                        ExpertConfig.Normalise.RMS));
        assertThat(spec.experts().get(1))
                .isEqualTo(new ExpertConfig.Onnx(
                        "b",
                        new ExpertTraits(2.5, 0, Site.ANY, List.of("acme"), List.of("pii", "eu"), Role.SCORED, "")));
        assertThat(spec.experts().get(2))
                .isEqualTo(new ExpertConfig.Remote(
                        "c",
                        ExpertTraits.DEFAULTS,
                        "grpc://127.0.0.1:9001",
                        "other.a",
                        new CallConfig(8, 32, Duration.ofMillis(200), "KEY"),
                        new CompressionConfig(CompressionConfig.Method.GZIP, 16 * 1024)));
        assertThat(spec.experts().get(3))
                .isEqualTo(new ExpertConfig.Function(
                        "d",
                        ExpertTraits.described("Cold"),
                        "http://localhost/f",
                        new CallConfig(4, 64, Duration.ofSeconds(2), ""),
                        new WarmConfig(Duration.ofSeconds(30), 2)));
        assertThat(spec.scoredExperts()).isEqualTo(4);
        assertThat(spec.routing())
                .isEqualTo(RoutingConfig.builder(2)
                        .fanOutMax(3)
                        .weights(new WeightConfig(WeightConfig.Form.SIGMOID, false, 2.5))
                        .topP(0.9)
                        .groups(new GroupConfig(4, 3))
                        .capacity(new CapacityConfig(CapacityConfig.Policy.OVERFLOW, 1.5, 4))
                        .load(new LoadConfig(0.5, Duration.ofSeconds(5)))
                        .exploration(new ExplorationConfig(0.05, 2, 7))
                        .tiers(new TierConfig(List.of(0.3), List.of(1, 2)))
                        .budget(new BudgetConfig(3.5, Map.of("acme", 3.0), 0.1))
                        .site(Site.EDGE)
                        .build());
        assertThat(spec.execution()).isEqualTo(new ExecutionConfig(ExecutionConfig.Strategy.PIPELINED));
        assertThat(spec.combine()).isEqualTo(new CombineConfig(CombineConfig.Kind.VOTE, 2, Duration.ofMillis(50), "b"));
        assertThat(spec.caches())
                .isEqualTo(new CachesConfig(
                        new CachesConfig.Routing(16 << 20, true),
                        CachesConfig.Answers.OFF,
                        new CachesConfig.Experts(512 << 10)));
    }

    @Test
    void readsChatAndVectors() {
        MixtureSpec chat = parse(CHAT).spec();
        assertThat(chat.head()).isEqualTo(new HeadConfig.Chat(0.5, "large"));
        assertThat(chat.gate()).isEqualTo(new GateConfig.Linear(GateConfig.Precision.EXACT8));
        assertThat(chat.experts().get(0))
                .isEqualTo(new ExpertConfig.Chat(
                        "small",
                        ExpertTraits.DEFAULTS,
                        "http://127.0.0.1:8080/v1",
                        "s",
                        new CallConfig(2, 1, Duration.ofSeconds(30), "")));
        MixtureSpec layer = parse(LAYER).spec();
        assertThat(layer.encoder()).isEqualTo(new EncoderConfig.Vector("x", 64, true));
        assertThat(layer.gate()).isEqualTo(new GateConfig.Hierarchical(2, 1));
        assertThat(layer.head()).isEqualTo(new HeadConfig.Vector("y", 8));
        assertThat(layer.caches().answers()).isEqualTo(new CachesConfig.Answers(1L << 30, Duration.ofSeconds(30)));
        assertThat(parse(LAYER.replace("{kind: hierarchical, groups: 2, groupsChosen: 1}", "{kind: onnx}")
                                .replace("fanOut: 2", "fanOut: all"))
                        .spec()
                        .routing()
                        .isSoft())
                .isTrue();
    }

    @Test
    void readsBackEveryKeyThatItWrote() {
        for (String yaml : List.of(SHOP, CHAT, LAYER, LAYER.replace("fanOut: 2", "fanOut: 1"))) {
            MixtureConfig config = parse(yaml);
            assertThat(parse(MixtureConfigs.toYaml(config))).isEqualTo(config);
            assertThat(MixtureConfigs.fromJson(MixtureConfigs.toJson(config))).isEqualTo(config);
        }
    }

    @Test
    void writesNothingThatIsAsByDefault() {
        String written = MixtureConfigs.toJson(
                parse(
                        SHOP.replaceAll(
                                "(?s)  routing:.*  head",
                                "  routing: {fanOut: 2, fanOutMax: 2, form: topKSoftmax, renormalise: true, scale: 1, topP: 1, capacity: {policy: dropless}}\n  execution: {strategy: parallel}\n  combine: {kind: weightedSum, quorum: 1}\n  head")));
        assertThat(written)
                .contains("\"routing\":{\"fanOut\":2},\"combine\":{\"kind\":\"weightedSum\"},\"head\"")
                .doesNotContain("execution", "caches");
    }

    @Test
    void keepsTheDigestsOfWhatWasPublishedBefore() throws IOException {
        for (String name : List.of("ads", "languages")) {
            Path folder = Path.of("../mixtures").resolve(name);
            MixtureConfig config = configs.read(folder.resolve("mixture.yaml"));
            String active = Files.readString(folder.resolve("ACTIVE")).strip();
            String manifest = Files.readString(folder.resolve("releases").resolve(active + ".json"));
            assertThat(manifest)
                    .as(name)
                    .contains(
                            "\"configurationDigest\" : \"" + Fingerprint.sha256(MixtureConfigs.toJson(config)) + "\"");
        }
    }

    @Test
    void tellsWhatDiffersKeyByKey() {
        MixtureConfig before = parse(SHOP);
        MixtureConfig after = parse(SHOP.replace("topP: 0.9", "topP: 0.8")
                .replace(
                        "{id: b, kind: onnx, cost: 2.5, tenants: [acme], tags: [pii, eu]}",
                        "{id: x, kind: onnx, cost: 2.5}")
                .replace(", fallback: b", ""));
        assertThat(ConfigChanges.between(before, after))
                .containsExactly(
                        "+ experts.x.id: x",
                        "+ experts.x.kind: onnx",
                        "+ experts.x.cost: 2.5",
                        "~ routing.topP: 0.9 -> 0.8",
                        "~ experts: [a, b, c, d, e] -> [a, x, c, d, e]",
                        "- experts.b.id: b",
                        "- experts.b.kind: onnx",
                        "- experts.b.cost: 2.5",
                        "- experts.b.tenants: [\"acme\"]",
                        "- experts.b.tags: [\"pii\",\"eu\"]",
                        "- combine.fallback: b");
        assertThat(ConfigChanges.between(before, before)).isEmpty();
    }

    private MixtureConfig parse(String yaml) {
        List<Problem> problems = new ArrayList<>();
        var config = configs.parse("f", yaml.getBytes(StandardCharsets.UTF_8), problems);
        assertThat(problems).map(Problem::toString).isEmpty();
        return config.orElseThrow();
    }
}
