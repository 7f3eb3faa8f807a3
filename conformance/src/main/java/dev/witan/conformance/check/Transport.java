// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.check;

/// How a case talks to the server.
public enum Transport {
    /// HTTP with JSON.
    REST,
    /// HTTP with binary tensors behind the JSON.
    BINARY,
    GRPC
}
