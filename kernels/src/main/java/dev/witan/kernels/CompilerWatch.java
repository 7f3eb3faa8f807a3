// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/// Tells whether the JVM's compiler still gets things done, for on a busy machine one compilation may take seconds.
final class CompilerWatch {
    private static final long IDLE_NANOS_MAX = 10_000_000_000L;

    private final Optional<CompilationMXBean> compiler = Optional.ofNullable(ManagementFactory.getCompilationMXBean());
    private long millis = -1;
    private long changedNanos;

    boolean present() {
        return compiler.isPresent();
    }

    /// False when nothing has been compiled for so long that nothing will be.
    boolean working() {
        long now = System.nanoTime();
        long total = compiler.map(CompilationMXBean::getTotalCompilationTime).orElse(millis);
        if (total != millis) {
            millis = total;
            changedNanos = now;
        }
        return present() && now - changedNanos < IDLE_NANOS_MAX;
    }
}
