// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import java.time.Duration;

/// Where an expert of kind `remote` is, and how it is asked.
///
/// @param model its name at the other end
/// @param timeout how long one call may take; the rows' own deadline may be sooner
/// @param inFlightMax calls at once
/// @param batchRowsMax rows of one call
/// @param credential sent as bearer token; `""` for none
public record RemoteSettings(
        Target target,
        String model,
        Duration timeout,
        int inFlightMax,
        int batchRowsMax,
        Packing packing,
        String credential) {
    public RemoteSettings {
        if (model.isEmpty()) {
            throw new WitanException(ErrorCode.INVALID_CONFIGURATION, "model must name the expert at the other end");
        }
        if (!timeout.isPositive()) {
            throw new WitanException(ErrorCode.INVALID_CONFIGURATION, "timeout must be positive: " + timeout);
        }
    }
}
