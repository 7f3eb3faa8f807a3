// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.http;

import dev.witan.engine.error.ErrorCode;

/// Told what becomes of requests. Thread-safe.
public interface Watch {
    /// Wants to know nothing.
    Watch NONE = new Watch() {};

    /// A request has come in.
    default void begun() {}

    /// Its reply is written, or its connection is gone.
    default void ended() {}

    /// It was refused before any engine had admitted it.
    default void refused(ErrorCode code) {}
}
