// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.config;

/// A place in a text file, both counted from 1.
record Position(int line, int column) {}
