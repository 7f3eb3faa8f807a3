// SPDX-License-Identifier: Apache-2.0
package dev.witan.engine.expert;

import dev.witan.engine.error.ErrorCode;

/// Told how the calls of an expert ended, on the thread that ended them; must be quick, and must not throw.
public interface CallObserver {
    /// It answered a call of `rows` rows.
    void answered(Expert expert, int rows, long nanos);

    /// It failed a call of `rows` rows.
    void failed(Expert expert, int rows, ErrorCode code);
}
