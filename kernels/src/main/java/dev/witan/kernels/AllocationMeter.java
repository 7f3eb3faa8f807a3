// SPDX-License-Identifier: Apache-2.0
package dev.witan.kernels;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/// How much the current thread has allocated on the heap, to the byte.
final class AllocationMeter {
    private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    long bytes() {
        return threads.getCurrentThreadAllocatedBytes();
    }
}
