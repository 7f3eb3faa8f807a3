// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

/// A named column of a request.
public record InputColumn(String name, Datatype datatype) {
    public InputColumn {
        ConfigLimits.requireName("input", name);
    }
}
