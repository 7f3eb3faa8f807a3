// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.report;

import java.util.List;

/// What a training did and how good its result is.
///
/// @param target the column that is predicted
/// @param seed of every random choice
/// @param corpusDigest SHA-256 of the table's content
/// @param rows of the table
/// @param trainingRows that were learned from
/// @param validationRows that quality was measured on
/// @param notices columns that were left out and experts that did not learn, and why
/// @param inputs width of an encoded row
/// @param epochs passes made
/// @param bestEpoch the pass whose weights were kept
/// @param parameters of encoder, gate and all experts
/// @param activeParameters of gate and experts that a row meets on average
/// @param quality of the mixture on the validation rows
/// @param testNames tables that nothing was learned from
/// @param tests of the mixture on each of them
/// @param comparisons the networks trained beside it
/// @param routing of the validation rows
/// @param specialisation of the experts on the validation rows; of no class unless there are several
/// @param history how the mixture stood after each epoch
/// @param seconds that all of it took
public record TrainingReport(
        String target,
        long seed,
        String corpusDigest,
        int rows,
        int trainingRows,
        int validationRows,
        List<String> notices,
        int inputs,
        int epochs,
        int bestEpoch,
        long parameters,
        long activeParameters,
        Quality quality,
        List<String> testNames,
        List<Quality> tests,
        List<Comparison> comparisons,
        RoutingReport routing,
        Specialisation specialisation,
        List<EpochReport> history,
        double seconds) {
    public TrainingReport {
        notices = List.copyOf(notices);
        testNames = List.copyOf(testNames);
        tests = List.copyOf(tests);
        comparisons = List.copyOf(comparisons);
        history = List.copyOf(history);
    }

    /// A network trained on the same rows in the same way, without gate or experts.
    ///
    /// @param name what it is
    /// @param activeParameters of its layers
    /// @param quality on the validation rows
    /// @param tests on each of the test tables
    public record Comparison(String name, long activeParameters, Quality quality, List<Quality> tests) {
        public Comparison {
            tests = List.copyOf(tests);
        }
    }

    /// The report as text, for a person.
    public String text() {
        return ReportText.of(this);
    }
}
