// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.expert;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;

/// Why an expert's answer to a row counts as none: a value of it is `NaN` or infinite.
public final class NotFinite {
    private NotFinite() {}

    /// The failure of that expert.
    public static WitanException answeredBy(String expert) {
        return new WitanException(
                ErrorCode.EXPERT_FAILED, "expert '" + expert + "' answered a value that is not a finite number");
    }
}
