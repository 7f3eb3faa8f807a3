// SPDX-License-Identifier: Apache-2.0
package dev.witan.training;

import java.util.List;
import java.util.Objects;

/// An expert that is to be trained.
///
/// @param id its stable name
/// @param hidden widths of its hidden layers, first to last; none makes it linear
public record ExpertShape(String id, List<Integer> hidden) {
    private static final int WIDTH_MAX = 8192;

    public ExpertShape {
        Objects.requireNonNull(id);
        hidden = List.copyOf(hidden);
        for (int width : hidden) {
            if (width < 1 || width > WIDTH_MAX) {
                throw new IllegalArgumentException("expert '%s': a hidden layer's width must be between 1 and %d: %d"
                        .formatted(id, WIDTH_MAX, width));
            }
        }
    }
}
