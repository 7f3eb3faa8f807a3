// SPDX-License-Identifier: Apache-2.0
package dev.witan.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import org.junit.jupiter.api.Test;

class DataPlaneTest {
    @Test
    void kernelsUseTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage("dev.witan.kernels..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "com.sun.management..",
                        "jdk.incubator.vector..",
                        "org.jspecify..",
                        "dev.witan.kernels..")
                .check(Product.CLASSES);
    }

    @Test
    void theEngineUsesTheJdkAndKernelsOnly() {
        classes()
                .that()
                .resideInAPackage("dev.witan.engine..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..", "javax.imageio..", "org.jspecify..", "dev.witan.kernels..", "dev.witan.engine..")
                .check(Product.CLASSES);
    }

    @Test
    void onlyKernelsUseTheVectorApi() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.witan.kernels..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator.vector..")
                .check(Product.CLASSES);
    }

    @Test
    void onlyTheCommandLineWritesToStandardStreams() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.witan.cli..")
                .should(ACCESS_STANDARD_STREAMS)
                .check(Product.CLASSES);
    }
}
