// SPDX-License-Identifier: Apache-2.0
package dev.witan.experts.remote;

/// What one end of the wire knows of the other: under which names rows go and come, and in which form.
///
/// @param output `""` for whichever is the only one
/// @param isBinary whether tensors go as raw bytes rather than as JSON
record Contract(String input, String output, boolean isBinary) {}
