// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.check;

import java.time.Duration;
import java.util.List;

/// A case and what came of it.
///
/// @param testCase that was run
/// @param verdict on the server
/// @param exchanged what was sent and what came back, one line each, in order
/// @param took how long the case ran
public record Finding(Case testCase, Verdict verdict, List<String> exchanged, Duration took) {
    public Finding {
        exchanged = List.copyOf(exchanged);
    }

    /// Whether it keeps a server from conforming: a rule that binds it was broken, or could not be tried.
    public boolean isFatal() {
        boolean isMet = verdict instanceof Verdict.Passed || verdict instanceof Verdict.Skipped;
        return testCase.level() == Level.MUST && !isMet;
    }
}
