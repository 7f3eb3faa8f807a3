// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// Gradient-boosted trees for mixtures, grown by LightGBM within this process. Start reading at `LightGbmGrower`.
///
/// The library is loaded with the first tree and not before; serving trees needs nothing of this module.
@NullMarked
module dev.witan.boosting {
    requires static transitive org.jspecify;
    requires transitive dev.witan.training;
    requires lightgbm4j;

    exports dev.witan.boosting;
}
