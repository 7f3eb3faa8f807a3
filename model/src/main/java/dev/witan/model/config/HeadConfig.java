// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.util.List;

/// What the combined output means.
public sealed interface HeadConfig {

    /// How many numbers each expert puts out.
    int outputs();

    /// One of two classes; the output is the logit of the second.
    record Binary(List<String> classes) implements HeadConfig {
        public Binary {
            classes = List.copyOf(classes);
            ConfigLimits.requireClasses(classes, 2);
        }

        @Override
        public int outputs() {
            return 1;
        }
    }

    /// One of several classes, a logit each.
    ///
    /// @param titles what people call the classes, one each; none if the classes speak for themselves
    record MultiClass(List<String> classes, List<String> titles) implements HeadConfig {
        public MultiClass {
            classes = List.copyOf(classes);
            titles = List.copyOf(titles);
            ConfigLimits.requireClasses(classes, ConfigLimits.CLASSES_MAX);
            titles.forEach(title -> ConfigLimits.requireName("title", title));
        }

        /// Classes that speak for themselves.
        public MultiClass(List<String> classes) {
            this(classes, List.of());
        }

        @Override
        public int outputs() {
            return classes.size();
        }
    }

    /// A number.
    record Regression() implements HeadConfig {
        @Override
        public int outputs() {
            return 1;
        }
    }
}
