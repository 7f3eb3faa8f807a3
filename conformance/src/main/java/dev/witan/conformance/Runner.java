// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance;

import dev.witan.conformance.check.Case;
import dev.witan.conformance.check.Finding;
import dev.witan.conformance.check.Skip;
import dev.witan.conformance.check.Trial;
import dev.witan.conformance.check.Unmet;
import dev.witan.conformance.check.Verdict;
import dev.witan.conformance.tensor.Unreadable;
import dev.witan.conformance.wire.WireException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs one case on a thread of its own, so that neither a server that keeps silent nor a mistake in a check ends the
/// run.
final class Runner {
    private final Duration caseMax;

    Runner(Duration caseMax) {
        this.caseMax = caseMax;
    }

    Finding run(Case testCase, Trial trial) {
        long began = System.nanoTime();
        Verdict verdict = verdict(testCase, trial);
        return new Finding(testCase, verdict, trial.exchanged(), Duration.ofNanos(System.nanoTime() - began));
    }

    private Verdict verdict(Case testCase, Trial trial) {
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        try {
            Future<?> check = executor.submit(() -> testCase.check().run(trial));
            check.get(caseMax.toMillis(), TimeUnit.MILLISECONDS);
            return new Verdict.Passed();
        } catch (ExecutionException e) {
            return of(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            return new Verdict.Broken("the case did not end within " + caseMax.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Verdict.Broken("interrupted");
        } finally {
            // Not close(): that would wait for a check that does not end.
            executor.shutdownNow();
        }
    }

    private static Verdict of(Throwable cause) {
        return switch (cause) {
            case Unmet unmet -> new Verdict.Failed(unmet.expected(), unmet.found());
            case Skip skip when skip.isUntried() -> new Verdict.Broken(skip.reason());
            case Skip skip -> new Verdict.Skipped(skip.reason());
            case Unreadable unreadable -> new Verdict.Failed("an answer that the protocol allows", unreadable.reason());
            case WireException wire when wire.isUnreachable() -> new Verdict.Broken(wire.reason());
            case WireException wire -> new Verdict.Failed("an answer", wire.reason());
            default ->
                new Verdict.Broken("the kit itself is at fault: %s at %s"
                        .formatted(
                                cause,
                                cause.getStackTrace().length > 0 ? cause.getStackTrace()[0] : "an unknown place"));
        };
    }
}
