// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance;

import dev.witan.conformance.check.Case;
import dev.witan.conformance.check.Finding;
import dev.witan.conformance.check.Subject;
import dev.witan.conformance.check.Target;
import dev.witan.conformance.check.Trial;
import dev.witan.conformance.check.Verdict;
import dev.witan.conformance.wire.GrpcWire;
import dev.witan.conformance.wire.HttpWire;
import dev.witan.conformance.wire.WireException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One run: finds out what there is to ask, then runs case after case.
final class Run implements AutoCloseable {
    private final Target target;
    private final HttpWire http;
    private final Optional<GrpcWire> grpc;
    private final Runner runner;

    Run(Target target) {
        this.target = target;
        this.http = new HttpWire(target.server(), target.answerMax());
        this.grpc = target.grpc().isEmpty()
                ? Optional.empty()
                : Optional.of(new GrpcWire(target.grpc(), target.answerMax()));
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
        return unreachable.isEmpty()
                ? runner.run(testCase, new Trial(target, http, grpc, subject))
                : new Finding(testCase, new Verdict.Broken(unreachable), List.of(), Duration.ZERO);
    }

    @Override
    public void close() {
        http.close();
        grpc.ifPresent(GrpcWire::close);
    }
}
