// SPDX-License-Identifier: Apache-2.0
package dev.witan.server.host;

import dev.witan.engine.Mixture;
import dev.witan.engine.error.ErrorCode;
import dev.witan.engine.error.WitanException;
import dev.witan.engine.expert.Expert;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the experts of a mixture ready before it is. One that does not answer yet keeps the others from nothing; one
/// that never can keeps its mixture from being served.
final class WarmUp {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
    private static final Executor BESIDE =
            task -> Thread.ofVirtual().name("witan-warm-up").start(task);

    private WarmUp() {}

    /// Warms every expert, those at other places all at once.
    ///
    /// @throws WitanException why one of them can never answer
    static void of(Mixture mixture) {
        List<CompletableFuture<Void>> elsewhere = new ArrayList<>();
        for (Expert expert : mixture.layer().experts()) {
            if (!expert.isLocal()) {
                elsewhere.add(CompletableFuture.runAsync(() -> warm(mixture.name(), expert), BESIDE));
            }
        }
        mixture.layer().experts().stream().filter(Expert::isLocal).forEach(expert -> warm(mixture.name(), expert));
        mixture.layer().unrepeatable().forEach(part -> tellUnrepeatable(mixture.name(), part));
        for (CompletableFuture<Void> warmed : elsewhere) {
            try {
                warmed.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof WitanException why ? why : e;
            }
        }
    }

    private static void tellUnrepeatable(String mixture, String part) {
        LOG.info("mixture {}: {} may give the same row other bits in another batch", mixture, part);
    }

    private static void warm(String mixture, Expert expert) {
        try {
            expert.warm();
        } catch (WitanException e) {
            if (e.code() != ErrorCode.UNAVAILABLE) {
                throw e;
            }
            LOG.warn("mixture {} is served without an expert that does not answer yet: {}", mixture, e.reason());
        }
    }

    /// Why some experts of a mixture do not answer now; `""` where all of them do as far as they know.
    static String troubles(Mixture mixture) {
        return String.join(
                "; ",
                mixture.layer().experts().stream()
                        .map(WarmUp::trouble)
                        .flatMap(Optional::stream)
                        .toList());
    }

    private static Optional<String> trouble(Expert expert) {
        return expert.trouble().map(why -> "expert '%s': %s".formatted(expert.id(), why));
    }
}
