// SPDX-License-Identifier: Apache-2.0
package dev.witan.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModuleOrderTest {
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            entry("kernels", Set.of()),
            entry("engine", Set.of("kernels")),
            entry("model", Set.of("kernels", "engine")),
            entry("tables", Set.of("kernels", "engine")),
            entry("batch", Set.of("kernels", "engine", "tables")),
            entry("training", Set.of("kernels", "engine", "model", "tables")),
            entry("boosting", Set.of("kernels", "engine", "model", "tables", "training")),
            entry("report", Set.of("kernels", "engine", "model", "tables", "training")),
            entry("scaling", Set.of()),
            entry("steering", Set.of("kernels", "engine", "scaling")),
            entry("resilience", Set.of("kernels", "engine")),
            entry("observability", Set.of("kernels", "engine")),
            entry("experts", Set.of("kernels", "engine")),
            entry("web", Set.of()),
            entry(
                    "server",
                    Set.of(
                            "kernels",
                            "engine",
                            "model",
                            "scaling",
                            "steering",
                            "resilience",
                            "observability",
                            "experts",
                            "web")),
            entry("conformance", Set.of()),
            entry(
                    "cli",
                    Set.of(
                            "kernels",
                            "engine",
                            "model",
                            "tables",
                            "batch",
                            "training",
                            "boosting",
                            "report",
                            "scaling",
                            "steering",
                            "resilience",
                            "observability",
                            "experts",
                            "web",
                            "server",
                            "conformance")));

    static Stream<String> modules() {
        return MAY_USE.keySet().stream()
                .sorted()
                .filter(module -> !forbiddenTo(module).isEmpty());
    }

    @Test
    void everyModuleHasItsPlace() {
        assertThat(MAY_USE.keySet()).containsAll(Product.partsBelow("dev.witan"));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void noModuleDependsUpwards(String module) {
        noClasses()
                .that()
                .resideInAPackage("dev.witan." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(Product.patterns("dev.witan", forbiddenTo(module)))
                .check(Product.CLASSES);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching("dev.witan.(**)").should().beFreeOfCycles().check(Product.CLASSES);
    }

    private static Set<String> forbiddenTo(String module) {
        Set<String> others = new HashSet<>(MAY_USE.keySet());
        others.removeAll(MAY_USE.get(module));
        others.remove(module);
        return others;
    }
}
