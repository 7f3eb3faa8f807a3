// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.report;

import dev.witan.conformance.Report;
import dev.witan.conformance.check.Case;
import dev.witan.conformance.check.Finding;
import dev.witan.conformance.check.Level;
import dev.witan.conformance.check.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A report for people: what failed and why, what was not tried, and a summary for each area.
public final class TextReport {
    private static final String ROW = "%-22s %7s %7s %8s %7s";

    private TextReport() {}

    /// The whole report.
    public static String of(Report report) {
        List<String> lines = new ArrayList<>();
        lines.add("server      " + report.target().server());
        lines.add("model       " + (report.model().isEmpty() ? "none known" : report.model()));
        lines.add("extensions  "
                + (report.extensions().isEmpty() ? "none announced" : String.join(", ", report.extensions())));
        report.notes().forEach(note -> lines.add("note        " + note));
        report.findings().forEach(finding -> addUnmet(lines, finding));
        addSkipped(lines, report);
        addSummary(lines, report);
        lines.add("");
        lines.add(conclusion(report));
        return String.join("\n", lines);
    }

    private static void addUnmet(List<String> lines, Finding finding) {
        switch (finding.verdict()) {
            case Verdict.Failed(var expected, var found) -> {
                addHead(lines, finding);
                lines.add("  expected  " + expected);
                lines.add("  found     " + found);
                addExchange(lines, finding);
            }
            case Verdict.Broken(var reason) -> {
                addHead(lines, finding);
                lines.add("  broken    " + reason);
                addExchange(lines, finding);
            }
            case Verdict.Passed _, Verdict.Skipped _ -> {}
        }
    }

    private static void addHead(List<String> lines, Finding finding) {
        Case rule = finding.testCase();
        lines.add("");
        lines.add("%s  %s  %s".formatted(finding.verdict().word().toUpperCase(Locale.ROOT), rule.level(), rule.id()));
        lines.add("  rule      " + rule.rule());
        lines.add("  source    %s: %s"
                .formatted(rule.source().title(), rule.source().url()));
    }

    private static void addExchange(List<String> lines, Finding finding) {
        finding.exchanged().forEach(line -> lines.add("  " + line));
    }

    /// Skipped cases by reason: one reason often holds for many.
    private static void addSkipped(List<String> lines, Report report) {
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        for (Finding finding : report.findings()) {
            if (finding.verdict() instanceof Verdict.Skipped(var reason)) {
                byReason.computeIfAbsent(reason, _ -> new ArrayList<>())
                        .add(finding.testCase().id());
            }
        }
        if (!byReason.isEmpty()) {
            lines.add("");
            lines.add("not tried");
        }
        byReason.forEach((reason, ids) -> lines.add("  %s: %s".formatted(reason, String.join(", ", ids))));
    }

    private static void addSummary(List<String> lines, Report report) {
        Map<String, List<Finding>> byArea = new LinkedHashMap<>();
        report.findings()
                .forEach(finding -> byArea.computeIfAbsent(finding.testCase().area(), _ -> new ArrayList<>())
                        .add(finding));
        lines.add("");
        lines.add(String.format(Locale.ROOT, ROW, "", "passed", "failed", "skipped", "broken"));
        byArea.forEach((area, findings) -> lines.add(row(area, findings)));
        lines.add(row("all", report.findings()));
    }

    private static String row(String name, List<Finding> findings) {
        return String.format(
                Locale.ROOT,
                ROW,
                name,
                count(findings, "passed"),
                count(findings, "failed"),
                count(findings, "skipped"),
                count(findings, "broken"));
    }

    private static long count(List<Finding> findings, String verdict) {
        return findings.stream()
                .filter(finding -> finding.verdict().word().equals(verdict))
                .count();
    }

    /// One line that says it all.
    public static String conclusion(Report report) {
        long fatal = report.findings().stream().filter(Finding::isFatal).count();
        long must = report.findings().stream()
                .filter(finding -> finding.testCase().level() == Level.MUST)
                .count();
        String counts = "%d cases in %.1f s: %d passed, %d failed, %d skipped, %d broken"
                .formatted(
                        report.findings().size(),
                        report.took().toMillis() / 1e3,
                        report.count("passed"),
                        report.count("failed"),
                        report.count("skipped"),
                        report.count("broken"));
        return (fatal == 0
                        ? "conforms: "
                        : "does not conform, %d of %d MUST cases are not met: ".formatted(fatal, must))
                + counts;
    }

    /// The catalogue, one case a line.
    public static String catalogue(List<Case> cases) {
        List<String> lines = new ArrayList<>();
        for (Case each : cases) {
            lines.add("%-9s  %-34s  %s".formatted(each.level(), each.id(), each.rule()));
        }
        return String.join("\n", lines);
    }
}
