// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.conformance.check.Finding;
import dev.witan.conformance.check.Verdict;
import dev.witan.conformance.report.TextReport;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConformingServerTest {
    private static final Progress SILENT = (_, _, _) -> {};

    @Test
    void aServerThatConformsPassesEveryCaseThatAppliesToIt() {
        try (EchoServer server = new EchoServer()) {
            Report report = Conformance.run(server.target(), SILENT);

            assertThat(notPassed(report))
                    .as(TextReport.of(report))
                    .containsExactlyInAnyOrder(
                            "rest.range.FP16-within",
                            "rest.range.FP16-beyond",
                            "binary.datatype.FP16",
                            "binary.datatype.BF16",
                            "grpc.datatype.FP16-raw-only",
                            "grpc.datatype.BF16-raw-only");
            assertThat(report.isConforming()).isTrue();
        }
    }

    @Test
    void aModelWithOtherDatatypesPassesTheCasesOfThose() {
        try (EchoServer server = new EchoServer()) {
            Report report = Conformance.run(server.target().withModel("halves"), SILENT);

            assertThat(report.count("failed") + report.count("broken"))
                    .as(TextReport.of(report))
                    .isZero();
            assertThat(notPassed(report))
                    .contains("grpc.infer.typed")
                    .doesNotContain("rest.range.FP16-beyond", "grpc.datatype.FP16-raw-only", "binary.datatype.FP16");
        }
    }

    static Set<String> notPassed(Report report) {
        return report.findings().stream()
                .filter(finding -> !(finding.verdict() instanceof Verdict.Passed))
                .map(Finding::testCase)
                .map(each -> each.id())
                .collect(Collectors.toSet());
    }
}
