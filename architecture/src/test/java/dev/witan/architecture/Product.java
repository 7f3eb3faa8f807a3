// SPDX-License-Identifier: Apache-2.0
package dev.witan.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The compiled product under test, read once.
final class Product {
    static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.witan");

    private Product() {}

    /// The names of the parts directly below a package: `engine` and `model` below `dev.witan`.
    static Set<String> partsBelow(String packageName) {
        String prefix = packageName + ".";
        return CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()).split("\\.")[0])
                .collect(Collectors.toSet());
    }

    /// ArchUnit patterns for parts of a package, each with everything below it.
    static String[] patterns(String packageName, Collection<String> parts) {
        return List.copyOf(parts).stream()
                .map(part -> packageName + "." + part + "..")
                .toArray(String[]::new);
    }
}
