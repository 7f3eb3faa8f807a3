// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.util.Map;

/// Keys of other servers, which stand in the environment and never in a file of ours.
public final class EnvironmentKey {
    private EnvironmentKey() {}

    /// The key in a variable.
    ///
    /// @param variable `""` where no key is needed
    public static String read(String variable, Map<String, String> environment) {
        if (variable.isEmpty()) {
            return "";
        }
        String key = environment.getOrDefault(variable, "").strip();
        if (key.isEmpty() || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new WitanException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "keyEnv: the environment variable %s must hold a key: it %s"
                            .formatted(
                                    variable,
                                    key.isEmpty() ? "is not set" : "has characters that no header can carry"));
        }
        return key;
    }
}
