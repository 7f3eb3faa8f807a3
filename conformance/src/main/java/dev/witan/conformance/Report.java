// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance;

import dev.witan.conformance.check.Finding;
import dev.witan.conformance.check.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What one run of the kit found.
///
/// @param target that was checked
/// @param model that was asked; `""` when none was known
/// @param extensions that the server announces
/// @param notes on how the run was done
/// @param findings one for each case, in the order of the catalogue
/// @param began when the run began
/// @param took how long it was
public record Report(
        Target target,
        String model,
        List<String> extensions,
        List<String> notes,
        List<Finding> findings,
        Instant began,
        Duration took) {
    public Report {
        extensions = List.copyOf(extensions);
        notes = List.copyOf(notes);
        findings = List.copyOf(findings);
    }

    /// Whether no rule that binds the server was broken, and every such rule could be tried or does not apply.
    public boolean isConforming() {
        return findings.stream().noneMatch(Finding::isFatal);
    }

    /// How many cases ended with a verdict: passed, failed, skipped or broken.
    public long count(String verdict) {
        return findings.stream()
                .filter(finding -> finding.verdict().word().equals(verdict))
                .count();
    }
}
