// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.imports;

import dev.witan.model.load.DenseLayer;
import java.util.List;
import java.util.Set;

/// The gated networks of a layer, all of one shape, wherever their numbers are.
interface ExpertSource {
    String GATE = "gate";
    String UP = "up";
    String DOWN = "down";

    /// The width between up and down.
    int hidden();

    /// The tensors that it reads.
    Set<String> parts();

    /// Reads one of them: gate, up and down.
    List<DenseLayer> read(int expert);
}
