// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.safetensors;

import java.util.List;
import java.util.Map;

/// The parsed JSON header of a file: what it says of itself and of each tensor, already consistent with the length of
/// the data that follows.
record Header(Map<String, String> metadata, List<Entry> entries) {

    /// The most bytes a header may take: room for some 100,000 tensors.
    static final int BYTES_MAX = 16 * 1024 * 1024;

    /// The most dimensions a tensor may have.
    static final int DIMENSIONS_MAX = 8;

    /// The reserved name under which a file describes itself.
    static final String METADATA = "__metadata__";

    /// The data of every file starts at a multiple of this.
    static final int ALIGNMENT = 64;

    /// One tensor's line: its bytes lie in [begin, end) of the data.
    record Entry(String name, TensorType type, List<Long> shape, long begin, long end) {}
}
