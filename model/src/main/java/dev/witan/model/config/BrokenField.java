// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

/// A field whose value cannot be taken: which, and why. The message is the rule alone.
final class BrokenField extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String field;

    BrokenField(String field, IllegalArgumentException cause) {
        super(cause.getMessage(), cause);
        this.field = field;
    }

    String field() {
        return field;
    }
}
