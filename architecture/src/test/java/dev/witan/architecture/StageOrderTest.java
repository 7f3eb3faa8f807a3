// SPDX-License-Identifier: Apache-2.0
package dev.witan.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class StageOrderTest {
    private static final String ENGINE = "dev.witan.engine";

    /// The packages of the engine in the order of a request's way, after the errors and the clock that all share.
    /// A package uses only those before it; the root package, which runs the stages, may use all of them.
    private static final List<String> ORDER = List.of(
            "error",
            "time",
            "request",
            "overlay",
            "encode",
            "gate",
            "routing",
            "dispatch",
            "expert",
            "combine",
            "response");

    @Test
    void everyPackageOfTheEngineHasItsPlace() {
        assertThat(ORDER).containsAll(Product.partsBelow(ENGINE));
    }

    @ParameterizedTest
    @FieldSource("ORDER")
    void noStageKnowsALaterOne(String stage) {
        List<String> later = ORDER.subList(ORDER.indexOf(stage) + 1, ORDER.size());
        if (!later.isEmpty()) {
            noClasses()
                    .that()
                    .resideInAPackage(ENGINE + "." + stage + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(Product.patterns(ENGINE, later))
                    .check(Product.CLASSES);
        }
    }

    @Test
    void noStageKnowsTheEngineThatRunsIt() {
        noClasses()
                .that()
                .resideInAnyPackage(Product.patterns(ENGINE, ORDER))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ENGINE)
                .check(Product.CLASSES);
    }
}
