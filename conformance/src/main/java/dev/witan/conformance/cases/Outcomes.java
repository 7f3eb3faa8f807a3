// SPDX-License-Identifier: Apache-2.0
package dev.witan.conformance.cases;

import dev.witan.conformance.check.Trial;
import dev.witan.conformance.wire.Reply;

/// Answers of which more than one kind is right.
final class Outcomes {
    private Outcomes() {}

    /// 200 with readable outputs, or a refusal that blames the caller.
    static void answeredOrRefusedAsCallersFault(Trial trial, Reply reply) {
        if (reply.status() == 200) {
            trial.answer(reply);
        } else {
            trial.expect(reply.status() >= 400 && reply.status() < 500, "status 200, or one from 400 to 499", reply);
            trial.expectRefusal(reply);
        }
    }
}
