// SPDX-License-Identifier: Apache-2.0
package dev.witan.model.load;

import dev.witan.kernels.Activation;
import dev.witan.model.config.GateConfig;
import java.util.List;

/// What the configuration says of the networks of a gate.
final class GateShapes {
    private GateShapes() {}

    /// The one network of a gate that has one.
    static NetworkShape network(GateConfig gate, int dimensions, int scored) {
        return switch (gate) {
            case GateConfig.Linear _ -> NetworkShape.plain(dimensions, List.of(), scored, Activation.IDENTITY);
            case GateConfig.Mlp mlp -> NetworkShape.plain(dimensions, mlp.hidden(), scored, mlp.activation());
            case GateConfig.Hierarchical _, GateConfig.Onnx _ ->
                throw new IllegalArgumentException("gate must be one network: " + gate);
        };
    }
}
