// SPDX-License-Identifier: Apache-2.0
package dev.witan.cli;

/// What a command prints: text for people, or the protocol's own JSON.
enum OutputFormat {
    TEXT,
    JSON
}
