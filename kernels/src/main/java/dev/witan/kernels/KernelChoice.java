// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.util.List;

/// Decides which implementation a machine uses.
final class KernelChoice {
    static final String PROPERTY = "witan.kernels";

    private KernelChoice() {}

    static Kernels choose(String wanted) {
        if (!wanted.isEmpty() && !wanted.equals("scalar")) {
            throw new IllegalArgumentException(PROPERTY + " must be scalar: " + wanted);
        }
        return new ScalarKernels("the only implementation");
    }

    static List<Kernels> available() {
        return List.of(new ScalarKernels("the only implementation"));
    }
}
