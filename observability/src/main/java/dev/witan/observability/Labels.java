// SPDX-License-Identifier: Apache-2.0
package dev.witan.observability;

import dev.witan.engine.error.ErrorCode;
import java.util.Locale;

/// Spells label values.
final class Labels {
    private Labels() {}

    static String of(ErrorCode code) {
        return code.name().toLowerCase(Locale.ROOT);
    }
}
