// SPDX-License-Identifier: Apache-2.0
package dev.witan.benchmarks.soak;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;

/// Sends single rows at a fixed rate, whether answers come or not, and tells how long callers wait: rounds of some
/// seconds, and the median of the rounds. What the experts take of it is part of the figure, so that serving
/// overhead is at most what it says.
///
/// Arguments: server's URL, mixture, file with the body of a request, requests per second, rounds.
public final class Overhead {
    private static final int CONNECTIONS = 32;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration ROUND = Duration.ofSeconds(20);

    private Overhead() {}

    public static void main(String[] args) throws IOException {
        URI server = URI.create(args[0]);
        String body = Files.readString(Path.of(args[2])).strip();
        byte[] request = HttpWire.post(server, "/v2/models/" + args[1] + "/infer", body);
        double rate = Double.parseDouble(args[3]);
        int rounds = Integer.parseInt(args[4]);
        List<GoodClients.Seen> seen = new ArrayList<>();
        try (GoodClients clients = new GoodClients(server, request, CONNECTIONS, rate)) {
            LockSupport.parkNanos(WARM_UP.toNanos());
            clients.seen();
            for (int round = 0; round < rounds; round++) {
                LockSupport.parkNanos(ROUND.toNanos());
                seen.add(clients.seen());
                say(text("round " + (round + 1), List.of(seen.getLast())));
            }
        }
        say(text("median", seen));
    }

    private static String text(String name, List<GoodClients.Seen> seen) {
        return String.format(
                Locale.ROOT,
                "%-8s %.0f req/s, p50 %.3f ms, p90 %.3f ms, p99 %.3f ms, p99.9 %.3f ms, not 200 or broken: %d",
                name,
                median(seen, GoodClients.Seen::perSecond),
                median(seen, it -> it.millis(50)),
                median(seen, it -> it.millis(90)),
                median(seen, it -> it.millis(99)),
                median(seen, it -> it.millis(99.9)),
                seen.stream().mapToLong(it -> it.others() + it.broken()).sum());
    }

    private static double median(List<GoodClients.Seen> seen, ToDoubleFunction<GoodClients.Seen> figure) {
        double[] sorted = seen.stream().mapToDouble(figure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
