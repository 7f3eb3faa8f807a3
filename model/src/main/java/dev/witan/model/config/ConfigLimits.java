// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import dev.witan.engine.error.Excerpt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// The bounds on what a configuration may say. The shipped schema states the same ones for editors and for people who
/// write YAML; here they hold for configurations made by code.
final class ConfigLimits {
    static final int INPUTS_MAX = 65_536;
    static final int EXPERTS_MAX = 4096;
    static final int FAN_OUT_MAX = 64;
    static final int BINS_MAX = 1024;
    static final int DIMENSIONS_MAX = 1024;
    static final int HIDDEN_LAYERS_MAX = 16;
    static final int HIDDEN_WIDTH_MAX = 65_536;
    static final int CLASSES_MAX = 65_536;
    static final int NAME_CHARACTERS_MAX = 10_000;
    static final int EXAMPLES_MAX = 100;
    static final int TITLE_CHARACTERS_MAX = 200;
    static final int DESCRIPTION_CHARACTERS_MAX = 1000;
    static final int VECTOR_DIMENSIONS_MAX = 65_536;
    static final int PIXELS_MAX = 256;
    static final int TIER_MAX = 15;
    static final int LABELS_MAX = 1000;
    static final int LEVELS_MAX = 100;
    static final int TASKS_MAX = 16;
    static final int LABEL_MAX = 128;
    static final int URL_CHARACTERS_MAX = 2000;
    static final int MODEL_CHARACTERS_MAX = 256;
    static final int IN_FLIGHT_MAX = 1024;
    static final int BATCH_ROWS_MAX = 65_536;
    static final int INSTANCES_MAX = 64;
    static final long SEED_MAX = Integer.MAX_VALUE;
    static final double COST_MAX = 1e9;
    static final double THRESHOLD_MAX = 1e6;
    static final double SCALE_MAX = 1000;
    static final double FACTOR_MAX = 1000;
    static final double STRENGTH_MAX = 1000;
    static final double TEMPERATURE_MAX = 1000;
    static final String VARIABLE = "^[A-Za-z_][A-Za-z0-9_]{0,127}$";
    static final String IDENTIFIER = "^[a-z0-9][a-z0-9._-]{0,63}$";

    private static final Pattern IDENTIFIER_PATTERN = Pattern.compile(IDENTIFIER);
    private static final Pattern VARIABLE_PATTERN = Pattern.compile(VARIABLE);

    private ConfigLimits() {}

    static void requireBetween(String what, int least, int most, int value) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s must be between %d and %d: %d".formatted(what, least, most, value));
        }
    }

    static void requireName(String what, String name) {
        requireBetween("characters of " + what, 1, NAME_CHARACTERS_MAX, name.codePointCount(0, name.length()));
        requireUnicode(what, name);
    }

    static void requireDescription(String description) {
        int characters = description.codePointCount(0, description.length());
        requireBetween("characters of description", 0, DESCRIPTION_CHARACTERS_MAX, characters);
        requireUnicode("description", description);
    }

    static void requireUnicode(String what, String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("%s must not hold half a surrogate pair".formatted(what));
        }
    }

    static void requireIdentifier(String what, String identifier) {
        if (!IDENTIFIER_PATTERN.matcher(identifier).matches()) {
            throw new IllegalArgumentException(
                    "%s must match %s: %s".formatted(what, IDENTIFIER, Excerpt.of(identifier)));
        }
    }

    static void requireHidden(List<Integer> hidden, int layersMin) {
        requireBetween("number of hidden layers", layersMin, HIDDEN_LAYERS_MAX, hidden.size());
        hidden.forEach(width -> requireBetween("width of a hidden layer", 1, HIDDEN_WIDTH_MAX, width));
    }

    static void requireClasses(List<String> classes, int most) {
        requireBetween("number of classes", 2, most, classes.size());
        classes.forEach(name -> requireName("class", name));
    }

    static void requireBetween(String what, long least, long most, long value) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s must be between %d and %d: %d".formatted(what, least, most, value));
        }
    }

    static void requireBetween(String what, double least, double most, double value) {
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException("%s must be between %s and %s: %s".formatted(what, least, most, value));
        }
    }

    static void requirePositive(String what, double most, double value) {
        if (!(value > 0 && value <= most)) {
            throw new IllegalArgumentException(
                    "%s must be more than 0 and at most %s: %s".formatted(what, most, value));
        }
    }

    static void requireShare(String what, double value) {
        requirePositive(what, 1, value);
    }

    static void requireDuration(String what, Duration value) {
        if (value.compareTo(DurationText.LEAST) < 0 || value.compareTo(DurationText.MOST) > 0) {
            throw new IllegalArgumentException("%s must be between %s and %s: %s"
                    .formatted(
                            what,
                            DurationText.write(DurationText.LEAST),
                            DurationText.write(DurationText.MOST),
                            value));
        }
    }

    static void requireSize(String what, long bytes) {
        if (bytes < 0 || bytes > SizeText.MOST) {
            throw new IllegalArgumentException(
                    "%s must be at most %s: %d".formatted(what, SizeText.write(SizeText.MOST), bytes));
        }
    }

    static void requireLength(String what, int least, int most, String text) {
        requireBetween("characters of " + what, least, most, text.codePointCount(0, text.length()));
        requireUnicode(what, text);
    }

    static void requireLabels(String what, List<String> labels) {
        requireBetween("number of " + what, 0, LABELS_MAX, labels.size());
        labels.forEach(label -> requireLength(what, 1, LABEL_MAX, label));
    }

    static void requireVariable(String what, String name) {
        if (!VARIABLE_PATTERN.matcher(name).matches()) {
            throw new IllegalArgumentException("%s must match %s: %s".formatted(what, VARIABLE, Excerpt.of(name)));
        }
    }
}
