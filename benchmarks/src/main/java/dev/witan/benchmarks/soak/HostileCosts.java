// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.soak;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/// What each way to misuse a server costs it, and what it costs the one who does it, in processor time.
final class HostileCosts {
    private static final Duration EACH = Duration.ofSeconds(5);

    private HostileCosts() {}

    static void tell(Hostility.Target target, Vitals.Patient patient) throws IOException {
        System.out.println("hostility          clients  times  server ms each  client ms each");
        for (Hostility kind : Hostility.values()) {
            System.out.println(line(kind, target, patient));
        }
    }

    private static String line(Hostility kind, Hostility.Target target, Vitals.Patient patient) throws IOException {
        long server = patient.cpuNanos();
        long client = ownNanos();
        long times;
        try (HostileClients clients = new HostileClients(target, List.of(kind))) {
            LockSupport.parkNanos(EACH.toNanos());
            times = clients.attempts().get(kind).get();
        }
        return String.format(
                Locale.ROOT,
                "%-18s %7d %6d %15.2f %15.2f",
                kind,
                kind.clients(),
                times,
                (patient.cpuNanos() - server) / 1e6 / times,
                (ownNanos() - client) / 1e6 / times);
    }

    private static long ownNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }
}
