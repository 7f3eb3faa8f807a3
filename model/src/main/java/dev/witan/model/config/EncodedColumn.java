// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import dev.witan.engine.encode.DateForm;
import dev.witan.engine.encode.TextGrams;

/// How the table encoder reads one input column.
public sealed interface EncodedColumn {

    /// The input column that is read.
    String name();

    /// Standardised, with a flag where the value is missing, and spread over quantile bins.
    record Numeric(String name, int bins) implements EncodedColumn {
        public Numeric {
            ConfigLimits.requireName("column", name);
            ConfigLimits.requireBetween("bins", 0, ConfigLimits.BINS_MAX, bins);
        }
    }

    /// A date: its day as a number is, and its weekday, month and hour, each a dimension of its own.
    ///
    /// @param bins of the day
    /// @param hours whether the hour of the day counts
    /// @param pattern how dates are spelled beside ISO 8601; empty for no other way
    record Date(String name, int bins, boolean hours, String pattern) implements EncodedColumn {
        public Date {
            ConfigLimits.requireName("column", name);
            ConfigLimits.requireBetween("bins", 0, ConfigLimits.BINS_MAX, bins);
            DateForm.of(pattern);
        }
    }

    /// A learned vector per category, one for missing and one for unseen values among them.
    record Categorical(String name, int dimensions) implements EncodedColumn {
        public Categorical {
            ConfigLimits.requireName("column", name);
            ConfigLimits.requireBetween("dimensions", 1, ConfigLimits.DIMENSIONS_MAX, dimensions);
        }
    }

    /// The n-grams of a text, each with the learned vector of its bucket.
    ///
    /// @param grams how a text is cut, and how many buckets there are
    record Text(String name, TextGrams grams, int dimensions) implements EncodedColumn {
        public Text {
            ConfigLimits.requireName("column", name);
            ConfigLimits.requireBetween("dimensions", 1, ConfigLimits.DIMENSIONS_MAX, dimensions);
        }
    }

    /// A small picture, scaled to that width and height, a number from -1 to 1 per pixel and colour. Nothing of it is
    /// learned.
    record Image(String name, int width, int height, Colour colour) implements EncodedColumn {
        public Image {
            ConfigLimits.requireName("column", name);
            ConfigLimits.requireBetween("width", 1, ConfigLimits.PIXELS_MAX, width);
            ConfigLimits.requireBetween("height", 1, ConfigLimits.PIXELS_MAX, height);
        }
    }

    /// How many numbers a pixel is.
    enum Colour {
        /// One.
        GREY,
        /// Red, green and blue.
        RGB
    }
}
