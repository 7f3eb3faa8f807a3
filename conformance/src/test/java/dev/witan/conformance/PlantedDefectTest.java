// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.conformance.check.Finding;
import dev.witan.conformance.check.Target;
import dev.witan.conformance.check.Verdict;
import dev.witan.conformance.report.TextReport;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlantedDefectTest {
    @ParameterizedTest
    @EnumSource
    void aDefectTurnsItsOwnCasesRedAndNoOther(Defect defect) {
        try (EchoServer server = new EchoServer(defect)) {
            Target target = server.target()
                    .withModel("echo")
                    .withTransports(Set.of(defect.transport()))
                    .withDeadlines(
                            Duration.ofSeconds(defect == Defect.SILENT_ON_EMPTY_BODY ? 1 : 10), Duration.ofSeconds(60));
            Report report = Conformance.run(target, (_, _, _) -> {});

            Set<String> red = report.findings().stream()
                    .filter(finding ->
                            finding.verdict() instanceof Verdict.Failed || finding.verdict() instanceof Verdict.Broken)
                    .map(Finding::testCase)
                    .map(each -> each.id())
                    .collect(Collectors.toSet());
            assertThat(red).as(TextReport.of(report)).isEqualTo(defect.cases());
        }
    }
}
