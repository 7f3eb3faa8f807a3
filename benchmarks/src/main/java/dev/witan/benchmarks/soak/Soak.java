// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.soak;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleFunction;

/// Runs a server at a share of its saturation for a long time, first with good clients only and then with hostile ones
/// beside them, and tells what both did to latency and to what the server holds.
///
/// Arguments: server's URL, its address for gRPC, its process, mixture, file with the body of a request,
/// minutes; 0 minutes tell what each hostility costs instead.
public final class Soak {
    private static final double SHARE = 0.8;
    private static final int CONNECTIONS = 32;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration SATURATION = Duration.ofSeconds(20);
    private static final Duration SETTLING = Duration.ofSeconds(10);
    private static final Duration SLICE = Duration.ofMinutes(1);

    private Soak() {}

    public static void main(String[] args) throws IOException {
        URI server = URI.create(args[0]);
        URI grpc = URI.create("http://" + args[1]);
        String path = "/v2/models/" + args[3] + "/infer";
        byte[] request =
                HttpWire.post(server, path, Files.readString(Path.of(args[4])).strip());
        int minutes = Integer.parseInt(args[5]);
        Hostility.Target target = new Hostility.Target(server, grpc, path, request);
        try (Vitals.Patient patient = new Vitals.Patient(Long.parseLong(args[2]))) {
            if (minutes == 0) {
                HostileCosts.tell(target, patient);
            } else {
                soak(target, rate -> new GoodClients(server, request, CONNECTIONS, rate), patient, minutes);
            }
        }
    }

    private static void soak(
            Hostility.Target target, DoubleFunction<GoodClients> clients, Vitals.Patient patient, int minutes)
            throws IOException {
        double saturation = saturation(target, clients);
        say("saturation beside hostile clients %.0f req/s; driving %.0f req/s"
                .formatted(saturation, SHARE * saturation));
        say("before: " + patient.lookAfterCollection());
        try (GoodClients good = clients.apply(SHARE * saturation)) {
            LockSupport.parkNanos(SETTLING.toNanos());
            good.seen();
            int quietMinutes = Math.max(1, minutes / 10);
            say("good clients alone, %d min".formatted(quietMinutes));
            watch(good, quietMinutes, patient);
            say("hostile clients beside, %d min".formatted(minutes));
            try (HostileClients hostile = new HostileClients(target, List.of(Hostility.values()))) {
                watch(good, minutes, patient);
                hostile.attempts().forEach((kind, count) -> say("  %-18s %d times".formatted(kind, count.get())));
            }
            say("hostile clients gone");
            watch(good, 1, patient);
        }
        say("after: " + patient.lookAfterCollection());
    }

    /// What good clients get at most while hostile ones are beside them: with both on the cores of the server, the
    /// share that the hostile ones take is not there to be driven at.
    private static double saturation(Hostility.Target target, DoubleFunction<GoodClients> clients) {
        try (HostileClients _ = new HostileClients(target, List.of(Hostility.values()));
                GoodClients fast = clients.apply(0)) {
            LockSupport.parkNanos(WARM_UP.toNanos());
            fast.seen();
            LockSupport.parkNanos(SATURATION.toNanos());
            return fast.seen().perSecond();
        }
    }

    /// A line for every minute, and one for all of them.
    private static void watch(GoodClients good, int minutes, Vitals.Patient patient) throws IOException {
        GoodClients.Seen all = minute(good, "   1: ", patient);
        for (int minute = 2; minute <= minutes; minute++) {
            all = all.and(minute(good, "  %2d: ".formatted(minute), patient));
        }
        say(" all: " + text(all));
    }

    private static GoodClients.Seen minute(GoodClients good, String name, Vitals.Patient patient) throws IOException {
        LockSupport.parkNanos(SLICE.toNanos());
        GoodClients.Seen seen = good.seen();
        say(name + text(seen) + "; " + patient.look());
        return seen;
    }

    private static String text(GoodClients.Seen seen) {
        return String.format(
                Locale.ROOT,
                "%.0f req/s, p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, not 200: %d, broken: %d",
                seen.perSecond(),
                seen.millis(50),
                seen.millis(99),
                seen.millis(99.9),
                seen.others(),
                seen.broken());
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
