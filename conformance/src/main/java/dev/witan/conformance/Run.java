// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance;

import dev.witan.conformance.check.Case;
import dev.witan.conformance.check.Finding;
import dev.witan.conformance.check.Subject;
import dev.witan.conformance.check.Target;
import dev.witan.conformance.check.Transport;
import dev.witan.conformance.check.Trial;
import dev.witan.conformance.check.Verdict;
import dev.witan.conformance.wire.HttpWire;
import dev.witan.conformance.wire.WireException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One run: finds out what there is to ask, then runs case after case.
final class Run implements AutoCloseable {
    private final Target target;
    private final HttpWire http;
    private final Runner runner;

    Run(Target target) {
        this.target = target;
        this.http = new HttpWire(target.server(), target.answerMax());
        this.runner = new Runner(target.caseMax());
    }

    Report all(List<Case> cases, Progress progress) {
        Instant began = Instant.now();
        long beganNanos = System.nanoTime();
        List<Finding> findings = new ArrayList<>();
        Subject subject;
        String unreachable = "";
        try {
            subject = new Discovery(target, http).find();
        } catch (WireException e) {
            subject = Discovery.NOTHING;
            unreachable = e.reason();
        }
        for (Case testCase : cases) {
            progress.progress(findings.size(), cases.size(), testCase);
            findings.add(finding(testCase, subject, unreachable));
        }
        return new Report(
                target,
                subject.model(),
                subject.extensions().stream().sorted().toList(),
                subject.notes(),
                findings,
                began,
                Duration.ofNanos(System.nanoTime() - beganNanos));
    }

    private Finding finding(Case testCase, Subject subject, String unreachable) {
        if (testCase.transport() == Transport.GRPC && target.grpc().isEmpty()) {
            return without(testCase, new Verdict.Skipped("no gRPC address was given: name it with --grpc"));
        }
        if (!unreachable.isEmpty()) {
            return without(testCase, new Verdict.Broken(unreachable));
        }
        return runner.run(testCase, new Trial(target, http, subject));
    }

    private static Finding without(Case testCase, Verdict verdict) {
        return new Finding(testCase, verdict, List.of(), Duration.ZERO);
    }

    @Override
    public void close() {
        http.close();
    }
}
