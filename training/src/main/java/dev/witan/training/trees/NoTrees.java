// SPDX-License-Identifier: Apache-2.0
package dev.witan.training.trees;

import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;

/// Grows nothing.
final class NoTrees implements TreeGrower {
    @Override
    public GrownTrees grow(TreeRows rows, TreeGrowth growth, int rounds) {
        throw refused();
    }

    @Override
    public GrownTrees growUntilBest(TreeRows rows, TreeRows unseen, TreeGrowth growth) {
        throw refused();
    }

    private static WitanException refused() {
        return new WitanException(
                ErrorCode.INVALID_CONFIGURATION,
                "experts that are trees need somebody who grows them: module boosting");
    }
}
