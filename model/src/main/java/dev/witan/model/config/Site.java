// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

/// Where an expert runs, and where a mixture would rather have its rows go.
public enum Site {
    /// Nobody has said.
    ANY,
    /// Near the caller.
    EDGE,
    /// In a data centre.
    CLOUD
}
