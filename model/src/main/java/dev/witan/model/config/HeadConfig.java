// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import java.util.List;
import java.util.Optional;

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

    /// Labels of which any number may hold, a logit each.
    ///
    /// @param separator what stands between two of them in the text that names those that hold
    record MultiLabel(List<String> labels, String separator) implements HeadConfig {
        /// What separates labels where nothing is said.
        public static final String COMMA = ",";

        public MultiLabel {
            labels = List.copyOf(labels);
            ConfigLimits.requireBetween("number of labels", 1, ConfigLimits.CLASSES_MAX, labels.size());
            labels.forEach(label -> ConfigLimits.requireName("label", label));
            ConfigLimits.requireName("separator", separator);
        }

        @Override
        public int outputs() {
            return labels.size();
        }
    }

    /// Numbers below which the target lies with given probabilities.
    ///
    /// @param levels the probabilities, ascending
    record Quantile(List<Double> levels) implements HeadConfig {
        public Quantile {
            levels = List.copyOf(levels);
            ConfigLimits.requireBetween("number of levels", 1, ConfigLimits.LEVELS_MAX, levels.size());
        }

        @Override
        public int outputs() {
            return levels.size();
        }
    }

    /// Several tasks over experts that they share: each with a gate, a tower and a head of its own.
    ///
    /// @param dimensions how many numbers each expert puts out, which the towers take
    record Tasks(int dimensions, List<TaskConfig> tasks) implements HeadConfig {
        public Tasks {
            tasks = List.copyOf(tasks);
            ConfigLimits.requireBetween("dimensions", 1, ConfigLimits.VECTOR_DIMENSIONS_MAX, dimensions);
            ConfigLimits.requireBetween("number of tasks", 2, ConfigLimits.TASKS_MAX, tasks.size());
        }

        @Override
        public int outputs() {
            return dimensions;
        }
    }

    /// Whether what it makes of numbers depends on how training standardised the target.
    default boolean hasScale() {
        return this instanceof Regression || this instanceof Quantile;
    }

    /// The combined numbers as they are, in one output of that name.
    ///
    /// @param dimensions how many numbers each expert puts out
    record Vector(String name, int dimensions) implements HeadConfig {
        public Vector {
            ConfigLimits.requireName("output", name);
            ConfigLimits.requireBetween("dimensions", 1, ConfigLimits.VECTOR_DIMENSIONS_MAX, dimensions);
        }

        @Override
        public int outputs() {
            return dimensions;
        }
    }

    /// The words of one chat model, which the gate picks by the conversation.
    ///
    /// @param confidence the weight that the best expert must have to be picked
    /// @param fallback the expert that is picked otherwise, `default` in the file; empty for none
    record Chat(double confidence, String fallback) implements HeadConfig {
        /// The best expert, however sure the gate is.
        public static final Chat BEST = new Chat(0, "");

        public Chat {
            ConfigLimits.requireBetween("confidence", 0, 1, confidence);
            if (!fallback.isEmpty()) {
                ConfigLimits.requireIdentifier("default", fallback);
            }
        }

        /// The expert that is picked where the gate is not sure.
        public Optional<String> defaultExpert() {
            return fallback.isEmpty() ? Optional.empty() : Optional.of(fallback);
        }

        @Override
        public int outputs() {
            return 1;
        }
    }
}
