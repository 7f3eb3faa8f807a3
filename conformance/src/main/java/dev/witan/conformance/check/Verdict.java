// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.check;

/// What came of a case.
public sealed interface Verdict {
    /// The server keeps the rule.
    record Passed() implements Verdict {}

    /// The server breaks the rule.
    ///
    /// @param expected by the rule
    /// @param found instead
    record Failed(String expected, String found) implements Verdict {}

    /// The rule does not apply to this server, or could not be tried on it.
    ///
    /// @param reason why
    record Skipped(String reason) implements Verdict {}

    /// The kit could not talk to the server, or try its rule, or is wrong itself: this says nothing about the server.
    ///
    /// @param reason why
    record Broken(String reason) implements Verdict {}

    /// One word for reports.
    default String word() {
        return switch (this) {
            case Passed _ -> "passed";
            case Failed _ -> "failed";
            case Skipped _ -> "skipped";
            case Broken _ -> "broken";
        };
    }
}
