// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.util.ArrayList;
import java.util.List;

/// Decides which implementation a machine uses.
final class KernelChoice {
    static final String PROPERTY = "witan.kernels";

    private static final String SCALAR = "scalar";

    private KernelChoice() {}

    static Kernels choose(String wanted) {
        List<String> names = names();
        String name = wanted.isEmpty() ? names.getLast() : wanted;
        if (!names.contains(name)) {
            throw new IllegalArgumentException("%s must be one of %s: %s".formatted(PROPERTY, names, wanted));
        }
        return create(name, wanted.isEmpty() ? reason() : "asked for by the property " + PROPERTY);
    }

    static List<Kernels> available() {
        return names().stream().map(name -> create(name, "one of all")).toList();
    }

    /// The scalar kernels and, where the JVM offers vectors, one implementation per width up to the widest.
    private static List<String> names() {
        List<String> names = new ArrayList<>();
        names.add(SCALAR);
        if (vectors()) {
            names.addAll(VectorWidths.names());
        }
        return names;
    }

    private static Kernels create(String name, String reason) {
        return name.equals(SCALAR) ? new ScalarKernels(reason) : VectorWidths.create(name, reason);
    }

    private static String reason() {
        if (vectors()) {
            return VectorWidths.reason();
        }
        return NativeMemory.isAccessible()
                ? "the module jdk.incubator.vector is not there"
                : "native access is not enabled: --enable-native-access";
    }

    private static boolean vectors() {
        return NativeMemory.isAccessible()
                && ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }
}
