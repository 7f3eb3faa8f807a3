// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance;

import dev.witan.conformance.cases.Catalogue;
import dev.witan.conformance.check.Case;
import dev.witan.conformance.check.Target;
import java.util.List;

/// The conformance kit of the Open Inference Protocol v2: it asks any server, from outside, what the protocol and its
/// common extensions demand.
///
/// Each case cites the rule that it checks. A case that cannot be tried says why; none hangs, and none ends the run.
public final class Conformance {
    private Conformance() {}

    /// Every case, in the order in which they run.
    public static List<Case> cases() {
        return Catalogue.cases();
    }

    /// Checks a server. It may take a minute, or longer when the server keeps silent.
    public static Report run(Target target, Progress progress) {
        List<Case> wanted = cases().stream().filter(target::wants).toList();
        try (Run run = new Run(target)) {
            return run.all(wanted, progress);
        }
    }
}
