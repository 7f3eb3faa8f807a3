// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.protocol;

/// The bounds on what is read from one inference request.
///
/// @param jsonDepthMax how deep arrays and objects may nest
/// @param textLengthMax characters of one JSON text, bytes of one binary text
/// @param tensorsMax inputs, and outputs, of one request
/// @param rowsMax rows of one request
public record ReadLimits(int jsonDepthMax, int textLengthMax, int tensorsMax, int rowsMax) {}
