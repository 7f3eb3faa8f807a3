// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.model.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each rule with an example that breaks it, and the message that says so.
class ConfigRulesTest {
    private static final String SOUND = """
            apiVersion: witan.dev/v1
            kind: Mixture
            metadata: {name: shop}
            spec:
              signature: {inputs: [{name: price, datatype: FP32}], target: bought}
              encoder: {kind: table, columns: [{name: price, kind: numeric, bins: 4}]}
              gate: {kind: linear}
              experts:
                - {id: a, kind: ffn, hidden: [8], activation: silu, site: edge, cost: 2}
                - {id: b, kind: remote, url: "grpc://h:1", model: m}
                - {id: c, kind: function, url: "http://h/f"}
                - {id: d, kind: onnx}
              routing: {fanOut: 2}
              combine: {kind: weightedSum}
              head: {kind: binary, classes: ["no", "yes"]}
            """;

    private static final String CHAT = """
            apiVersion: witan.dev/v1
            kind: Mixture
            metadata: {name: assistant}
            spec:
              signature: {inputs: [{name: said, datatype: BYTES}], target: expert}
              encoder: {kind: table, columns: [{name: said, kind: text, buckets: 8, dimensions: 2, ngrams: [1, 2], characters: 100}]}
              gate: {kind: linear}
              experts:
                - {id: a, kind: chat, url: "http://h/a", model: m}
                - {id: b, kind: chat, url: "http://h/b", model: m}
              routing: {fanOut: 1}
              combine: {kind: weightedSum}
              head: {kind: chat, confidence: 0.5, default: a}
            """;

    private final MixtureConfigs configs = new MixtureConfigs();

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                // experts
                "hidden: [8] => hidden: [8, 8], form: swiglu => spec.experts[0].hidden: must have one element with form swiglu: 2",
                "activation: silu => activation: relu, form: swiglu => spec.experts[0].activation: must be silu with form swiglu: relu",
                "hidden: [8] => hidden: [8], form: swigly => spec.experts[0].form: must be one of plain, swiglu, clampedSwiglu: swigly; did you mean 'swiglu'?",
                "hidden: [8] => hidden: [8], shared: true => spec.experts[1]: must stand before the shared experts: b",
                "cost: 2 => role: standby => spec.experts[1]: must stand before the expert on standby: b",
                "kind: onnx => kind: onnx, role: standby => spec.combine.fallback: must name the expert on standby, 'd': left out",
                "cost: 2 => role: maskd => spec.experts[0].role: must be one of scored, masked, shared, standby: maskd; did you mean 'masked'?",
                "kind: onnx => kind: onnx, shared: true, role: masked => spec.experts[3].role: must be left out of a shared expert: masked",
                "cost: 2 => cost: -1 => spec.experts[0].cost: must be at least 0: -1",
                "cost: 2 => tier: 16 => spec.experts[0].tier: must be at most 15: 16",
                "cost: 2 => tenants: [x, x] => spec.experts[0].tenants[1]: must be unique: x",
                "cost: 2 => tags: [] => spec.experts[0].tags: must have at least 1 elements: 0",
                "site: edge => site: egde => spec.experts[0].site: must be one of edge, cloud: egde; did you mean 'edge'?",
                "\"grpc://h:1\" => \"ftp://h:1\" => spec.experts[1].url: must begin with one of grpc://, grpcs://, http://, https://: ftp://h:1",
                "\"grpc://h:1\" => \"grpc://h\" => spec.experts[1].url: must name a port: grpc://h",
                "\"grpc://h:1\" => \"grpc://h:1/x\" => spec.experts[1].url: must end with the port: grpc://h:1/x",
                "\"grpc://h:1\" => \"http:///x\" => spec.experts[1].url: must name a host: http:///x",
                "\"grpc://h:1\" => \"http://u:p@h\" => spec.experts[1].url: must not hold a name or a password; keyEnv names a key: present",
                "\"grpc://h:1\" => \"http://h?a\" => spec.experts[1].url: must hold neither '?' nor '#': http://h?a",
                "\"grpc://h:1\" => \"http://h h\" => spec.experts[1].url: must be an address: Illegal character in authority: http://h h",
                "\"http://h/f\" => \"grpc://h:1\" => spec.experts[2].url: must begin with one of http://, https://: grpc://h:1",
                "model: m => model: m, timeout: 5 => spec.experts[1].timeout: must be a duration such as 200ms, 30s or 5m: 5",
                "model: m => model: m, timeout: 5 sec => spec.experts[1].timeout: must be a duration such as 200ms, 30s or 5m: 5 sec",
                "model: m => model: m, timeout: 25h => spec.experts[1].timeout: must be between 1ms and 24h: 25h",
                "model: m => model: m, compressAbove: 1KiB => spec.experts[1].compressAbove: must be left out without compression: 1KiB",
                "model: m => model: m, compressAbove: 1KB => spec.experts[1].compressAbove: must be a size such as 64KiB, 16MiB or 1GiB: 1KB",
                "model: m => model: m, keyEnv: a-b => spec.experts[1].keyEnv: must be the name of an environment variable: a-b",
                "model: m => model: m, inFlightMax: 0 => spec.experts[1].inFlightMax: must be at least 1: 0",
                "model: m => model: m, time: 1s => spec.experts[1].time: must be a known key; did you mean 'tier'?",
                "\"http://h/f\" => \"http://h/f\", warm: {every: 50ms} => spec.experts[2].warm.every: must be at least 100ms: 50ms",
                "kind: onnx => kind: onx => spec.experts[3].kind: must be one of ffn, trees, onnx, remote, function, chat: onx; did you mean 'onnx'?",
                "kind: onnx => kind: chat, url: \"http://h\", model: m => spec.experts[3].kind: must not be chat unless the head is: chat",
                // gate
                "{kind: linear} => {kind: hierarchical, groups: 3, groupsChosen: 3} => spec.gate.groups: must divide the number of scored experts, 4: 3",
                "{kind: linear} => {kind: hierarchical, groups: 2, groupsChosen: 3} => spec.gate.groupsChosen: must be at most the number of groups, 2: 3",
                "{kind: linear} => {kind: hierarchical, groups: 4, groupsChosen: 1} => spec.gate.groupsChosen: must leave as many experts as a row goes to at most, 2: 1",
                // routing
                "fanOut: 2 => fanOut: 5 => spec.routing.fanOut: must be at most the number of experts, 4: 5",
                "fanOut: 2 => fanOut: al => spec.routing.fanOut: must be a whole number or all: al; did you mean 'all'?",
                "fanOut: 2 => fanOut: 2, fanOutMax: 5 => spec.routing.fanOutMax: must be at most the number of experts, 4: 5",
                "fanOut: 2 => fanOut: 2, fanOutMax: 1 => spec.routing.fanOutMax: must be at least fanOut, 2: 1",
                "fanOut: 2 => fanOut: all, fanOutMax: 4 => spec.routing.fanOutMax: must be left out with fanOut all: 4",
                "fanOut: 2 => fanOut: 2, renormalise: false => spec.routing.renormalise: must be true with form topKSoftmax, whose weights sum to one: false",
                "fanOut: 2 => fanOut: 2, scale: 0 => spec.routing.scale: must be more than 0: 0",
                "fanOut: 2 => fanOut: 2, topP: 0 => spec.routing.topP: must be more than 0: 0",
                "fanOut: 2 => fanOut: 2, topP: 1.5 => spec.routing.topP: must be at most 1: 1.5",
                "fanOut: 2 => fanOut: 2, form: softmax => spec.routing.form: must be one of topKSoftmax, softmaxTopK, sigmoid: softmax",
                "fanOut: 2 => fanOut: 2, groups: {count: 3, chosen: 3} => spec.routing.groups.count: must divide the number of scored experts, 4: 3",
                "fanOut: 2 => fanOut: 2, groups: {count: 2, chosen: 3} => spec.routing.groups.chosen: must be at most the number of groups, 2: 3",
                "fanOut: 2 => fanOut: 2, groups: {count: 4, chosen: 1} => spec.routing.groups.chosen: must leave as many experts as a row goes to at most, 2: 1",
                "fanOut: 2 => fanOut: 2, capacity: {policy: shed, factor: 0} => spec.routing.capacity.factor: must be more than 0: 0",
                "fanOut: 2 => fanOut: 2, capacity: {policy: dropless, least: 2} => spec.routing.capacity.least: must be left out with policy dropless: 2",
                "fanOut: 2 => fanOut: 2, load: {strength: -1} => spec.routing.load.strength: must be at least 0: -1",
                "fanOut: 2 => fanOut: 2, exploration: {share: 2} => spec.routing.exploration.share: must be at most 1: 2",
                "fanOut: 2 => fanOut: 2, site: {prefer: cloud} => spec.routing.site.prefer: must be the site of an expert: cloud",
                "fanOut: 2 => fanOut: 2, tiers: {thresholds: [0.5, 0.5]} => spec.routing.tiers.thresholds[1]: must be more than the one before, 0.5: 0.5",
                "fanOut: 2 => fanOut: 2, tiers: {thresholds: [0.5], fanOuts: [1, 1, 1]} => spec.routing.tiers.fanOuts: must be one more than thresholds, 2: 3",
                "fanOut: 2 => fanOut: 2, tiers: {thresholds: [0.5], fanOuts: [1, 3]} => spec.routing.tiers.fanOuts[1]: must be at most fanOut, 2: 3",
                "fanOut: 2 => fanOut: 2, budget: {perRow: 1.5} => spec.routing.budget.perRow: must be at least what the cheapest choice costs, 2.0: 1.5",
                "fanOut: 2 => fanOut: 2, budget: {tenants: {acme: 0}} => spec.routing.budget.tenants.acme: must be more than 0: 0",
                "fanOut: 2 => fanOut: 2, budget: {tenants: {acme: 1}} => spec.routing.budget.tenants.acme: must be at least what the cheapest choice costs, 2.0: 1.0",
                // combine and caches
                "{kind: weightedSum} => {kind: weightedSum, quorum: 3} => spec.combine.quorum: must be at most fanOut, 2: 3",
                "{kind: weightedSum} => {kind: weightedSum, fallback: e} => spec.combine.fallback: must be an expert: e; did you mean 'a'?",
                "{kind: weightedSum} => {kind: concatenate} => spec.combine.kind: must go with the head: this one needs vector: concatenate",
                "{kind: weightedSum} => {kind: weightedSum, patience: 0s} => spec.combine.patience: must be between 1ms and 24h: 0s",
                "head: => caches: {routing: {bytes: 0B, similar: true}}\\n  head: => spec.caches.routing.similar: must be left out without bytes: true",
                "head: => caches: {answers: {bytes: 2048GiB}}\\n  head: => spec.caches.answers.bytes: must be at most 1024GiB: 2048GiB",
                "head: => execution: {strategy: serial}\\n  head: => spec.execution.strategy: must be one of parallel, sequential, pipelined: serial",
                // encoder and head
                "{kind: table, columns: [{name: price, kind: numeric, bins: 4}]} => {kind: vector, name: prices, dimensions: 4} => spec.encoder.name: must be an input of the signature: prices; did you mean 'price'?",
                "bins: 4}] => bins: 4, width: 3}] => spec.encoder.columns[0].width: must be a known key; known here are kind, name, bins",
            })
    void eachRefusesWithItsReason(String sound, String broken, String message) {
        String yaml = SOUND.replace(sound, broken.replace("\\n", "\n"));
        assertThat(yaml).isNotEqualTo(SOUND);
        assertThat(problems(yaml)).anyMatch(problem -> problem.endsWith(": " + message));
    }

    /// Settings that would do nothing where they stand.
    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "fanOut: 2 => fanOut: 2, exploration: {share: 0, temperature: 2} => spec.routing.exploration.temperature: must be left out with share 0: 2.0",
                "fanOut: 2 => fanOut: 2, exploration: {share: 0, seed: 2} => spec.routing.exploration.seed: must be left out with share 0: 2",
                "fanOut: 2 => fanOut: 2, load: {strength: 0, halfLife: 2s} => spec.routing.load.halfLife: must be left out with strength 0: 2s",
                "fanOut: 2 => fanOut: 2, budget: {rate: 0.25} => spec.routing.budget.rate: must be left out without perRow or tenants: 0.25",
                "fanOut: 2 => fanOut: 2, tiers: {thresholds: [0.5]} => spec.routing.tiers.thresholds: must have a scored expert above tier 0 to keep rows from, or fanOuts: [0.5]",
                "fanOut: 2 => fanOut: 1, topP: 0.5 => spec.routing.topP: must be left out where a row goes to one expert: 0.5",
                "fanOut: 2 => fanOut: 2, groups: {count: 2, chosen: 2} => spec.routing.groups.chosen: must leave groups out: all 2 are chosen: 2",
                "fanOut: 2 => fanOut: 2, capacity: {policy: shed, factor: 2} => spec.routing.capacity.factor: must be less than 4 experts by a fan-out of 2: from there on nobody is ever full: 2.0",
                "fanOut: 2 => fanOut: all, capacity: {policy: overflow} => spec.routing.capacity.factor: must be less than 4 experts by a fan-out of 4: from there on nobody is ever full: 1.25",
                "fanOut: 2}\\n  combine: {kind: weightedSum} => fanOut: 2, scale: 2}\\n  combine: {kind: bestOf} => spec.routing.scale: must be left out with combine bestOf, which does not feel it: 2.0",
                "{kind: weightedSum} => {kind: weightedSum, quorum: 2, patience: 1s} => spec.combine.patience: must be left out where every expert is needed and no fallback stands in: 1s",
                "head: => caches: {answers: {bytes: 1MiB}}\\n  head: => spec.caches.answers: must be left out with an expert that is elsewhere, whose answers may change: 1MiB",
                "head: => caches: {answers: {bytes: 0B, ttl: 2s}}\\n  head: => spec.caches.answers.ttl: must be left out without bytes: 2s",
                "combine: {kind: weightedSum} => combine: {kind: vote}\\n  caches: {routing: {bytes: 1MiB, similar: true}, answers: {bytes: 1MiB}} => spec.caches.answers: must be left out with caches.routing.similar, where answers depend on other rows: 1MiB",
                "{kind: linear} => {kind: linear, precision: exact8}\\n  caches: {routing: {bytes: 1MiB}} => spec.caches.routing: must be left out with a gate that scores some experts only: hierarchical, or precision exact8: 1MiB",
                "{kind: linear} => {kind: hierarchical, groups: 2, groupsChosen: 1}\\n  caches: {routing: {bytes: 1MiB}} => spec.caches.routing: must be left out with a gate that scores some experts only: hierarchical, or precision exact8: 1MiB",
            })
    void refusesWhatWouldDoNothing(String sound, String idle, String message) {
        String yaml = SOUND.replace(sound.replace("\\n", "\n"), idle.replace("\\n", "\n"));
        assertThat(yaml).isNotEqualTo(SOUND);
        assertThat(problems(yaml)).anyMatch(problem -> problem.endsWith(": " + message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "fanOut: 2, form: softmaxTopK, renormalise: false => form softmaxTopK",
                "fanOut: 2, topP: 0.9 => topP",
                "fanOut: all => fanOut all",
                "fanOut: 2, groups: {count: 2, chosen: 1} => groups",
                "fanOut: 2, capacity: {policy: shed} => capacity shed",
                "fanOut: 2, tiers: {thresholds: [1], fanOuts: [1, 2]} => tiers",
                "fanOut: 2, site: {prefer: edge} => a preferred site",
            })
    void shortlistsGoWithNothingThatNeedsEveryScore(String routing, String what) {
        String yaml = SOUND.replace("{kind: linear}", "{kind: linear, precision: exact8}")
                .replace("fanOut: 2", routing);
        assertThat(problems(yaml))
                .singleElement()
                .asString()
                .endsWith("spec.gate.precision: must be f32 with " + what + ", which needs every score: exact8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "{id: b, kind: chat, url: \"http://h/b\", model: m} => {id: b, kind: onnx} => spec.experts[1].kind: must be chat with head chat: onnx",
                "columns: [{name: said, kind: text, buckets: 8, dimensions: 2, ngrams: [1, 2], characters: 100}] => columns: [{name: said, kind: categorical, dimensions: 2}] => spec.encoder: must be a table of one text column with head chat: another",
                "{kind: weightedSum} => {kind: vote} => spec.combine: must be left out with head chat, where one expert answers: vote",
                "default: a => default: aa => spec.head.default: must be an expert: aa; did you mean 'a'?",
                "confidence: 0.5, default: a => confidence: 0.5 => spec.head.confidence: must be left out without a default: 0.5",
                "confidence: 0.5 => confidence: 1.5 => spec.head.confidence: must be at most 1: 1.5",
                "\"http://h/a\" => \"grpc://h:1\" => spec.experts[0].url: must begin with one of http://, https://: grpc://h:1",
                "model: m}\\n    - {id: b => model: \"\"}\\n    - {id: b => spec.experts[0].model: must have at least 1 characters: nothing",
            })
    void chatHeadsRefuseWhatAnswersNoConversation(String sound, String broken, String message) {
        String yaml = CHAT.replace(sound.replace("\\n", "\n"), broken.replace("\\n", "\n"));
        assertThat(problems(CHAT)).isEmpty();
        assertThat(yaml).isNotEqualTo(CHAT);
        assertThat(problems(yaml)).anyMatch(problem -> problem.endsWith(": " + message));
    }

    private List<String> problems(String yaml) {
        List<Problem> problems = new ArrayList<>();
        configs.parse("f", yaml.getBytes(StandardCharsets.UTF_8), problems);
        return problems.stream().map(Problem::toString).toList();
    }

    @Test
    void masksLeaveEachGroupOfAHierarchicalGateWhatRowsGoTo() {
        String grouped = SOUND.replace("{kind: linear}", "{kind: hierarchical, groups: 2, groupsChosen: 2}");
        String masked = grouped.replace("model: m}", "model: m, role: masked}");
        assertThat(problems(masked)).isEmpty();
        String rule =
                "spec.experts: must leave %d of each of the gate's groups unmasked, since a row goes to 2 experts of %d"
                        + " groups: %d of [%s]";
        assertThat(problems(masked.replace("site: edge, cost: 2}", "site: edge, cost: 2, role: masked}")))
                .anyMatch(problem -> problem.endsWith(rule.formatted(1, 2, 0, "a, b")));
        assertThat(problems(masked.replace("groupsChosen: 2", "groupsChosen: 1")))
                .anyMatch(problem -> problem.endsWith(rule.formatted(2, 1, 1, "a, b")));
    }
}
