// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.soak;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Runs a server at a share of its saturation for a long time, first with good clients only and then with hostile ones
/// beside them, and tells what both did to latency and to what the server holds.
///
/// Arguments: server's URL, its address for gRPC, its process, mixture, file with the body of a request,
/// minutes; 0 minutes tell what each hostility costs instead.
public final class Soak {
    private static final double SHARE = 0.8;
    private static final int CONNECTIONS = 16;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration SATURATION = Duration.ofSeconds(20);
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
                soak(new GoodClients(server, request, CONNECTIONS), target, patient, minutes);
            }
        }
    }

    private static void soak(GoodClients clients, Hostility.Target target, Vitals.Patient patient, int minutes)
            throws IOException {
        clients.drive(0, WARM_UP);
        double saturation = clients.drive(0, SATURATION).perSecond();
        double rate = SHARE * saturation;
        say("saturation %.0f req/s; driving %.0f req/s".formatted(saturation, rate));
        say("before: " + patient.lookAfterCollection());
        int quietMinutes = Math.max(1, minutes / 10);
        say("good clients alone, %d min".formatted(quietMinutes));
        drive(clients, rate, quietMinutes, patient);
        say("hostile clients beside, %d min".formatted(minutes));
        try (HostileClients hostile = new HostileClients(target, List.of(Hostility.values()))) {
            drive(clients, rate, minutes, patient);
            hostile.attempts().forEach((kind, count) -> say("  %-18s %d times".formatted(kind, count.get())));
        }
        say("hostile clients gone");
        drive(clients, rate, 1, patient);
        say("after: " + patient.lookAfterCollection());
    }

    /// A line for every minute.
    private static void drive(GoodClients clients, double rate, int minutes, Vitals.Patient patient)
            throws IOException {
        for (int minute = 1; minute <= minutes; minute++) {
            GoodClients.Seen seen = clients.drive(rate, SLICE);
            say(String.format(
                    Locale.ROOT,
                    "  %2d: %.0f req/s, p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, not 200: %d, broken: %d; %s",
                    minute,
                    seen.perSecond(),
                    seen.millis(50),
                    seen.millis(99),
                    seen.millis(99.9),
                    seen.others(),
                    seen.broken(),
                    patient.look()));
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
