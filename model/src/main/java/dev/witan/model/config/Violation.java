// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

/// A rule that a field's value breaks.
record Violation(String field, String rule) {
    @Override
    public String toString() {
        return field + ": " + rule;
    }
}
