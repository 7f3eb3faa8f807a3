// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import dev.witan.kernels.Activation;
import dev.witan.training.step.ExpertRole;
import dev.witan.training.trees.TreeGrowth;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An expert of a mixture that is to be trained.
public sealed interface ExpertShape {
    /// Its stable name.
    String id();

    /// Whether the gate chooses it, or it is always on.
    ExpertRole role();

    /// A network that the gate chooses, with the mixture's activation.
    ///
    /// @param hidden widths of its hidden layers, first to last; none makes it linear
    static ExpertShape network(String id, Integer... hidden) {
        return new Network(id, List.of(hidden), null, ExpertRole.CHOSEN);
    }

    /// A network whose weights are learned.
    ///
    /// @param hidden widths of its hidden layers, first to last; none makes it linear
    /// @param activation of its hidden layers; `null` for that of the whole mixture
    record Network(
            String id, List<Integer> hidden, @Nullable Activation activation, ExpertRole role) implements ExpertShape {
        private static final int WIDTH_MAX = 8192;

        public Network {
            Objects.requireNonNull(id);
            Objects.requireNonNull(role);
            hidden = List.copyOf(hidden);
            for (int width : hidden) {
                if (width < 1 || width > WIDTH_MAX) {
                    throw new IllegalArgumentException(
                            "expert '%s': a hidden layer's width must be between 1 and %d: %d"
                                    .formatted(id, WIDTH_MAX, width));
                }
            }
        }

        /// One that the gate chooses, with the mixture's activation.
        public Network(String id, List<Integer> hidden) {
            this(id, hidden, null, ExpertRole.CHOSEN);
        }
    }

    /// Boosted trees: they are grown on the encoded rows before the rest is trained, and stay as they are.
    ///
    /// @param growth how; its seed is added to that of the training
    record Trees(String id, ExpertRole role, TreeGrowth growth) implements ExpertShape {
        public Trees {
            Objects.requireNonNull(id);
            Objects.requireNonNull(role);
            Objects.requireNonNull(growth);
        }
    }

    /// An expert that is made before the rest is trained, and stays as it is.
    ///
    /// @param supply makes it
    record Given(String id, ExpertRole role, ExpertSupply supply) implements ExpertShape {
        public Given {
            Objects.requireNonNull(id);
            Objects.requireNonNull(role);
            Objects.requireNonNull(supply);
        }
    }
}
