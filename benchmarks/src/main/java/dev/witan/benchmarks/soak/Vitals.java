// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/// What a JVM holds right now.
///
/// @param heapBytes in use
/// @param directBytes of direct buffers
/// @param threads of the platform
/// @param descriptors open files and sockets
/// @param residentBytes of the process
record Vitals(long heapBytes, long directBytes, int threads, long descriptors, long residentBytes) {
    private static final double MIB = 1 << 20;

    /// A running JVM that is looked at.
    static final class Patient implements AutoCloseable {
        private final long pid;
        private final JMXConnector connector;
        private final MBeanServerConnection beans;

        /// The URL comes from the process itself, which runs as the same user.
        @SuppressWarnings("BanJNDI")
        Patient(long pid) throws IOException {
            this.pid = pid;
            try {
                VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
                this.connector = JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
                machine.detach();
            } catch (AttachNotSupportedException e) {
                throw new IOException("no JVM that can be looked into: " + pid, e);
            }
            this.beans = connector.getMBeanServerConnection();
        }

        /// Collects all garbage, then looks. That stops everything for a while: not while latencies are measured.
        Vitals lookAfterCollection() throws IOException {
            memory().gc();
            return look(memory().getHeapMemoryUsage().getUsed());
        }

        /// Looks without disturbing: of the heap it tells what was there after the last collection, which for the old
        /// generation may be long ago.
        Vitals look() throws IOException {
            long kept = ManagementFactory.getPlatformMXBeans(beans, MemoryPoolMXBean.class).stream()
                    .filter(pool -> pool.getType() == MemoryType.HEAP)
                    .filter(pool -> !pool.getName().contains("Eden"))
                    .mapToLong(pool -> pool.getUsage().getUsed())
                    .sum();
            return look(kept);
        }

        private MemoryMXBean memory() throws IOException {
            return ManagementFactory.getPlatformMXBean(beans, MemoryMXBean.class);
        }

        /// Processor time that it has taken so far.
        long cpuNanos() throws IOException {
            return ManagementFactory.getPlatformMXBean(beans, UnixOperatingSystemMXBean.class)
                    .getProcessCpuTime();
        }

        private Vitals look(long heapBytes) throws IOException {
            long direct = ManagementFactory.getPlatformMXBeans(beans, BufferPoolMXBean.class).stream()
                    .filter(pool -> pool.getName().equals("direct"))
                    .mapToLong(BufferPoolMXBean::getMemoryUsed)
                    .sum();
            return new Vitals(
                    heapBytes,
                    direct,
                    ManagementFactory.getPlatformMXBean(beans, ThreadMXBean.class)
                            .getThreadCount(),
                    ManagementFactory.getPlatformMXBean(beans, UnixOperatingSystemMXBean.class)
                            .getOpenFileDescriptorCount(),
                    resident());
        }

        private long resident() throws IOException {
            String line = Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(each -> each.startsWith("VmRSS:"))
                    .findFirst()
                    .orElse("VmRSS: 0 kB");
            return Long.parseLong(line.replaceAll("\\D", "")) << 10;
        }

        @Override
        public void close() throws IOException {
            connector.close();
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "heap %.1f MiB, direct %.1f MiB, resident %.0f MiB, threads %d, descriptors %d",
                heapBytes / MIB,
                directBytes / MIB,
                residentBytes / MIB,
                threads,
                descriptors);
    }
}
