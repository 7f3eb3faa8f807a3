// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.report;

import dev.witan.conformance.Report;
import dev.witan.conformance.check.Case;
import dev.witan.conformance.check.Finding;
import dev.witan.conformance.check.Verdict;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A report for programs.
public final class JsonReport {
    private JsonReport() {}

    /// The whole report, indented.
    public static String of(Report report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("server", report.target().server().toString());
        json.put("grpc", report.target().grpc());
        json.put("model", report.model());
        json.put("began", report.began().toString());
        json.put("seconds", report.took().toMillis() / 1e3);
        json.put("conforms", report.isConforming());
        ArrayNode extensions = json.putArray("extensions");
        report.extensions().forEach(extensions::add);
        ArrayNode notes = json.putArray("notes");
        report.notes().forEach(notes::add);
        ObjectNode counts = json.putObject("counts");
        List.of("passed", "failed", "skipped", "broken").forEach(word -> counts.put(word, report.count(word)));
        ArrayNode findings = json.putArray("cases");
        report.findings().forEach(finding -> add(findings.addObject(), finding));
        return json.toPrettyString();
    }

    private static void add(ObjectNode json, Finding finding) {
        describe(json, finding.testCase());
        json.put("verdict", finding.verdict().word());
        switch (finding.verdict()) {
            case Verdict.Passed _ -> {}
            case Verdict.Failed(var expected, var found) ->
                json.put("expected", expected).put("found", found);
            case Verdict.Skipped(var reason) -> json.put("reason", reason);
            case Verdict.Broken(var reason) -> json.put("reason", reason);
        }
        json.put("seconds", finding.took().toMillis() / 1e3);
        ArrayNode exchanged = json.putArray("exchanged");
        finding.exchanged().forEach(exchanged::add);
    }

    private static void describe(ObjectNode json, Case rule) {
        json.put("id", rule.id());
        json.put("transport", rule.transport().name());
        json.put("level", rule.level().name());
        json.put("rule", rule.rule());
        json.put("source", rule.source().title());
        json.put("url", rule.source().url());
    }

    /// The catalogue.
    public static String catalogue(List<Case> cases) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        cases.forEach(each -> describe(json.addObject(), each));
        return json.toPrettyString();
    }
}
