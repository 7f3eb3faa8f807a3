// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

import dev.witan.engine.error.Suggestion;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import dev.witan.model.load.LoadedMixture;
import dev.witan.training.step.Frozen;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a training goes on from.
final class StartArguments {
    /// What the release says that a training goes on from.
    static final Set<String> SAID_BY_RELEASE = Set.of(
            "--experts",
            "--fan-out",
            "--trees",
            "--gate-hidden",
            "--gate-start",
            "--groups",
            "--groups-chosen",
            "--own-experts",
            "--activation",
            "--task",
            "--image",
            "--expert");

    private static final String ENCODER = "encoder";
    private static final String GATE = "gate";

    @Option(
            names = "--from",
            paramLabel = "MIXTURE",
            description = "Goes on from the release of this mixture that is in force, rather than from nothing.")
    private @Nullable String from;

    @Option(
            names = "--freeze",
            paramLabel = "PART",
            split = ",",
            description = "With --from: parts that stay as they are: encoder, gate, or names of experts.")
    private List<String> frozen = List.of();

    @Nullable
    String from() {
        if (from == null && !frozen.isEmpty()) {
            throw WitanException.invalidInput(
                    "--freeze needs --from: what starts at random is not worth keeping as it is");
        }
        return from;
    }

    /// What stays as it is of a release.
    Frozen frozen(LoadedMixture release) {
        Set<String> experts = new HashSet<>(frozen);
        boolean isEncoder = experts.remove(ENCODER);
        boolean isGate = experts.remove(GATE);
        List<String> known =
                release.mixture().layer().experts().stream().map(Expert::id).toList();
        for (String name : experts) {
            if (!known.contains(name)) {
                List<String> parts = new ArrayList<>(List.of(ENCODER, GATE));
                parts.addAll(known);
                throw WitanException.invalidInput("--freeze must name parts of '%s': '%s'%s (parts: %s)"
                        .formatted(
                                release.mixture().name(),
                                name,
                                Suggestion.hint(name, parts),
                                String.join(", ", parts)));
            }
        }
        if (isEncoder && isGate && experts.containsAll(known)) {
            throw WitanException.invalidInput("--freeze leaves nothing to learn: name fewer parts");
        }
        return new Frozen(isEncoder, isGate, experts);
    }
}
