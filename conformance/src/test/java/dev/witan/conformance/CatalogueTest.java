// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.conformance.check.Case;
import dev.witan.conformance.report.TextReport;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "conformance.md");

    @Test
    void theDocumentListsTheCases() throws IOException {
        assertThat(Files.readString(DOCUMENT))
                .as("docs/conformance.md must end in what this prints: ./witan conformance --list")
                .contains("```\n" + TextReport.catalogue(Conformance.cases()) + "\n```\n");
    }

    @Test
    void everyCaseHasAnIdOfItsOwnARuleAndASource() {
        List<Case> cases = Conformance.cases();

        assertThat(cases.stream().map(Case::id)).doesNotHaveDuplicates().hasSizeGreaterThan(300);
        assertThat(cases).allSatisfy(each -> {
            assertThat(each.id()).startsWith(each.transport().name().toLowerCase(Locale.ROOT) + ".");
            assertThat(each.rule()).hasSizeBetween(20, 160);
            assertThat(URI.create(each.source().url())).hasScheme("https");
        });
    }

    @Test
    void everyDefectIsPlantedForCasesThatThereAre() {
        Set<String> ids = Conformance.cases().stream().map(Case::id).collect(Collectors.toSet());

        assertThat(Arrays.stream(Defect.values()).flatMap(defect -> defect.cases().stream()))
                .allSatisfy(id -> assertThat(ids).contains(id));
    }
}
