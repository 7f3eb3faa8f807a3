// SPDX-License-Identifier: Apache-2.0
import org.jspecify.annotations.NullMarked;

/// The arithmetic of Witan: float matrices in native memory and the kernels that multiply them.
@NullMarked
module dev.witan.kernels {
    requires static transitive org.jspecify;
    requires jdk.management;
    requires jdk.incubator.vector;

    exports dev.witan.kernels;
}
