// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.util.List;
import java.util.stream.Collectors;

/// A whole `mixture.yaml`, every rule of which holds: the schema's and those between fields.
public record MixtureConfig(String name, String description, MixtureSpec spec) {

    /// The version of the format.
    public static final String API_VERSION = "witan.dev/v1";

    /// What the file describes.
    public static final String KIND = "Mixture";

    public MixtureConfig {
        ConfigLimits.requireIdentifier("name", name);
        ConfigLimits.requireDescription(description);
        List<Violation> violations = MixtureRules.violations(spec);
        if (!violations.isEmpty()) {
            throw new WitanException(
                    ErrorCode.INVALID_CONFIGURATION,
                    violations.stream().map(Violation::toString).collect(Collectors.joining("\n")));
        }
    }
}
