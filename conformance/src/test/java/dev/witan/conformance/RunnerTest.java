// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.witan.conformance.check.Case;
import dev.witan.conformance.check.Level;
import dev.witan.conformance.check.Skip;
import dev.witan.conformance.check.Source;
import dev.witan.conformance.check.Target;
import dev.witan.conformance.check.Transport;
import dev.witan.conformance.check.Trial;
import dev.witan.conformance.check.Unmet;
import dev.witan.conformance.check.Verdict;
import dev.witan.conformance.wire.HttpWire;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RunnerTest {
    private static final Target NOBODY = Target.of(URI.create("http://127.0.0.1:1"));

    private static Verdict verdict(Case.Check check, Duration caseMax) {
        Case testCase = new Case("rest.runner.test", Transport.REST, Level.MUST, "A rule.", Source.JSON, check);
        try (HttpWire http = new HttpWire(NOBODY.server(), Duration.ofSeconds(5))) {
            Trial trial = new Trial(NOBODY, http, Optional.empty(), Discovery.NOTHING);
            return new Runner(caseMax).run(testCase, trial).verdict();
        }
    }

    private static Verdict verdict(Case.Check check) {
        return verdict(check, Duration.ofSeconds(30));
    }

    @Test
    void aCaseEndsInOneOfFourWays() {
        assertThat(verdict(_ -> {})).isEqualTo(new Verdict.Passed());
        assertThat(verdict(_ -> {
                    throw new Unmet("this", "that");
                }))
                .isEqualTo(new Verdict.Failed("this", "that"));
        assertThat(verdict(_ -> {
                    throw new Skip("not for this server");
                }))
                .isEqualTo(new Verdict.Skipped("not for this server"));
        assertThat(verdict(trial -> trial.get("v2"))).isInstanceOf(Verdict.Broken.class);
    }

    @Test
    void aMistakeInACheckIsNotTheServersFault() {
        assertThat(verdict(_ -> {
                    throw new IllegalStateException("oops");
                }))
                .isInstanceOfSatisfying(
                        Verdict.Broken.class,
                        broken -> assertThat(broken.reason())
                                .startsWith("the kit itself is at fault: java.lang.IllegalStateException: oops at "));
    }

    @Test
    void aCheckThatDoesNotEndIsGivenUp() {
        CountDownLatch never = new CountDownLatch(1);
        Verdict verdict = verdict(
                _ -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                Duration.ofMillis(50));

        assertThat(verdict).isEqualTo(new Verdict.Broken("the case did not end within 0 s"));
    }
}
