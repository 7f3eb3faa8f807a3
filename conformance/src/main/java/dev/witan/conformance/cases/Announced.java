// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.cases;

import dev.witan.conformance.check.Trial;
import dev.witan.conformance.wire.GrpcReply;
import dev.witan.conformance.wire.Reply;
import io.grpc.Status;

/// Whether what a server announces is true.
final class Announced {
    private Announced() {}

    /// What is announced answers; what is not answers with an error status and never with one of an accident.
    static void isTrue(Trial trial, String extension, Reply reply) {
        if (trial.subject().extensions().contains(extension)) {
            trial.expectStatus(reply, 200);
        } else {
            trial.expect(
                    reply.status() == 200 || (reply.status() >= 400 && reply.status() < 500) || reply.status() == 501,
                    "status 200, one from 400 to 499, or 501, for %s is not announced".formatted(extension),
                    reply);
        }
    }

    /// The same over gRPC.
    static void isTrue(Trial trial, String extension, GrpcReply<?> reply) {
        if (trial.subject().extensions().contains(extension)) {
            trial.expect(reply.isAnswered(), "an answer, for %s is announced".formatted(extension), reply);
        } else {
            boolean isAccident = reply.code() == Status.Code.UNKNOWN || reply.code() == Status.Code.INTERNAL;
            trial.expect(
                    !isAccident, "an answer, or UNIMPLEMENTED, for %s is not announced".formatted(extension), reply);
        }
    }
}
